"""One card: all that a screen shows of it, a part of it for a form, its name. Opening one is logged (P02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import record_read
from klantkaart.datamap.reads import Reading, read, readable
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound

from .. import events
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship, Stage
from ..parts import PARTS, fingerprint
from ..permissions import find_card, visible_cards
from .purposes import main_purpose, of_card, reading
from .review import needs_review
from .rows import combined_stage, grouped


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact with the ways to reach them."""

    contact: Reading
    channels: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """The card as the log knows it; no screen shows this."""

    uuid: UUID
    log_salt: bytes


@dataclass(frozen=True, slots=True)
class CardView:
    """All a screen needs of one card, as far as the reader's purposes reach. ``withheld``: something was left out
    because no purpose of this reader covers it. ``elsewhere``: how many companies this reader is not
    of have a relationship too. ``seen``: part uuid -> fingerprint, for forms."""

    card: Reading
    stage: Stage
    relationships: tuple[Reading, ...]
    contacts: tuple[ContactView, ...]
    channels: tuple[Reading, ...]
    addresses: tuple[Reading, ...]
    bank: tuple[Reading, ...]
    notes: tuple[Reading, ...]
    purposes: frozenset[str]
    rights: frozenset[str]
    needs_review: bool
    subject: Who
    elsewhere: int = 0
    withheld: bool = False
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def purpose(self) -> str:
        """What this reader mostly reads for: kept in the log."""
        return main_purpose(self.purposes)


def open_card(*, card: UUID, by: Actor, at: datetime) -> CardView:
    """The card for the screen; the read is logged with its purpose. Refuses (NotFound) a card that is not there for
    this person. Parts whose purposes the person lacks are left out."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_VIEW)
    view = _view(found, by)
    record_read(
        events.OPENED,
        by=by,
        at=at,
        about=found,
        purpose=main_purpose(view.purposes),
        facts={"parts": len(view.contacts)},
    )
    return view


def view_card(*, card: UUID, by: Actor) -> CardView:
    """The card for a screen that logs its own read (a plan, a print-out). Refuses (NotFound) as ``open_card``."""
    return _view(find_card(card, by=by, right=Right.CUSTOMERS_VIEW), by)


def _view(found: Card, by: Actor) -> CardView:
    purposes, lawful = of_card(by), reading(by)
    mine = Relationship.objects.filter(card=found)
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        mine = mine.filter(company__in=companies)
    mine = mine.annotate(ties=Count("card__relationships"))
    relationships = read(mine, lawful, also=["company__name", "company__accent", "ties"])
    channels = grouped(read(Channel.objects.filter(card=found), lawful), "contact")
    contacts = read(Contact.objects.filter(card=found), lawful)
    may_see_bank = by.holds(Right.BANK_VIEW) and "invoicing" in lawful
    may_see_notes = by.holds(Right.NOTES_VIEW)
    card = read(Card.objects.filter(pk=found.pk), lawful)[0]
    today = clock.today()
    return CardView(
        card=card,
        stage=combined_stage(relationships, today),
        relationships=tuple(relationships),
        contacts=tuple(ContactView(row, tuple(channels.get(row.pk, []))) for row in contacts),
        channels=tuple(channels.get(None, [])),  # type: ignore[call-overload]  # no contact: of the customer itself
        addresses=tuple(read(Address.objects.filter(card=found), lawful)),
        bank=tuple(read(BankAccount.objects.filter(card=found), lawful)) if may_see_bank else (),
        notes=tuple(_notes(found, companies, lawful)) if may_see_notes else (),
        purposes=purposes,
        rights=_rights(by, relationships),
        needs_review=needs_review(card.reviewed_on, today),
        elsewhere=relationships[0].ties - len(relationships) if relationships else 0,
        subject=Who(found.uuid, bytes(found.log_salt)),
        withheld=not may_see_bank or not may_see_notes,
    )


def _notes(card: Card, companies: frozenset[int] | None, purposes: Iterable[str]) -> list[Reading]:
    rows = Note.objects.filter(relationship__card=card).order_by("-written_at")
    if companies is not None:
        rows = rows.filter(relationship__company__in=companies)
    return read(rows[:200], purposes, also=["written_by__name"])


def _rights(by: Actor, relationships: Iterable[Reading]) -> frozenset[str]:
    """Rights the person holds at a company of this card."""
    companies = [row.company for row in relationships]
    return frozenset(str(right) for right in Right if any(by.holds(right, company) for company in companies))


def part_values(*, card: UUID, part: str, uuid: UUID, by: Actor) -> tuple[dict[str, Any], str]:
    """What a form shows of a part, as far as this person's purposes reach, and the fingerprint of all of it that the
    form hands back on saving."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    kind = PARTS[part]
    row = kind.model._base_manager.filter(uuid=uuid, **kind.of_card(found)).first()
    if row is None:
        raise NotFound(_("Dit onderdeel van de kaart is er niet meer. Laad de kaart opnieuw."))
    values = kind.values_of(row)
    _names, withheld = readable(kind.model, reading(by))
    return {name: value for name, value in values.items() if name not in withheld}, fingerprint(values)


def find_uuid(number: str, *, by: Actor, company: int | None = None) -> list[UUID]:
    """Cards with that customer number, at the companies this person may see."""
    rows = Relationship.objects.filter(number=number)
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        rows = rows.filter(company__in=companies)
    if company is not None:
        rows = rows.filter(company=company)
    return list(rows.values_list("card__uuid", flat=True))


def card_names(cards: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """Names of these cards, as far as this person may see them. One query."""
    return {row.uuid: str(row.name) for row in read(visible_cards(by).filter(uuid__in=list(cards)), reading(by))}


def card_name(*, card: UUID, by: Actor) -> str:
    """Its name, empty for who may not see it. One query."""
    return card_names([card], by=by).get(card, "")


def subject_of(*, card: UUID, by: Actor, right: str = Right.CUSTOMERS_VIEW) -> Card:
    """The card as the log knows it (uuid and salt), for history and print-out."""
    return find_card(card, by=by, right=right)
