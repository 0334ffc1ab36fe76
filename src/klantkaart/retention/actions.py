"""The nightly run, holds, and terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed
from klantkaart.sealing.recognition import forget_lapsed

from .destroy import destroy
from .holding import extend_hold, place_hold, release_hold
from .replay import resume
from .terms import set_term, withdraw_term
from .units import due_roots

__all__ = ["RunReport", "extend_hold", "place_hold", "release_hold", "run", "set_term", "withdraw_term"]


@dataclass
class RunReport:
    """What a run did. ``failed``: units that could not be destroyed, by kind; they stay due and show on Vandaag."""

    on: date
    units: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    failed: Counter[str] = field(default_factory=Counter)


def run(*, on: date, by: Actor, at: datetime, progress: Callable[[int], None] | None = None) -> RunReport:
    """Destroy what is due on that day, a transaction per unit; first finish what an earlier run began (P20, P21).
    A unit that fails stops nobody else. Refuses who may not, and a day after today."""
    _require(by, Right.RETENTION_RUN)
    if on > clock.local(at).date():
        raise Invalid(
            _("Datum: een dag die nog moet komen kan niet worden uitgevoerd. Kies vandaag of eerder."), field="on"
        )
    report = RunReport(on, resumed=len(resume(by=by, at=at)))
    for count, root in enumerate(due_roots(on), start=1):
        try:
            destroy(root, on=on, by=by, at=at)
            report.units[root.declaration.model] += 1
        except DomainError:
            report.failed[root.declaration.model] += 1
        if progress is not None:
            progress(count)
    forget_lapsed(on=on)
    _scrub()  # also when nothing went now: a run that was killed just before this left it to the next
    _empty_wal()
    return report


def _scrub() -> None:
    """Derived indexes are cleaned of what deleting left in them: outside any transaction."""
    for store in registry.current().stores.values():
        if store.scrub is not None:
            store.scrub()


def _empty_wal() -> None:
    """Also when nothing was due: what an import or a session left there was deleted during the day. PostgreSQL keeps
    dead rows until its vacuum; how long is stated in docs/threat-model.md."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _require(by: Actor, right: str, company: int | None = None) -> None:
    if not by.holds(right, company):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))
