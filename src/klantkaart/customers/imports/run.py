"""Taking a file over in one go, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, Refused

from ..intake.files import open_file
from ..intake.findings import Finding
from ..intake.mapping import Mapping
from ..intake.reader import ReadOptions, iter_drafts, table_findings
from ..intake.tables import Table, read_table
from ..models import ImportBatch
from ..permissions import require
from . import applying, batches, reading
from .matching import Matcher
from .sentences import sentence_of


@dataclass(slots=True)
class Summary:
    """What a file holds and what became of it. ``outcomes`` counts rows by outcome; ``done`` is empty after a dry run.
    ``findings``: (row, column, level, sentence); row 0 is the whole sheet."""

    layout: str
    outcomes: dict[str, int] = field(default_factory=dict)
    findings: list[tuple[int, str, str, str]] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    batch: UUID | None = None


def run_file(*, path: str | Path, company: int, dry_run: bool, by: Actor, at: datetime) -> Summary:
    """Read a file and take over what needs no choice, here and now. With ``dry_run`` nothing is written. Refuses what
    ``start_import`` refuses, and a file whose columns somebody must choose first."""
    require(by, Right.CUSTOMERS_IMPORT, company)
    table = read_table(open_file(path))
    mapping, _known = batches.mapping_for(table, company)
    _refuse_nameless(mapping, Path(path).name)
    if dry_run:
        return _tried(table, mapping, company)
    unit = batches.start_import(file=path, name=Path(path).name, company=company, by=by, at=at, now=True)
    return _run(unit, by=by, at=at)


def _refuse_nameless(mapping: Mapping, name: str) -> None:
    """Before anything is kept: in the terminal nobody can choose columns."""
    try:
        mapping.check()
    except Invalid:
        raise Invalid(
            _(
                "%(file)s: het is niet duidelijk in welke kolom de naam staat. Geef die kolom het kopje 'Naam', of "
                "lees het bestand in op het scherm, bij Importeren."
            )
            % {"file": name},
            field="file",
        ) from None


def _run(unit: UUID, *, by: Actor, at: datetime) -> Summary:
    found = ImportBatch.objects.get(uuid=unit)
    if found.state == ImportBatch.State.MAPPING:
        try:
            batches.choose_mapping(batch=unit, mapping=Mapping.from_json(found.mapping), by=by, now=True)
        except BaseException:
            batches.cancel(batch=unit, by=by, at=at)
            raise
    reading.read(unit)
    found.refresh_from_db()
    if found.state == ImportBatch.State.FAILED:
        raise Refused(found.failure)
    summary = _summary(found)
    if found.rows.filter(chosen=True).exists():
        batches.begin_applying(batch=unit, by=by, now=True)
        applying.apply(unit)
        found.refresh_from_db()
        summary.done = found.counts["done"]
    else:
        batches.cancel(batch=unit, by=by, at=at)
        summary.done = {"created": 0, "filled": 0, "left": sum(summary.outcomes.values())}
    return summary


def _summary(found: ImportBatch) -> Summary:
    summary = Summary(found.layout, batch=found.uuid)
    counts: Counter[str] = Counter()
    summary.findings = [_line(kept) for kept in found.counts.get("sheet", [])]
    for outcome, findings in found.rows.order_by("row").values_list("outcome", "findings").iterator():
        counts[outcome] += 1
        summary.findings += [_line(kept) for kept in findings]
    summary.outcomes = dict(counts)
    return summary


def _tried(table: Table, mapping: Mapping, company: int) -> Summary:
    summary = Summary(mapping.layout)
    counts: Counter[str] = Counter()
    summary.findings = [_line(finding.as_json()) for finding in table_findings(table, mapping)]
    for row in _rows(table, mapping, company):
        counts[row[0]] += 1
        summary.findings += [_line(kept) for kept in row[1]]
    summary.outcomes = dict(counts)
    return summary


def _rows(table: Table, mapping: Mapping, company: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    matcher = Matcher(company)
    outcomes = iter_drafts(table, mapping, ReadOptions(include_inactive=True))
    for chunk in reading.chunks(outcomes, reading.CHUNK):
        for row in reading.staged(chunk, matcher):
            yield row.outcome, row.findings


def _line(kept: dict[str, Any]) -> tuple[int, str, str, str]:
    label = Finding.from_json(kept).level_label
    return kept["row"], kept["column"], label, sentence_of(kept)
