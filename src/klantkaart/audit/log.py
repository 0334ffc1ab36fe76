"""Writing the log: last in the act's own transaction, or the act does not happen.

``act`` opens the transaction, runs the body and appends; acts inside acts are appended in order just before the
outermost commits. If appending fails, everything is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import transaction

from klantkaart.kernel.actor import Actor, Pseudonymous

from .append import append
from .body import Line, compose
from .events import EventType, require

__all__ = ["Line", "act", "batch", "record_read"]

_pending: ContextVar[list[Line] | None] = ContextVar("klantkaart_audit_pending", default=None)


@contextmanager
def act(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Pseudonymous | None = None,
    obj: UUID | None = None,
    purpose: str = "",
    facts: Mapping[str, int | str] | None = None,
    detail: Mapping[str, object] | None = None,
) -> Iterator[Line]:
    """Do something and log it, or do nothing. The body may complete the yielded line.

    Refuses an event that is not registered. Inside another act the line waits for the outermost one.
    """
    require(event)
    line = Line(event, by, at, about, obj, purpose, dict(facts or {}), detail)
    with batch() as pending, transaction.atomic():
        yield line
        pending.append(line)


@contextmanager
def batch() -> Iterator[list[Line]]:
    """Many acts in one transaction, appended together at its end (imports)."""
    outer = _pending.get()
    if outer is not None:
        yield outer
        return
    pending: list[Line] = []
    token = _pending.set(pending)
    try:
        with transaction.atomic():
            yield pending
            append([compose(line) for line in pending])
    finally:
        _pending.reset(token)


def record_read(
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    about: Pseudonymous | None = None,
    purpose: str,
    facts: Mapping[str, int | str] | None = None,
) -> int:
    """Log that something was read, for which purpose. Returns the line's number."""
    with act(event, by=by, at=at, about=about, purpose=purpose, facts=facts) as line:
        pass
    return line.seq
