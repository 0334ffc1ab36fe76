"""The rows of the register of processing activities (AVG art. 30(1); REG-1), from what the declarations say today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.describe import Processing, processings, start_label
from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.vocabulary import Basis, Purpose, Sensitivity


@dataclass(frozen=True, slots=True)
class Ground:
    """Why it is lawful for one kind of person: in words first, the article behind them apart (art. 6(1))."""

    people: str
    ground: str
    article: str
    reason: str

    @property
    def said(self) -> str:
        """Ground and article in one, for paper."""
        return f"{self.ground} ({self.article})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: a table or another store. ``ends`` when it does not simply go after the term of its row."""

    title: str
    holds: str
    ends: str


@dataclass(frozen=True, slots=True)
class Row:
    """One processing. ``terms``: how long, per company when they differ; it holds for every category of the row."""

    code: str
    processing: str
    purpose: str
    people: tuple[str, ...]
    categories: tuple[str, ...]
    grounds: tuple[Ground, ...]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    transfers: tuple[str, ...]
    terms: tuple[str, ...]
    term_source: str
    places: tuple[Place, ...]
    elevated: tuple[str, ...]


def rows(on: date, companies: Mapping[int, str], terms: Terms | None = None) -> list[Row]:
    """The register on that day. ``companies``: key -> name, for terms of their own. Four queries at most."""
    terms = terms or Terms.load()
    return [_row(found, companies, terms, on) for found in processings(on, terms)]


def _row(found: Processing, companies: Mapping[int, str], terms: Terms, on: date) -> Row:
    purpose = found.purpose
    return Row(
        code=purpose.code,
        processing=str(purpose.label),
        purpose=str(purpose.sentence),
        people=tuple(str(who.label) for who in found.people),
        categories=tuple(str(category.label) for category in found.categories),
        grounds=tuple(_ground(purpose, who.label, basis) for who, basis in found.bases),
        sources=tuple(dict.fromkeys(_sources(found))),
        recipients=(_("Eigen medewerkers, ieder naar zijn rol. Er is geen andere ontvanger vastgelegd."),),
        transfers=(_("Geen doorgifte buiten de Europese Economische Ruimte vastgelegd."),),
        terms=_terms(purpose, companies, terms, on),
        term_source=found.source,
        places=tuple(_places(found)),
        elevated=tuple(dict.fromkeys(name for one in found.declarations for name in _elevated(one, purpose.code))),
    )


def _ground(purpose: Purpose, people: object, basis: Basis) -> Ground:
    reason = {Basis.LEGAL_DUTY: str(purpose.article), Basis.LEGITIMATE_INTEREST: str(purpose.interest)}.get(basis, "")
    article = _("AVG art. 6 lid 1 onder %(letter)s") % {"letter": basis.value}
    return Ground(str(people), str(basis.label), article, reason)


def _sources(found: Processing) -> Iterator[str]:
    if not found.declarations:
        yield _("door het bedrijf vastgelegd")
    for declaration in found.declarations:
        if declaration.source:
            yield str(declaration.source)
            continue
        given = {declaration.personal[name].provided for name in declaration.fields_for([found.purpose.code])}
        if True in given:
            yield _("van de persoon zelf of van de klant")
        if False in given:
            yield _("door het bedrijf vastgelegd")


def _terms(purpose: Purpose, companies: Mapping[int, str], terms: Terms, on: date) -> tuple[str, ...]:
    group = terms.period(purpose.rule, None, on)
    said = [_since(purpose, str(group))]
    for company, name in companies.items():
        own = terms.period(purpose.rule, company, on)
        if own != group:
            said.append(f"{name}: {_since(purpose, str(own))}")
    return tuple(said)


def _since(purpose: Purpose, period: str) -> str:
    starts = _(" of ").join(dict.fromkeys(str(start_label(start)) for start in purpose.rule.starts))
    if purpose.rule.book_year:
        return _("%(period)s na het einde van het boekjaar van: %(starts)s") % {"period": period, "starts": starts}
    return _("%(period)s na: %(starts)s") % {"period": period, "starts": starts}


def _places(found: Processing) -> Iterator[Place]:
    for declaration in found.declarations:
        names = declaration.fields_for([found.purpose.code])
        kinds = dict.fromkeys(str(declaration.personal[name].category.label) for name in names)
        holds = ", ".join(kinds) or _("alleen technische kenmerken")
        yield Place(str(declaration.title), holds, "")
    for store in found.stores:
        yield Place(str(store.title), str(store.holds), str(store.ends))


def _elevated(declaration: Declaration, code: str) -> Iterator[str]:
    """Categories that ask for more than ordinary care."""
    for name in declaration.fields_for([code]):
        personal = declaration.personal[name]
        if personal.sensitivity is not Sensitivity.ORDINARY:
            yield str(personal.category.label)
