"""From the sealed file to staged rows: in the background, in small transactions, going on where a killed worker was."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from klantkaart.kernel import clock
from klantkaart.kernel.errors import DomainError

from ..bulk import insert_values
from ..intake.mapping import Mapping
from ..intake.reader import Outcome, ReadOptions, iter_drafts, table_findings
from ..models import ImportBatch, ImportRow
from . import sealed
from .ending import fail
from .kept import kept
from .matching import Matcher

CHUNK = 500
_COLUMNS = ("batch", "row", "outcome", "chosen", "draft", "findings", "card_uuid", "applied")
State = ImportBatch.State
log = logging.getLogger(__name__)


def read(batch: UUID) -> None:
    """Stage what the file holds. Does nothing for a batch that is not being read; a file that turns out unreadable
    ends the batch with its sentence. Sentences that are kept are in the language of who began the import."""
    found = ImportBatch.objects.select_related("made_by").filter(uuid=batch, state=State.READING).first()
    if found is not None:
        with translation.override(found.made_by.language if found.made_by else translation.get_language()):
            _read(found)


def _read(found: ImportBatch) -> None:
    try:
        _stage(found)
    except DomainError as refusal:
        fail(found, str(refusal), at=clock.now())
    except Exception:
        fail(
            found,
            _("Het lezen is door een fout gestopt. Er is niets overgenomen. Probeer het opnieuw."),
            at=clock.now(),
        )
        raise


def _stage(found: ImportBatch) -> None:
    mapping = Mapping.from_json(found.mapping)
    matcher = Matcher(found.company_id)
    done = found.rows.count()
    with sealed.opened(found) as table:
        options = ReadOptions(include_inactive=True, answers=dict(found.options.get("answers", {})))
        outcomes = iter_drafts(table, mapping, options)
        for outcome in islice(outcomes, done):
            if outcome.draft is not None:
                matcher.remember(outcome.draft)
        for chunk in chunks(outcomes, CHUNK):
            rows = staged(chunk, matcher)
            if not _save(found, rows, done):
                return
            done += len(rows)
        told = [finding.as_json() for finding in table_findings(table, mapping)]
    _finish(found, done, told)


def chunks(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    """Lists of at most ``size``."""
    iterator = iter(outcomes)
    while chunk := list(islice(iterator, size)):
        yield chunk


@dataclass(frozen=True, slots=True)
class Staged:
    """What will happen with one outcome; the values of an ``ImportRow``."""

    row: int
    outcome: str
    chosen: bool
    draft: dict[str, Any]
    findings: list[dict[str, Any]]
    card: UUID | None = None


def staged(outcomes: list[Outcome], matcher: Matcher) -> list[Staged]:
    """Says what will happen with each outcome."""
    matches = iter(matcher.match([outcome.draft for outcome in outcomes if outcome.draft is not None]))
    rows = []
    for outcome in outcomes:
        findings = [finding.as_json() for finding in outcome.findings]
        if outcome.draft is None:
            rows.append(Staged(outcome.row, ImportRow.Outcome.REFUSED.value, False, {}, findings))
            continue
        match = next(matches)
        findings += [finding.as_json() for finding in match.findings]
        rows.append(Staged(outcome.row, str(match.outcome), match.chosen, kept(match.draft), findings, match.card))
    return rows


def _save(found: ImportBatch, rows: list[Staged], done: int) -> bool:
    """One chunk, in a transaction of its own; False when the batch was stopped or another worker is at it."""
    with transaction.atomic():
        now = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=State.READING).first()
        if now is None or now.rows_done != done:
            return False
        insert_values(ImportRow, _COLUMNS, [_values(found.pk, row) for row in rows])
        now.rows_done = done + len(rows)
        now.save(update_fields=["rows_done"])
    return True


def _values(batch: int, row: Staged) -> tuple[object, ...]:
    """A staged row as the database takes it."""
    card = row.card.hex if row.card else None
    return batch, row.row, row.outcome, row.chosen, json.dumps(row.draft), json.dumps(row.findings), card, False


def _finish(found: ImportBatch, done: int, told: list[dict[str, object]]) -> None:
    with transaction.atomic():
        now = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=State.READING).first()
        if now is not None and now.rows_done == done:
            now.state, now.rows_total = State.PREVIEW, done
            now.counts = {"sheet": told}
            now.save(update_fields=["state", "rows_total", "counts"])
