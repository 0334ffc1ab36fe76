"""Somebody who is in asked for what their role does not allow (ASVS 16.3.2)."""

from datetime import datetime

from klantkaart.audit import log
from klantkaart.kernel.actor import Actor

from . import events


def record_not_allowed(*, by: Actor, at: datetime, action: str, method: str) -> None:
    """Say in the log who was refused, and at which screen: its code, never its address or what was typed. After the
    attempt was rolled back, because a denial is a transaction of its own."""
    log.record_denial(events.NOT_ALLOWED, by=by, at=at, facts={"action": action, "method": method})
