"""What goes and what stays of one subject, why, and until when: the same rules as the due list, row by row.

Also answers "what if": ``assume`` gives dates that anchors do not have yet (this customer leaves on 1 May).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models

from . import registry
from .access import rows_about
from .declaration import Declaration
from .due import held
from .lapse import Reach, anchor_dates, row_dates
from .parameters import Terms
from .vocabulary import Basis, Purpose, Text

Assume = Mapping[int, Mapping[str, date]]


class Reason(StrEnum):
    """Why something goes or stays (ERA-1)."""

    TERM_OVER = "term_over"  # no purpose covers it any more
    RUNNING = "running"  # 17(1)(a) not met: a relationship goes on
    TERM = "term"  # a term of the company itself has not passed
    LEGAL_DUTY = "legal_duty"  # 17(3)(b)
    HOLD = "hold"  # 17(3)(e), or an inspection


@dataclass(frozen=True, slots=True)
class Fate:
    """Rows or fields of one declaration with the same end. ``until``: last day they are kept; None: no end known.
    ``company`` and ``person`` (keys) tell whose they are, when the plan was asked per company and person."""

    declaration: Declaration
    fields: tuple[str, ...]
    rows: int
    until: date | None
    reason: Reason
    purpose: Purpose | None
    company: int | None = None
    person: int | None = None

    @property
    def title(self) -> Text:
        return self.declaration.title

    @property
    def article(self) -> str:
        return str(self.purpose.article) if self.purpose and self.reason is Reason.LEGAL_DUTY else ""

    def goes_on(self, day: date) -> bool:
        """Whether it is due on that day."""
        return self.until is not None and self.until < day and self.reason is not Reason.HOLD


_End = tuple[date | None, Reason, str]  # last day, why, code of the purpose
_Whose = tuple[int | None, int | None]  # company, person


@dataclass(frozen=True, slots=True)
class _Anchor:
    pk: int
    company: int | None
    row: models.Model
    dates: Mapping[str, date]


def fates_of(
    subject: str,
    pk: int,
    *,
    on: date,
    assume: Assume | None = None,
    person: int | None = None,
    companies: Collection[int] | None = None,
    apart: bool = False,
) -> list[Fate]:
    """What happens to everything held on this subject; ``person`` and ``companies`` limit the rows as in an access
    copy. ``apart`` tells the rows of each company and each person apart. A handful of queries per declaration,
    whatever the tables hold."""
    planner = _Planner(subject, pk, on, assume or {}, person, companies, apart=apart)
    return [fate for declaration in registry.current().of_subject(subject) for fate in planner.of(declaration)]


def applying(subject: str, pk: int) -> frozenset[str]:
    """Purposes that cover this subject through at least one of its anchors (a prospect is not invoiced)."""
    planner = _Planner(subject, pk, date.min, {})
    return frozenset(code for code, anchors in planner.applying.items() if anchors)


class _Planner:
    def __init__(
        self,
        subject: str,
        pk: int,
        on: date,
        assume: Assume,
        person: int | None = None,
        companies: Collection[int] | None = None,
        *,
        apart: bool = False,
    ) -> None:
        self.apart = apart
        self.registry = registry.current()
        self.subject = self.registry.subjects[subject]
        self.pk, self.on, self.assume = pk, on, assume
        self.person, self.companies = person, companies
        self.terms = Terms.load()
        self.anchors = list(self._anchors())
        # Only purposes of this subject: what says when another applies may ask for columns its anchors do not have.
        used = {code for one in self.registry.of_subject(subject) for code in one.row_purposes}
        known = self.registry.purposes
        self.applying = {code: self._applying(known[code]) for code in sorted(used & set(known))}

    def _anchors(self) -> Iterator[_Anchor]:
        model = registry.model_of(self.subject.anchors or self.subject.model)
        path = self.subject.anchor_path if self.subject.anchors else "pk"
        for row in model._base_manager.filter(**{path: self.pk}):
            dates = {
                field: value
                for field in self.subject.events.values()
                if (value := self.assume.get(row.pk, {}).get(field) or getattr(row, field)) is not None
            }
            company = getattr(row, f"{self.subject.company}_id") if self.subject.company else None
            yield _Anchor(row.pk, company, row, dates)

    def _applying(self, purpose: Purpose) -> frozenset[int]:
        return frozenset(anchor.pk for anchor in self.anchors if _applies(purpose, anchor.row))

    def of(self, declaration: Declaration) -> Iterator[Fate]:
        """Rows with the same end are counted together."""
        rows = rows_about(declaration, self.pk, person=self.person, companies=self.companies)
        if rows is None:
            return
        dates = {name for purpose in self.registry.purposes.values() for name in row_dates(purpose, declaration)}
        links = [_attname(link) for link in (declaration.anchor, declaration.person) if link]
        on_hold = set(rows.filter(held(declaration, self.on)).values_list("pk", flat=True))
        counted: dict[tuple[_End, _Whose], int] = {}
        for row in rows.values(*dict.fromkeys(["pk", *sorted(dates), *links])):
            alike = self._end(declaration, row, held_row=row["pk"] in on_hold), self._whose(declaration, row)
            counted[alike] = counted.get(alike, 0) + 1
        for ((until, reason, code), (company, person)), rows_alike in counted.items():
            purpose = self.registry.purposes.get(code)
            yield Fate(declaration, (), rows_alike, until, reason, purpose, company, person)

    def _whose(self, declaration: Declaration, row: Mapping[str, Any]) -> _Whose:
        """Company and person of a row, when these are told apart."""
        if not self.apart:
            return None, None
        person = row[_attname(declaration.person)] if declaration.person else None
        anchor = row[_attname(declaration.anchor)] if declaration.anchor else None
        return next((one.company for one in self.anchors if one.pk == anchor), None), person

    def _end(self, declaration: Declaration, row: Mapping[str, object], *, held_row: bool) -> _End:
        ends = [
            (self._until(self.registry.purposes[code], declaration, row), code)
            for code in sorted(declaration.row_purposes)
            if code in self.registry.purposes and self._anchors_of(declaration, row, code)
        ]
        if held_row:
            return None, Reason.HOLD, ""
        endless = [code for until, code in ends if until is None]
        if endless or not ends:
            return None, Reason.RUNNING, endless[0] if endless else ""
        until, code = max((until, code) for until, code in ends if until is not None)
        if until < self.on:
            return until, Reason.TERM_OVER, code
        duty = Basis.LEGAL_DUTY in self.registry.purposes[code].basis.values() and self.registry.purposes[code].article
        return until, Reason.LEGAL_DUTY if duty else Reason.TERM, code

    def _anchors_of(self, declaration: Declaration, row: Mapping[str, object], code: str) -> list[_Anchor]:
        applying = [anchor for anchor in self.anchors if anchor.pk in self.applying[code]]
        if declaration.anchor:
            return [anchor for anchor in applying if anchor.pk == row[_attname(declaration.anchor)]]
        return applying

    def _until(self, purpose: Purpose, declaration: Declaration, row: Mapping[str, object]) -> date | None:
        """The last day this purpose covers the row: the latest of its anchors, each at the earliest of its starts."""
        latest = date.min
        for anchor in self._anchors_of(declaration, row, purpose.code):
            starts = [anchor.dates[name] for name in anchor_dates(purpose, self.subject) if name in anchor.dates]
            starts += [value for name in row_dates(purpose, declaration) if isinstance(value := row[name], date)]
            if not starts:
                return None
            last = min(self.terms.last_day(purpose.rule, anchor.company, start, on=self.on) for start in starts)
            latest = max(latest, last)
        return latest


def _attname(path: str) -> str:
    return "pk" if path == "pk" else path


def _applies(purpose: Purpose, anchor: models.Model) -> bool:
    """The few lookups a purpose may use, on a row that is already read."""
    for lookup, wanted in purpose.applies.items():
        name, _, kind = lookup.partition("__")
        value = getattr(anchor, name)
        if kind == "isnull":
            if (value is None) is not wanted:
                return False
        elif kind == "":
            if value != wanted:
                return False
        else:
            raise ValueError(f"A purpose cannot apply by {lookup!r}.")
    return True


def reach_of(declaration: Declaration) -> Reach:
    """How rows of this declaration lead to their subject."""
    return Reach.of(declaration)
