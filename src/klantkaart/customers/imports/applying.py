"""From staged rows to cards: in the background, in small transactions, each row once, whatever is killed when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import Count, F, QuerySet

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.audit.log import batch as log_batch
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor
from klantkaart.kernel.errors import Refused

from .. import events, search
from ..bulk import pick
from ..intake.drafts import CardDraft
from ..models import Card, ImportBatch, ImportRow
from ..permissions import require
from ..writing import Subject, write_cards
from . import sealed
from .ending import end
from .filling import fill, held
from .kept import draft_of
from .known import look_up
from .matching import is_there
from .sentences import about

CHUNK = 100  # to begin with, and at most four times as many
SMALLEST = 40
LONGEST = 0.12  # seconds the write lock is meant to be held; half of what anybody may be made to wait
TRIES = 3
State = ImportBatch.State
Outcome = ImportRow.Outcome


def apply(batch: UUID) -> None:
    """Take over every chosen row that was not yet. Does nothing for a batch that is not being taken over."""
    found = ImportBatch.objects.select_related("made_by").filter(uuid=batch, state=State.APPLYING).first()
    if found is None:
        return
    by = actor_for(found.made_by) if found.made_by is not None else TERMINAL
    size, last = CHUNK, -1
    while rows := list(waiting(found).filter(row__gt=last).defer("findings")[:size]):
        size = _next_size(len(rows), _take_over(found, rows, by))
        last = rows[-1].row
    _finish(found, by)


def _next_size(rows: int, seconds: float) -> int:
    """So many rows as this machine writes within ``LONGEST``, now: everybody else waits as long."""
    return max(SMALLEST, min(CHUNK * 4, int(rows * LONGEST / max(seconds, 0.001))))


def waiting(found: ImportBatch) -> QuerySet[ImportRow]:
    """Chosen rows that were not taken over yet."""
    return found.rows.filter(chosen=True, applied=False).exclude(outcome=Outcome.REFUSED).order_by("row")


@dataclass(slots=True)
class _Work:
    """What to do with a chunk: new cards, cards to fill, and rows that turned out to be there by now."""

    new: list[tuple[ImportRow, CardDraft]]
    fills: list[tuple[ImportRow, CardDraft]]
    late: list[ImportRow]


def _take_over(found: ImportBatch, rows: Sequence[ImportRow], by: Actor) -> float:
    """One chunk; looked up anew when somebody else took a number meanwhile. Returns how long others had to wait."""
    for attempt in range(TRIES):
        work = _sorted(rows, found.company_id)
        try:
            return _write(found, work, by, clock.now())
        except (Refused, IntegrityError):
            if attempt == TRIES - 1:
                raise
    raise AssertionError("The last try returns or raises.")


def _sorted(rows: Sequence[ImportRow], company: int) -> _Work:
    """What was new at the preview may be there by now; then it is left alone."""
    work = _Work([], [], [])
    drafts = [draft_of(row.draft) for row in rows]
    known = look_up(drafts, company, alike=False)
    for row, draft in zip(rows, drafts, strict=True):
        if row.outcome == Outcome.UPDATE:
            work.fills.append((row, draft))
        elif row.outcome == Outcome.NEW and is_there(draft, known):
            work.late.append(row)
        else:
            work.new.append((row, replace(draft, number="") if draft.number in known.by_number else draft))
    return work


def _write(found: ImportBatch, work: _Work, by: Actor, at: datetime) -> float:
    """Everything of one chunk in one transaction, its rows flagged in the same. Returns the seconds it took, not
    counting the wait for its turn."""
    rows = [*(row for row, _draft in (*work.new, *work.fills)), *work.late]
    with log_batch():
        begun = monotonic()
        if not _still_waiting(found, rows):
            return 0
        cards = _write_new([draft for _row, draft in work.new], found.company_id, by, at)
        _fill_all(found, work.fills, by, at)
        for (row, _draft), card in zip(work.new, cards, strict=True):
            row.card_uuid = card.uuid
        _flag(work)
        _count_on(found, len(rows))
    return monotonic() - begun


def _write_new(drafts: Sequence[CardDraft], company: int, by: Actor, at: datetime) -> list[Subject]:
    if not drafts:
        return []
    require(by, Right.CUSTOMERS_IMPORT, company)
    return write_cards(drafts, company=company, event=events.IMPORTED, by=by, at=at)


def _still_waiting(found: ImportBatch, rows: Sequence[ImportRow]) -> bool:
    """Nobody else did these meanwhile, and the batch was not stopped; the batch is locked until the commit."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=State.APPLYING)
    if locked.first() is None:
        return False
    return len(pick(ImportRow, ("id",), "id", [row.pk for row in rows], applied=False)) == len(rows)


def _fill_all(found: ImportBatch, fills: Sequence[tuple[ImportRow, CardDraft]], by: Actor, at: datetime) -> None:
    if not fills:
        return
    uuids = [row.card_uuid for row, _draft in fills if row.card_uuid]
    pks = dict(Card.objects.select_for_update().filter(uuid__in=uuids).values_list("uuid", "pk"))
    for row, draft in fills:  # one at a time: two rows may fill the same card
        pk = pks.get(row.card_uuid) if row.card_uuid else None
        if pk is not None:
            fill(draft, held([pk], found.company_id)[pk], company=found.company_id, by=by, at=at)
    search.index(list(pks.values()))


def _flag(work: _Work) -> None:
    """Applied rows keep what happened and forget what was read."""
    identity = ImportRow._meta.get_field("card_uuid")
    done = [row for row, _draft in (*work.new, *work.fills)]
    values = [(identity.get_db_prep_value(row.card_uuid, connection), row.pk) for row in done]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE customers_importrow SET applied = TRUE, draft = '{}', card_uuid = %s WHERE id = %s", values
        )
    for row in work.late:
        row.outcome, row.chosen, row.draft = Outcome.DUPLICATE, False, {}
        row.findings = [*row.findings, about(row.row, "came_meanwhile").as_json()]
    if work.late:
        ImportRow.objects.bulk_update(work.late, ["outcome", "chosen", "draft", "findings"])


def _count_on(found: ImportBatch, rows: int) -> None:
    ImportBatch.objects.filter(pk=found.pk).update(rows_done=F("rows_done") + rows)


def _finish(found: ImportBatch, by: Actor) -> None:
    """What was not taken over is forgotten, the file and its key go, and the log says that it is done."""
    while pks := list(found.rows.exclude(draft={}).values_list("pk", flat=True)[: CHUNK * 5]):
        found.rows.filter(pk__in=pks).update(draft={})
    sealed.destroy(found.uuid)
    at = clock.now()
    counts = result_counts(found)
    facts = {"company": found.company_id, **counts}
    with act(events.IMPORT_APPLIED, by=by, at=at, obj=found.uuid, facts=facts):
        locked = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=State.APPLYING)
        if locked.first() is not None:
            end(found, State.DONE, at, counts={**found.counts, "done": counts})


def result_counts(found: ImportBatch) -> dict[str, int]:
    """Cards made, cards filled and rows left."""
    rows = found.rows.order_by().values_list("outcome", "applied").annotate(n=Count("pk"))
    counts = {"created": 0, "filled": 0, "left": 0}
    for outcome, applied, count in rows:
        counts["left" if not applied else "filled" if outcome == Outcome.UPDATE else "created"] += count
    return counts
