"""Register rows (art. 30(1)): a processing per purpose, filled from what the declarations and stores say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from . import registry
from .declaration import Declaration, Store
from .parameters import Terms
from .vocabulary import AnchorEvent, Basis, Category, People, Purpose, RowEvent, Start, Text


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of the register. ``bases``: ground per kind of person. ``places``: titles of ``declarations`` and
    ``stores``, the models and other places that hold it."""

    purpose: Purpose
    people: tuple[People, ...]
    categories: tuple[Category, ...]
    bases: tuple[tuple[People, Basis], ...]
    term: str
    source: str
    places: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    stores: tuple[Store, ...]


def processings(on: date, terms: Terms | None = None) -> Iterator[Processing]:
    """The register as it is on that day; purposes that nothing uses are left out. ``terms``: read before."""
    terms = terms or Terms.load()
    for purpose in registry.current().purposes.values():
        row = _processing(purpose, terms, on)
        if row.places:
            yield row


def _processing(purpose: Purpose, terms: Terms, on: date) -> Processing:
    known = registry.current()
    held_in = [one for one in known.declarations.values() if purpose.code in one.row_purposes]
    stores = [one for one in known.stores.values() if purpose.code in one.purposes]
    places: list[Declaration | Store] = [*held_in, *stores]
    people = dict.fromkeys(who for one in places for who in one.people)
    categories = dict.fromkeys(
        [
            *(one.personal[name].category for one in held_in for name in one.fields_for([purpose.code])),
            *(store.category for store in stores),
        ]
    )
    return Processing(
        purpose,
        tuple(people),
        tuple(categories),
        tuple((who, basis) for who in people if (basis := purpose.basis_for(who))),
        str(terms.period(purpose.rule, None, on)),
        str(purpose.rule.source),
        tuple(dict.fromkeys(str(one.title) for one in places)),
        tuple(held_in),
        tuple(stores),
    )


_STARTS: dict[Start, Text] = {
    AnchorEvent("approached"): _("het eerste contact"),
    AnchorEvent("ended"): _("het einde van de relatie of het dienstverband"),
    RowEvent("ended"): _("het einde van het onderdeel zelf"),
    RowEvent("begun"): _("het begin van de import"),
    RowEvent("issued"): _("de dag waarop het is uitgegeven"),
    RowEvent("closed"): _("de dag waarop het is afgesloten"),
}


def start_label(start: Start) -> Text:
    """What starts a term, in words; an event that has none yet by its own name."""
    return _STARTS.get(start, start.name)
