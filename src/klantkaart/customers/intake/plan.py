"""How each target is read, and a row read that way: its values per target, its findings, what was refused."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Self

from klantkaart.kernel.errors import Invalid

from . import identifiers, reach, values
from .around import Around, One, Several, Unfit
from .cells import Kind, Row
from .dressing import DRESS, LONGEST_PLACEHOLDER, ODD_KINDS, undressed
from .findings import Finding, Level, shape_of
from .mapping import Choice
from .mapping import Mapping as ColumnMapping
from .targets import NotTaken, Target

_READ: dict[Target, One | Several] = {
    Target.NUMBER: identifiers.number,
    Target.NAME: values.line(values.NAME),
    Target.KVK: identifiers.kvk,
    Target.ESTABLISHMENT: identifiers.establishment,
    Target.VAT_ID: identifiers.vat_id,
    Target.PHONE: reach.phones,
    Target.MOBILE: reach.phones,
    Target.CONTACT_PHONE: reach.phones,
    Target.CONTACT_MOBILE: reach.phones,
    Target.EMAIL: reach.emails,
    Target.EMAIL_AND_INVOICES: reach.emails,
    Target.CONTACT_EMAIL: reach.emails,
    Target.INVOICE_EMAIL: reach.emails,
    Target.WEBSITE: reach.website,
    Target.CONTACT_FUNCTION: values.line(values.FUNCTION),
    Target.CONTACT_ATTENTION: values.lines(values.CONTACT),
    Target.IBAN: identifiers.ibans,
    Target.SEPA_IBAN: identifiers.iban,
    Target.BIC: identifiers.bic,
    Target.SEPA_BIC: identifiers.bic,
    Target.SINCE: values.since,
    Target.SERVICE: values.services,
    Target.PAYMENT_TERM: values.term,
    Target.NOTES: values.note,
    Target.INACTIVE: values.yes_no,
    Target.LEGACY_ID: identifiers.legacy_id,
}
_STREET, _CITY, _CONTACT = values.line(values.STREET), values.line(values.CITY), values.line(values.CONTACT)
_FIRST = "country"
_TEXT = Kind.TEXT


def reader_of(target: Target) -> One | Several:
    """The cleaner for a target; what is not in the table is a part of an address or a name."""
    if target in _READ:
        return _READ[target]
    use, _dot, part = target.value.partition(".")
    if part == "postcode":
        return identifiers.postcode(use)
    if part == "country":
        return identifiers.country(use)
    if part == "city":
        return _CITY
    return _STREET if part in {"street", "house", "addition", "extra", "second_line", "company"} else _CONTACT


class Gathered:
    """What a row holds, cleaned: ``one`` value where one fits, ``several`` where columns and lists add up."""

    __slots__ = ("labels", "one", "refused", "row", "several")

    def __init__(self, row: int, labels: Mapping[Target, str]) -> None:
        self.row = row
        self.labels = labels
        self.one: dict[Target, str] = {}
        self.several: dict[Target, list[str]] = {}
        self.refused: set[Target] = set()

    def add(self, target: Target, values: list[str]) -> None:
        """Add to what other columns gave, nothing twice."""
        known = self.several.get(target)
        if known is None:
            self.several[target] = values
        else:
            known.extend(value for value in values if value not in known)


class Step(NamedTuple):
    """One column that is read; ``at`` is its place in the row."""

    at: int
    target: Target
    label: str
    read: One | Several


class Plan:
    """A mapping made ready to read rows with; BSN columns are not in it, whatever the mapping says."""

    def __init__(self, steps: Iterable[Step], sheet: str, answers: Mapping[str, str]) -> None:
        self.steps = tuple(steps)
        self.labels = {step.target: step.label for step in self.steps}
        self.sheet = sheet
        self._around = Around(answers)

    @classmethod
    def of(cls, mapping: ColumnMapping, barred: frozenset[int], sheet: str, answers: Mapping[str, str]) -> Self:
        """The plan of a mapping, without the barred columns."""
        return cls(_steps([choice for choice in mapping.taken if choice.index not in barred]), sheet, answers)

    def only(self, targets: frozenset[Target]) -> Self:
        """The same, reading just these targets (to find out which rows belong together)."""
        return type(self)((step for step in self.steps if step.target in targets), self.sheet, self._around.answers)

    def read(self, row: Row, findings: list[Finding]) -> Gathered:
        """Clean every mapped cell of the row; what cannot be used becomes a finding and nothing else is lost."""
        gathered = Gathered(row.number, self.labels)
        around, cells, kinds = self._around, row.values, row.kinds
        around.countries.clear()
        for step in self.steps:
            at, target, _label, read = step
            value = cells[at]
            kind = _TEXT if kinds is None else kinds[at]
            if not value and kind not in ODD_KINDS:
                continue
            try:
                value = value.strip()
                if len(value) <= LONGEST_PLACEHOLDER or value[0] in DRESS:
                    value = undressed(value, kind, around)
                    if not value:
                        continue
                found = read(value, kind, around)
            except (Unfit, Invalid) as problem:
                self._refuse(step, value, problem, gathered, findings)
                continue
            finally:
                if around.told:
                    self._tell(step, cells[at], row.number, findings)
            if isinstance(found, str):
                gathered.one[target] = found
            else:
                gathered.add(target, found)
        return gathered

    def _refuse(
        self, step: Step, value: str, problem: Unfit | Invalid, gathered: Gathered, findings: list[Finding]
    ) -> None:
        if isinstance(problem, Unfit):
            code, level, facts = problem.code, problem.level, problem.facts
        else:
            code, level, facts = "invalid", Level.REFUSED_CELL, {"reason": str(problem.message)}
        if level is not Level.IGNORED:
            gathered.refused.add(step.target)
        shape = "" if code == "bsn" else shape_of(value.strip())
        findings.append(Finding(gathered.row, step.label, level, code, self.sheet, facts, shape))

    def _tell(self, step: Step, value: str, row: int, findings: list[Finding]) -> None:
        for code, level, facts in self._around.told:
            findings.append(Finding(row, step.label, level, code, self.sheet, facts, shape_of(value.strip())))
        self._around.told.clear()


def barred_columns(mapping: ColumnMapping, by_content: frozenset[int]) -> frozenset[int]:
    """Columns with BSNs: those found now, and those a mapping was told of."""
    return by_content | {choice.index for choice in mapping.left if choice.reason is NotTaken.BSN}


def _steps(taken: list[Choice]) -> Iterator[Step]:
    """In the order of the columns, countries first: telephone numbers and postcodes depend on them."""
    ordered = sorted(taken, key=lambda choice: choice.target is None or not choice.target.value.endswith(_FIRST))
    for choice in ordered:
        if choice.target is not None:
            yield Step(choice.index, choice.target, choice.label, reader_of(choice.target))
