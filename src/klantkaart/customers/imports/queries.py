"""What screens show of an import. What was read from the file comes through purpose-bound reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.datamap.reads import may_read, read
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.sheets import Value

from ..intake.codes import CHOICES
from ..intake.findings import Finding
from ..intake.layouts import LAYOUTS
from ..intake.mapping import Mapping as Columns
from ..intake.reader import first_rows
from ..intake.targets import Target, reason_sentence, target_label
from ..models import ImportBatch, ImportRow
from . import sealed
from .batches import find_batch
from .sentences import sentence_of

PAGE = 50
PURPOSES = ("importing",)
Outcome = ImportRow.Outcome
TONES = {
    Outcome.NEW: "green",
    Outcome.UPDATE: "blue",
    Outcome.DUPLICATE: "grey",
    Outcome.ASK: "amber",
    Outcome.SUPPRESSED: "amber",
    Outcome.REFUSED: "red",
}


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import in a list."""

    uuid: UUID
    company: int
    state: str
    state_label: str
    layout: str
    created_at: datetime
    done: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """Rows with one outcome, and how many of those are chosen."""

    outcome: str
    label: str
    tone: str
    count: int
    chosen: int


@dataclass(frozen=True, slots=True)
class BatchView(BatchLine):
    """All a screen needs of one import. ``taken``: column and where it goes; ``left``: column and why not;
    ``sheet``: what there is to say about the sheet; ``chosen``: rows that will be taken over."""

    rows_done: int
    rows_total: int
    failure: str
    tiles: Sequence[Tile]
    chosen: int
    taken: Sequence[tuple[str, str]]
    left: Sequence[tuple[str, str]]
    sheet: Sequence[str]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in words."""

    level: str
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the preview. ``card``: whom it was recognised as, or what it became."""

    row: int
    outcome: str
    label: str
    tone: str
    name: str
    number: str
    chosen: bool
    applied: bool
    may_choose: bool
    erased: bool
    card: UUID | None
    findings: Sequence[FindingView] = field(default_factory=tuple)


def list_batches(*, by: Actor, limit: int = 20) -> list[BatchLine]:
    """The latest imports of the companies this person may import for."""
    rows = ImportBatch.objects.all()
    companies = by.companies_with(Right.CUSTOMERS_IMPORT)
    if companies is not None:
        rows = rows.filter(company__in=companies)
    return [BatchLine(**_line(one)) for one in rows[:limit]]


def batch_view(*, batch: UUID, by: Actor) -> BatchView:
    """One import; NotFound for who may not import for its company. Two queries."""
    found = find_batch(batch, by=by)
    tiles = _tiles(found.rows.all())
    columns = Columns.from_json(found.mapping)
    return BatchView(
        **_line(found),
        rows_done=found.rows_done,
        rows_total=max(found.rows_total, found.rows_done),
        failure=found.failure,
        tiles=tiles,
        chosen=sum(tile.chosen for tile in tiles),
        taken=[(one.label, str(target_label(one.target))) for one in columns.taken if one.target],
        left=[(one.label, str(reason_sentence(one.reason))) for one in columns.left if one.reason],
        sheet=[sentence_of(kept) for kept in found.counts.get("sheet", []) if kept["code"] != "column_left"],
    )


def _line(found: ImportBatch) -> dict[str, Any]:
    labels = {layout.code: str(layout.label) for layout in LAYOUTS}
    return {
        "uuid": found.uuid,
        "company": found.company_id,
        "state": found.state,
        "state_label": found.get_state_display(),
        "layout": labels.get(found.layout, _("eigen indeling")),
        "created_at": found.created_at,
        "done": found.counts.get("done", {}),
    }


def _tiles(rows: QuerySet[ImportRow]) -> list[Tile]:
    counted = rows.order_by().values_list("outcome").annotate(n=Count("pk"), c=Count("pk", filter=Q(chosen=True)))
    found = {outcome: (count, chosen) for outcome, count, chosen in counted}
    return [Tile(one.value, str(one.label), TONES[one], *found.get(one.value, (0, 0))) for one in Outcome]


def rows_page(*, batch: UUID, by: Actor, outcome: str = "", only_findings: bool = False, page: int = 1) -> Page[Any]:
    """A page of rows; its ``object_list`` holds ``RowView``. What the reader has no purpose for is left empty."""
    rows = find_batch(batch, by=by).rows.order_by("row")
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    if only_findings:
        rows = rows.exclude(findings=[])
    found: Page[Any] = Paginator(rows, PAGE).get_page(page)
    purposes = PURPOSES if by.is_system else by.purposes(PURPOSES)
    wanted = [row.pk for row in found.object_list]
    found.object_list = [_row(one) for one in read(ImportRow.objects.filter(pk__in=wanted).order_by("row"), purposes)]
    return found


def _row(reading: Any) -> RowView:
    outcome = Outcome(reading.outcome)
    draft = reading.draft or {}
    return RowView(
        row=reading.row,
        outcome=outcome.value,
        label=str(outcome.label),
        tone=TONES[outcome],
        name=draft.get("name", ""),
        number=draft.get("number", ""),
        chosen=reading.chosen,
        applied=reading.applied,
        may_choose=bool(draft) and outcome != Outcome.REFUSED,
        erased=outcome == Outcome.SUPPRESSED,
        card=reading.card_uuid,
        findings=[_finding(kept) for kept in reading.findings or []],
    )


def _finding(kept: Mapping[str, Any]) -> FindingView:
    return FindingView(Finding.from_json(kept).level_label, kept["column"], sentence_of(kept))


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with what stands in it and where it goes (``target`` empty: nowhere, for that ``reason``)."""

    index: int
    label: str
    values: Sequence[str]
    target: str
    reason: str
    certain: bool
    barred: bool


def mapping_view(*, batch: UUID, by: Actor) -> tuple[Columns, list[ColumnView]]:
    """The columns of the sealed file with their first five values, and what was chosen or proposed for them."""
    found = find_batch(batch, by=by)
    columns = Columns.from_json(found.mapping)
    with sealed.opened(found) as table:
        values = first_rows(table, columns, 5)
    views = [
        ColumnView(
            index=one.index,
            label=one.label,
            values=[row[one.index] for row in values if row[one.index]],
            target=one.target.value if one.target else "",
            reason=str(reason_sentence(one.reason)) if one.reason else "",
            certain=one.certain,
            barred=one.reason == "bsn",
        )
        for one in columns.columns
    ]
    return columns, views


def targets() -> list[tuple[str, str]]:
    """Every place a column can go, with its name."""
    return [(target.value, str(target_label(target))) for target in Target]


def questions(*, batch: UUID, by: Actor) -> dict[str, tuple[int, str]]:
    """Questions about the whole file that came up: code -> (how often, the answer that holds)."""
    found = find_batch(batch, by=by)
    answers = found.options.get("answers", {})
    counted: dict[str, tuple[int, str]] = {}
    for _outcome, findings in _findings(found, by):
        for kept in findings:
            if kept["code"] in CHOICES:
                counted[kept["code"]] = (counted.get(kept["code"], (0, ""))[0] + 1, "")
    for code in answers:
        counted.setdefault(code, (0, ""))
    return {code: (count, answers.get(code) or CHOICES[code][0]) for code, (count, _answer) in counted.items()}


def report_lines(*, batch: UUID, by: Actor) -> Iterator[Sequence[Value]]:
    """The findings as a table to work through: heading, then a line each. Holds no values of cells."""
    found = find_batch(batch, by=by)
    yield (_("Blad"), _("Rij"), _("Kolom"), _("Uitkomst"), _("Soort"), _("Wat er is en wat je kunt doen"), _("Vorm"))
    for kept in found.counts.get("sheet", []):
        yield _report_line(kept, "")
    for outcome, findings in _findings(found, by):
        for kept in findings:
            yield _report_line(kept, str(Outcome(outcome).label))


def _findings(found: ImportBatch, by: Actor) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Outcome and findings of every row that has some, as far as this person may read them; not held all at once."""
    purposes = PURPOSES if by.is_system else by.purposes(PURPOSES)
    if may_read(ImportRow, "findings", purposes):
        yield from found.rows.exclude(findings=[]).order_by("row").values_list("outcome", "findings").iterator()


def _report_line(kept: Mapping[str, Any], outcome: str) -> Sequence[Value]:
    label = Finding.from_json(kept).level_label
    row = kept["row"] or None
    return (kept["sheet"], row, kept["column"], outcome, label, sentence_of(kept), kept["before_shape"])


def chosen_mapping(columns: Columns, chosen: Mapping[int, str], *, grouped: bool) -> Columns:
    """The columns with what was chosen on the screen. Refuses a place that does not exist, two columns in one place
    and a BSN column."""
    for index, value in chosen.items():
        if value and value not in set(Target):
            raise Invalid(_("Deze plaats op de klantkaart bestaat niet. Kies een plaats uit de lijst."))
        columns = columns.with_target(index, Target(value) if value else None)
    columns = replace(columns, grouped=grouped)
    columns.check()
    return columns


def with_choices(views: Sequence[ColumnView], chosen: Mapping[int, str]) -> list[ColumnView]:
    """The same columns, showing what was just chosen."""
    return [replace(view, target=chosen.get(view.index, view.target)) for view in views]
