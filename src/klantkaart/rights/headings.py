"""What the answer to an access request is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from klantkaart.companies.controllers import Controller
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Store
from klantkaart.datamap.plan import applying
from klantkaart.datamap.vocabulary import Basis, Category, People, Purpose

from .about import PURPOSE, SUBJECT, About
from .copied import Part


class Incomplete(RuntimeError):
    """A heading is missing or empty: then nothing is handed out."""


@dataclass(frozen=True, slots=True)
class Point:
    """A term with what is said about it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the eleven: sentences, then points."""

    number: int
    title: str
    text: tuple[str, ...]
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What the headings are written from."""

    about: About
    parts: Sequence[Part]
    mentions: int

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Purposes of what is held that really cover this customer, and that have a ground for these people."""
        known = registry.current().purposes
        codes = {code for part in self.parts for code in part.section.declaration.row_purposes}
        codes |= {code for store in self.histories for code in store.purposes} | {PURPOSE}
        codes &= applying(SUBJECT, self.about.card.pk)
        return tuple(one for code, one in known.items() if code in codes and self.grounds(one))

    def grounds(self, purpose: Purpose) -> dict[People, Basis]:
        """The ground per kind of person that this print-out is about."""
        return {who: basis for who in self.about.people if (basis := purpose.basis_for(who))}

    @property
    def histories(self) -> tuple[Store, ...]:
        """Where it is kept who looked and what changed: that is about everybody who is printed."""
        return tuple(store for store in self.stores if store.category is Category.HISTORY)

    @property
    def stores(self) -> tuple[Store, ...]:
        """Places beside the tables that may hold something about these people."""
        return tuple(
            store
            for store in registry.current().stores.values()
            if store.personal and set(store.people) & set(self.about.people)
        )


def reached(company: Controller) -> str:
    """Where the company is and whom to ask there."""
    where = [*company.address, _("KvK %(number)s") % {"number": company.kvk_number} if company.kvk_number else ""]
    whom = company.reach or (_("dit bedrijf heeft nog geen aanspreekpunt ingevuld"),)
    return ", ".join(filter(None, [*where, *whom]))
