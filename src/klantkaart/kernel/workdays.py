"""Working days and terms under Regulation 1182/71, read strictly (domain rules DL-1 to DL-7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from .clock import local
from .periods import Period, Unit, add

_SATURDAY = 5
# Sundays anyway, and not in the list of article 3 of the Algemene termijnenwet.
_NOT_LISTED = frozenset({"Eerste paasdag", "Eerste pinksterdag"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """``raw``: where the period ends on the calendar. ``legal``: the last day the law allows (DL-2).
    ``safe``: what is promised on screens, the last working day that is not after ``raw``."""

    raw: date
    legal: date
    safe: date


@lru_cache(maxsize=64)
def holidays_nl(year: int) -> Mapping[date, str]:
    """The days DL-5 lists, with their Dutch names: Good Friday and 5 May every year, the moved Koningsdag.

    "Gelijkgestelde" days (DL-6) are not in it: for terms under the AVG they are normal days.
    """
    from holidays import country_holidays  # noqa: PLC0415  (slow to import, seldom needed)

    found = country_holidays("NL", years=year, categories=("public", "optional"), language="nl")
    return MappingProxyType({day: name for day, name in sorted(found.items()) if name not in _NOT_LISTED})


def is_workday(day: date) -> bool:
    """Not a Saturday, a Sunday or a holiday."""
    return day.weekday() < _SATURDAY and day not in holidays_nl(day.year)


def next_workday(day: date) -> date:
    """``day`` itself when it is a working day, else the first one after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def previous_workday(day: date) -> date:
    """``day`` itself when it is a working day, else the last one before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def deadline_month(received: date, months: int = 1) -> Deadline:
    """The term of ``months`` after receipt (AVG art. 12(3)); an aware moment counts as its Dutch day.

    Refuses (ValueError) fewer than one month and a moment without time zone.
    """
    if months < 1:
        raise ValueError("A term is at least one month.")
    if isinstance(received, datetime):
        received = local(_aware(received)).date()
    raw = add(received, Period(months, Unit.MONTHS))
    return Deadline(raw=raw, legal=next_workday(raw), safe=previous_workday(raw))


def deadline_hours(aware_at: datetime, hours: int) -> datetime:
    """The end, in UTC, of a term in hours that began at ``aware_at`` (AVG art. 33).

    Counted from that minute, through weekends, holidays and clock changes (DL-3, DL-4). Refuses (ValueError) a
    moment without time zone.
    """
    return _aware(aware_at).astimezone(UTC) + timedelta(hours=hours)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment
