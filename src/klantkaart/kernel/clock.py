"""The one clock. Domain code never asks the machine for the time; it asks here, so that a date can be given."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_fixed: ContextVar[datetime | None] = ContextVar("klantkaart_clock", default=None)


def now() -> datetime:
    """The moment, in UTC, aware."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251  (the one place that asks the machine)


def today() -> date:
    """The calendar day in the Netherlands: terms and retention are counted in Dutch days."""
    return now().astimezone(AMSTERDAM).date()


def local(moment: datetime) -> datetime:
    """The same moment on Dutch clocks."""
    return moment.astimezone(AMSTERDAM)


@contextmanager
def at(moment: date | datetime) -> Iterator[None]:
    """Let everything inside happen on that day (noon, Dutch time) or at that aware moment (``--on DATE``, tests)."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), tzinfo=AMSTERDAM)
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
