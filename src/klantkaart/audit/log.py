"""Writing the log. An act and its line are one transaction: both are there, or neither (DESIGN 7)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from klantkaart.kernel.actor import Actor, Pseudonymous

from .append import append
from .body import Draft, Line, compose
from .events import EventType, Kind
from .pseudonyms import log_key, pseudonym

__all__ = ["Line", "act", "act_each", "batch", "pseudonym", "record_denial", "record_read"]

_NO_FACTS: Mapping[str, int | str] = MappingProxyType({})


@dataclass
class _Frame:
    """The lines of one act and of the acts inside it. ``alone``: an act inside may fail without ending this one."""

    alone: bool
    drafts: list[Draft] = field(default_factory=list)


_frame: ContextVar[_Frame | None] = ContextVar("klantkaart_audit_frame", default=None)


@contextmanager
def act(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Pseudonymous | None = None,
    obj: UUID | None = None,
    purpose: str = "",
    facts: Mapping[str, int | str] = _NO_FACTS,
    detail: Mapping[str, object] | None = None,
) -> Iterator[Line]:
    """Run the writes of one act in a transaction and log it as the last statement before the commit.

    Yields the line, so that the body can fill in what it learns (``about``, ``obj``, ``facts``, ``detail``).
    ``facts`` are counts, ids and codes; personal values belong in ``detail``, which is sealed under the subject's key
    and ends with it. When the body raises, nothing is logged; when the line cannot be logged, nothing is done.

    Acts inside an act are appended with the outermost one, in the order in which they ended; one that fails alone
    leaves no line. Inside a transaction that is no act (a test, a caller's ``atomic``) lines are appended when the
    outermost act ends, and other writers wait until that transaction ends: close such transactions soon.
    """
    line = Line(event, by, at, about, obj, purpose, dict(facts), detail)
    with _collecting(alone=True) as frame:
        yield line
        frame.drafts.append(compose(line))


def act_each(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Iterable[Pseudonymous],
    facts: Mapping[str, int | str] = _NO_FACTS,
) -> None:
    """The same act on many subjects, a line for each: after the writes, inside :func:`batch`."""
    frame = _frame.get()
    if frame is None:
        raise RuntimeError("Lines for many subjects belong inside a batch.")
    key = log_key()
    actor = pseudonym(by, key=key)
    frame.drafts.extend(compose(Line(event, by, at, one, facts=dict(facts)), key=key, actor=actor) for one in about)


@contextmanager
def batch() -> Iterator[None]:
    """Run many acts in one transaction, with one append for all of them: 500 customers are a handful of statements.

    An act that fails ends the whole batch.
    """
    with _collecting(alone=False):
        yield


@contextmanager
def _collecting(*, alone: bool) -> Iterator[_Frame]:
    outer, frame = _frame.get(), _Frame(alone)
    with transaction.atomic(savepoint=outer is None or outer.alone):
        token = _frame.set(frame)
        try:
            yield frame
        finally:
            _frame.reset(token)
        if outer is None:
            append(frame.drafts)
    if outer is not None:  # only after the savepoint is released: what is undone alone is not logged
        outer.drafts.extend(frame.drafts)


def record_read(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Pseudonymous | None = None,
    obj: UUID | None = None,
    purpose: str = "",
    facts: Mapping[str, int | str] = _NO_FACTS,
) -> int:
    """Log that somebody is about to see something, and commit that before it is shown. Returns the line's number.

    When this fails, nothing may be shown. Refuses (ValueError) an event that is not registered as a read, and
    (RuntimeError) to run inside another transaction, which could still take the line back.
    """
    if event.kind not in {Kind.READ, Kind.BULK}:
        raise ValueError(f"{event.code} is not a read: register it with Kind.READ or Kind.BULK.")
    return _record(Line(event, by, at, about, obj, purpose, dict(facts)))


def record_denial(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Pseudonymous | None = None,
    obj: UUID | None = None,
    facts: Mapping[str, int | str] = _NO_FACTS,
) -> int:
    """Log that somebody was refused: a sign-in that failed, a right that was missing. In a transaction of its own,
    because that of the attempt is rolled back. Refuses as :func:`record_read` does."""
    if event.kind is not Kind.DENIAL:
        raise ValueError(f"{event.code} is not a denial: register it with Kind.DENIAL.")
    return _record(Line(event, by, at, about, obj, "", dict(facts)))


def _record(line: Line) -> int:
    draft = compose(line)
    with transaction.atomic(durable=True):
        append([draft])
    return line.seq
