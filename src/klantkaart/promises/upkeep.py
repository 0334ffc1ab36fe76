"""The work that happens by itself, and whether it happened: seen from what it should have left or taken away.

Nothing here asks the schedule whether a job ran: a job that says so and did nothing would be believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks_db.models import DBTaskResult

from klantkaart.accounts.housekeeping import left_behind
from klantkaart.audit.checkpoints import uncovered_since
from klantkaart.audit.term import has_lapsed
from klantkaart.datamap.vocabulary import Text
from klantkaart.kernel import clock
from klantkaart.kernel.show import show_date, show_moment
from klantkaart.retention.queries import due_counts
from klantkaart.sealing.keys import keystore

from .queries import looked_over_at

NIGHT = timedelta(hours=27)  # a nightly job, with an hour for summer time and two to spare
LAG = timedelta(minutes=15)  # what happens all the time
EPOCH = timedelta(days=34)  # a month, with three days to spare


@dataclass(frozen=True, slots=True)
class Duty:
    """A piece of work: ``job`` is its name in the schedule ("" for the queue of tasks). ``late`` says what was found
    that it should have dealt with, or nothing."""

    job: str
    title: Text
    does: Text
    often: Text
    late: Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class State:
    """A duty as it was found. ``evidence`` is empty when nothing shows that it is late."""

    duty: Duty
    evidence: str

    @property
    def late(self) -> bool:
        return bool(self.evidence)


def states(at: datetime) -> list[State]:
    """Every duty, looked at now."""
    return [State(duty, duty.late(at)) for duty in DUTIES]


def overdue(at: datetime) -> list[State]:
    """Those that are late."""
    return [state for state in states(at) if state.late]


def _tasks(at: datetime) -> str:
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=at - LAG)
    since = waiting.aggregate(since=Min("enqueued_at"))["since"]
    return _("Er wacht een taak sinds %(moment)s.") % {"moment": show_moment(since)} if since else ""


def _checkpoint(at: datetime) -> str:
    since = uncovered_since()
    if since is None or since > at - LAG:
        return ""
    return _("Geen getekende tussenstand dekt wat er sinds %(moment)s is gebeurd.") % {"moment": show_moment(since)}


def _sweep(at: datetime) -> str:
    left = left_behind(before=at - NIGHT)
    return (
        ngettext(
            "%(n)d beëindigde sessie of taak had opgeruimd moeten zijn.",
            "%(n)d beëindigde sessies en taken hadden opgeruimd moeten zijn.",
            left,
        )
        % {"n": left}
        if left
        else ""
    )


def _retention(at: datetime) -> str:
    day = clock.local(at - NIGHT).date()
    left = sum(due_counts(day).values())
    words = ngettext(
        "%(n)d onderdeel had op %(day)s al weg gemoeten.", "%(n)d onderdelen hadden op %(day)s al weg gemoeten.", left
    )
    return words % {"n": left, "day": show_date(day)} if left else ""


def _log_term(at: datetime) -> str:
    return _("Er staan logregels waarvan de termijn voorbij is.") if has_lapsed(clock.local(at - NIGHT).date()) else ""


def _keys(at: datetime) -> str:
    began = keystore().epoch_began()
    if began is None or began > at - EPOCH:
        return ""
    return _("De sleutel van de installatie is van %(day)s.") % {"day": show_date(clock.local(began).date())}


def _old_keys(at: datetime) -> str:
    old = keystore().succeeded(at - timedelta(days=settings.BACKUP_DAYS) - NIGHT)
    words = ngettext("%(n)d oude sleutel had weg gemoeten.", "%(n)d oude sleutels hadden weg gemoeten.", len(old))
    return words % {"n": len(old)} if old else ""


def _promises(at: datetime) -> str:
    looked = looked_over_at()
    if looked is not None and looked > at - NIGHT:
        return ""
    if looked is None:
        return _("De beloften zijn nog niet nagelopen.")
    return _("De beloften zijn voor het laatst nagelopen op %(moment)s.") % {"moment": show_moment(looked)}


_ALWAYS, _NIGHTLY = gettext_lazy("steeds"), gettext_lazy("elke nacht")
DUTIES = (
    Duty("", gettext_lazy("Taken"), gettext_lazy("Doet wat schermen klaarzetten, zoals een import."), _ALWAYS, _tasks),
    Duty(
        "checkpoint",
        gettext_lazy("Tussenstand van het logboek"),
        gettext_lazy("Tekent hoe ver het logboek is, zodat een herschreven logboek opvalt."),
        gettext_lazy("elke vijf minuten, als er iets gebeurde"),
        _checkpoint,
    ),
    Duty(
        "sweep",
        gettext_lazy("Opruimen na aanmelden"),
        gettext_lazy("Verwijdert beëindigde sessies, tellers tegen misbruik en afgelopen taken."),
        _NIGHTLY,
        _sweep,
    ),
    Duty(
        "retention",
        gettext_lazy("Vernietigen na de bewaartermijn"),
        gettext_lazy("Vernietigt wat geen doel meer heeft, met een bewijs."),
        _NIGHTLY,
        _retention,
    ),
    Duty(
        "log-term",
        gettext_lazy("Logregels leegmaken"),
        gettext_lazy("Maakt regels van het logboek leeg als hun termijn voorbij is."),
        _NIGHTLY,
        _log_term,
    ),
    Duty(
        "keys",
        gettext_lazy("Nieuwe sleutelperiode"),
        gettext_lazy("Maakt een nieuwe sleutel van de installatie en verpakt alle sleutels daarin opnieuw."),
        gettext_lazy("elke maand"),
        _keys,
    ),
    Duty(
        "old-keys",
        gettext_lazy("Oude sleutels vernietigen"),
        gettext_lazy("Vernietigt sleutels van de installatie waar geen back-up meer bij hoort."),
        _NIGHTLY,
        _old_keys,
    ),
    Duty(
        "promises",
        gettext_lazy("Beloften nalopen"),
        gettext_lazy("Kijkt elke belofte uit de privacyverklaring na; wat niet klopt, staat op Vandaag."),
        _NIGHTLY,
        _promises,
    ),
)
