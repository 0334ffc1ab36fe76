"""Register rows (art. 30(1)): a processing per purpose, filled from what the declarations and stores say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from . import registry
from .parameters import Terms
from .vocabulary import Basis, Category, People, Purpose


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of the register. ``bases``: ground per kind of person. ``places``: models and stores that hold it."""

    purpose: Purpose
    people: tuple[People, ...]
    categories: tuple[Category, ...]
    bases: tuple[tuple[People, Basis], ...]
    term: str
    source: str
    places: tuple[str, ...]


def processings(on: date) -> Iterator[Processing]:
    """The register as it is on that day; purposes that nothing uses are left out."""
    terms = Terms.load()
    for purpose in registry.current().purposes.values():
        row = _processing(purpose, terms, on)
        if row.places:
            yield row


def _processing(purpose: Purpose, terms: Terms, on: date) -> Processing:
    people: dict[People, None] = {}
    categories: dict[Category, None] = {}
    places: dict[str, None] = {}
    for declaration in registry.current().declarations.values():
        used = declaration.fields_for([purpose.code])
        if used or purpose.code in declaration.purposes:
            places[str(declaration.title)] = None
            people.update(dict.fromkeys(declaration.people))
            categories.update(dict.fromkeys(declaration.personal[name].category for name in used))
    for store in registry.current().stores.values():
        if purpose.code in store.purposes:
            places[str(store.title)] = None
            people.update(dict.fromkeys(store.people))
            categories[store.category] = None
    term = terms.period(purpose.rule, None, on)
    bases = tuple((who, basis) for who in people if (basis := purpose.basis_for(who)))
    return Processing(purpose, tuple(people), tuple(categories), bases, str(term), purpose.rule.source, tuple(places))
