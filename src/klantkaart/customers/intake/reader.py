"""Rows in, drafts and findings out, one customer at a time: a large file needs no more memory than a small one."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from klantkaart.kernel.text import fold

from .cells import Kind, Row
from .clean import draft_of, name_of
from .codes import CHOICES
from .customer import Customer
from .drafts import CardDraft
from .findings import Finding, Level
from .groups import KEY_TARGETS, Groups, Key
from .mapping import Mapping
from .plan import Gathered, Plan, barred_columns
from .sniffing import bsn_columns
from .tables import Table
from .targets import NotTaken, Target, reason_sentence

_SHOWN = 80
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user chose for the whole file. ``answers``: a code of ``codes.CHOICES`` -> one of its choices."""

    include_inactive: bool = False
    answers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, answer in self.answers.items():
            if answer not in CHOICES.get(code, ()):
                raise ValueError(code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One customer read: its ``draft``, or None when the row was refused or left out; ``row`` is its first row."""

    row: int
    draft: CardDraft | None
    findings: tuple[Finding, ...]


def iter_drafts(table: Table, mapping: Mapping, options: ReadOptions | None = None) -> Iterator[Outcome]:
    """Every customer in the table, in the order in which their last rows stand.

    A cell that is refused does not lose its row; a row without a usable name or with an unusable number gives an
    outcome without draft. Grouped tables are read twice. Refuses a mapping without a name (``Mapping.check``).
    """
    mapping.check()
    chosen = options or ReadOptions()
    barred = barred_columns(mapping, bsn_columns(table))
    run = _Run(Plan.of(mapping, barred, table.sheet, chosen.answers), chosen, table.sheet)
    if mapping.grouped:
        run.groups = Groups(together=chosen.answers.get("same_name") == "together")
        keys = run.plan.only(KEY_TARGETS)
        run.groups.count(keys.read(row, []) for row in table.rows())
    for row in table.rows():
        outcome = run.take(row)
        if outcome is not None:
            yield outcome
    yield from run.rest()


def table_findings(table: Table, mapping: Mapping) -> list[Finding]:
    """What there is to say about the whole sheet: other sheets, hidden columns, columns that stay behind and why."""
    barred = barred_columns(mapping, bsn_columns(table))
    found = []
    if table.other_sheets:
        found.append(_sheet_finding(table, "", Level.NOTED, "other_sheets", sheets=", ".join(table.other_sheets)))
    taken = {choice.index for choice in mapping.taken} - barred
    for column in table.columns:
        if column.hidden and column.index in taken:
            found.append(_sheet_finding(table, column.label, Level.NOTED, "column_hidden"))
        if column.index in barred:
            found.append(_sheet_finding(table, column.label, Level.IGNORED, "column_bsn"))
    for choice in mapping.left:
        if choice.reason not in {NotTaken.EMPTY, NotTaken.BSN, None} and choice.index not in barred:
            reason = str(reason_sentence(choice.reason))
            found.append(_sheet_finding(table, choice.label, Level.IGNORED, "column_left", reason=reason))
    return found


def first_rows(table: Table, mapping: Mapping, count: int = 5) -> list[list[str]]:
    """The first rows as text for the mapping screen, cut to 80 characters; BSN columns are covered up."""
    barred = barred_columns(mapping, bsn_columns(table))
    return [
        [_HIDDEN if index in barred else _shown(row, index) for index in range(len(table.columns))]
        for row in table.sample[:count]
    ]


@dataclass(slots=True)
class _Run:
    """One reading of one table."""

    plan: Plan
    options: ReadOptions
    sheet: str
    groups: Groups | None = None
    open: dict[Key, Customer] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def take(self, row: Row) -> Outcome | None:
        """Read a row; the outcome when a customer is complete or the row is refused."""
        findings = self._about(row)
        gathered = self.plan.read(row, findings)
        name, has_company = name_of(gathered)
        refusal = self._refusal(gathered, name)
        if refusal is not None:
            return Outcome(row.number, None, (*findings, refusal))
        if self.groups is None:
            customer = self._new(name, gathered, findings, has_company=has_company)
            customer.add(gathered, name)
            return self._outcome(customer)
        return self._take_grouped(self.groups, gathered, findings, name, has_company=has_company)

    def rest(self) -> Iterator[Outcome]:
        """What is still open when the rows are done; nothing, unless the file changed under the reader."""
        for customer in self.open.values():
            yield self._outcome(customer)

    def _take_grouped(
        self, groups: Groups, row: Gathered, findings: list[Finding], name: str, *, has_company: bool
    ) -> Outcome | None:
        key, question = groups.key(row, name)
        if question is not None:
            findings.append(Finding(row.row, "", *question, sheet=self.sheet))
        if not key[0]:
            customer = self._new(name, row, findings, has_company=has_company)
            customer.add(row, name)
            return self._outcome(customer)
        known = self.open.get(key)
        if known is None:
            known = self.open[key] = self._new(name, row, findings, has_company=has_company)
        else:
            known.findings.extend(findings)
        known.add(row, name)
        return self._outcome(self.open.pop(key)) if groups.is_last(key) else None

    def _new(self, name: str, row: Gathered, findings: list[Finding], *, has_company: bool) -> Customer:
        return Customer(name, fold(name), has_company, self.sheet, self.options.answers, row.labels, findings=findings)

    def _outcome(self, customer: Customer) -> Outcome:
        draft = draft_of(customer)
        if draft.inactive and not self.options.include_inactive:
            customer.tell(customer.rows[0], Target.INACTIVE, Level.IGNORED, "inactive")
            return Outcome(customer.rows[0], None, tuple(customer.findings))
        return Outcome(customer.rows[0], draft, tuple(customer.findings))

    def _about(self, row: Row) -> list[Finding]:
        findings = []
        if row.hidden:
            findings.append(Finding(row.number, "", Level.NOTED, "hidden_row", self.sheet))
        if row.extra:
            facts = {"count": str(row.extra)}
            findings.append(Finding(row.number, "", Level.ASK, "extra_cells", self.sheet, facts))
        return findings

    def _refusal(self, row: Gathered, name: str) -> Finding | None:
        """Why this row is no customer, if so."""
        if Target.NUMBER in row.refused:
            return self._refused(row, Target.NUMBER, "number_refused")
        if not name:
            return self._refused(row, Target.NAME, "name_refused" if Target.NAME in row.refused else "no_name")
        number = row.one.get(Target.NUMBER, "")
        if number and self.groups is None:
            first = self.numbers.setdefault(number, row.row)
            if first != row.row:
                return self._refused(row, Target.NUMBER, "number_twice", first=str(first))
        return None

    def _refused(self, row: Gathered, target: Target, code: str, **facts: str) -> Finding:
        return Finding(row.row, row.labels.get(target, ""), Level.REFUSED_ROW, code, self.sheet, facts)


def _sheet_finding(table: Table, column: str, level: Level, code: str, **facts: str) -> Finding:
    return Finding(0, column, level, code, table.sheet, facts)


def _shown(row: Row, index: int) -> str:
    cell = row.cell(index)
    if cell.kind is Kind.FORMULA:
        return _("(formule)")
    if cell.kind is Kind.TOO_LONG:
        return _("(te lang)")
    value = " ".join(cell.value.split())
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
