"""Whom a print-out is about, and which companies answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies.controllers import Agreed, Controller, arrangements, controllers
from klantkaart.customers.models import Card, Contact, Relationship
from klantkaart.customers.permissions import find_card
from klantkaart.datamap.reads import serves
from klantkaart.datamap.vocabulary import People
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound

SUBJECT = "customer"
PURPOSE = "rights"


@dataclass(frozen=True, slots=True)
class About:
    """The customer as a whole, or one ``contact`` who gets only their own data (DSR-10).

    ``name`` is the customer's and ``contact_name`` the contact's, as far as they serve a purpose. ``companies`` answer
    in this print-out: those where the maker may print. ``elsewhere`` also have this customer; what belongs to their
    relationship is left out, and said to be.
    """

    card: Card
    contact: Contact | None
    companies: tuple[Controller, ...]
    elsewhere: tuple[Controller, ...]
    shared: tuple[Agreed, ...]
    hidden: frozenset[UUID]
    name: str
    contact_name: str
    number: str
    at: datetime

    @property
    def on(self) -> date:
        return clock.local(self.at).date()

    @property
    def person(self) -> int | None:
        return self.contact.pk if self.contact is not None else None

    @property
    def company_ids(self) -> frozenset[int]:
        return frozenset(company.pk for company in self.companies)

    @property
    def is_contact(self) -> bool:
        return self.contact is not None

    @property
    def people(self) -> tuple[People, ...]:
        """Whose data it is: that decides the ground of every purpose (domain 1.2)."""
        if self.is_contact or not self.card.is_person:
            return (People.CONTACT,)
        return (People.CUSTOMER, People.CONTACT)


def about(*, card: UUID, contact: UUID | None, by: Actor, at: datetime) -> About:
    """Refuses (NotFound, NotAllowed) a card that ``by`` may not see or print, and a contact who is not on it."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_PRINT)
    person = _contact(found, contact)
    ties = list(Relationship.objects.filter(card=found).order_by("pk"))
    mine = [tie for tie in ties if by.holds(Right.CUSTOMERS_PRINT, tie.company_id)]
    known = {company.pk: company for company in controllers(tie.company_id for tie in ties)}
    return About(
        card=found,
        contact=person,
        companies=tuple(known[tie.company_id] for tie in mine),
        elsewhere=tuple(known[tie.company_id] for tie in ties if tie not in mine),
        shared=tuple(arrangements(clock.local(at).date(), among=list(known))),
        hidden=frozenset(tie.uuid for tie in ties if tie not in mine),
        name=_told(found, "name"),
        contact_name=_told(person, "name"),
        number=next((_told(tie, "number") for tie in mine), ""),
        at=at,
    )


def _told(row: Card | Contact | Relationship | None, name: str) -> str:
    return str(getattr(row, name)) if row is not None and serves(type(row), name) else ""


def _contact(card: Card, contact: UUID | None) -> Contact | None:
    if contact is None:
        return None
    found = Contact.objects.filter(card=card, uuid=contact).first()
    if found is None:
        raise NotFound(_("Deze contactpersoon staat niet op deze kaart."))
    return found
