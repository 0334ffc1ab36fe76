"""The end of a line: after its term the body goes and the hashes stay, so that the chain can still be checked.

Each run says in a line of its own which lines have been emptied by now. Verification compares: a body that is missing
without having been accounted for was taken away by somebody else.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.purposes import ACCOUNTABILITY
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.clock import AMSTERDAM

from . import ranges
from .append import append
from .body import Line, compose
from .maintenance import maintenance
from .models import Detail, Entry
from .own_events import TERM_REACHED

BATCH = 1000  # lines per transaction: well under the 250 ms that others may have to wait


@dataclass(frozen=True, slots=True)
class Emptied:
    """What a run did."""

    lines: int
    details: int


def first_moment_kept(on: date) -> datetime:
    """Lines before this moment have reached their term on that day (parameter ``log_after_event``)."""
    lapsed = Terms.load().cutoff(ACCOUNTABILITY.rule, None, on)
    return datetime.combine(lapsed + timedelta(days=1), time(), tzinfo=AMSTERDAM)


def has_lapsed(on: date) -> bool:
    """Whether a line is still there whose term was over on that day."""
    return Entry.objects.filter(body__isnull=False, at__lt=first_moment_kept(on)).exists()


def empty_lines(*, on: date, by: Actor, at: datetime, batch: int = BATCH) -> Emptied:
    """Empty the lines whose term is over on that day, and remove their details.

    A transaction per ``batch`` lines, each with its own line in the log; killed in between, the next run goes on.
    Refuses when the database does not let this program maintain the log.
    """
    before = first_moment_kept(on)
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    lines = details = 0
    while True:
        due = Entry.objects.filter(body__isnull=False, at__lt=before, seq__lte=last).order_by("seq")
        seqs = list(due.values_list("seq", flat=True)[:batch])
        if not seqs:
            return Emptied(lines, details)
        details += _empty(seqs, before, by, at)
        lines += len(seqs)


def _empty(seqs: Sequence[int], before: datetime, by: Actor, at: datetime) -> int:
    with transaction.atomic():
        gone = ranges.merged(accounted_for(), [(seq, seq) for seq in seqs])
        with maintenance():
            Entry.objects.filter(seq__in=seqs).update(body=None, at=None, event=None, subject=None, actor=None)
        removed, _per_model = Detail.objects.filter(seq__in=seqs).delete()
        facts: dict[str, int | str] = {"lines": len(seqs), "before": before.date().isoformat()}
        append([compose(Line(TERM_REACHED, by, at, facts=facts), gone=ranges.written(gone))])
    return removed


def accounted_for() -> ranges.Ranges:
    """The lines of which the log itself says that they were emptied."""
    newest = Entry.objects.filter(event=TERM_REACHED.code).order_by("-seq").values_list("body", flat=True).first()
    return ranges.read(json.loads(bytes(newest)).get("g", "")) if newest else []
