"""Filling what is empty on a card that is there: never overwriting, and telling beforehand what it will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from klantkaart.audit.log import act
from klantkaart.companies.numbering import take_numbers
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.text import fold

from .. import events
from ..intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft, ContactDraft
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship
from .building import address_row, bank_row, channel_row, note_row

_CARD = ("kvk_number", "establishment_number", "vat_id")


@dataclass(slots=True)
class Held:
    """What a card holds that decides what is empty. Contacts by folded name; slots are (kind, use)."""

    card: Card
    relationship: Relationship | None = None
    slots: dict[int | None, set[tuple[str, str]]] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    contacts: dict[str, Contact] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    has_bank: bool = False
    has_note: bool = False


def held(cards: Iterable[int], company: int) -> dict[int, Held]:
    """What these cards hold; seven queries."""
    pks = list(cards)
    found = {card.pk: Held(card) for card in Card.objects.filter(pk__in=pks)}
    for relationship in Relationship.objects.filter(card__in=pks, company=company):
        found[relationship.card_id].relationship = relationship
    for contact in Contact.objects.filter(card__in=pks):
        found[contact.card_id].contacts[fold(contact.name)] = contact
    for channel in Channel.objects.filter(card__in=pks):
        here = found[channel.card_id]
        here.slots.setdefault(channel.contact_id, set()).add((channel.kind, channel.use))
        here.values.add(channel.value)
    for card, use in Address.objects.filter(card__in=pks).values_list("card_id", "use"):
        found[card].uses.add(use)
    for card in BankAccount.objects.filter(card__in=pks).values_list("card_id", flat=True):
        found[card].has_bank = True
    notes = Note.objects.filter(relationship__card__in=pks, relationship__company=company)
    for card in notes.values_list("relationship__card_id", flat=True):
        found[card].has_note = True
    return found


@dataclass(slots=True)
class Fills:
    """What a draft adds to a card. ``joins``: it gets a relationship with the company first."""

    joins: bool = False
    card: dict[str, str] = field(default_factory=dict)
    relationship: dict[str, Any] = field(default_factory=dict)
    channels: list[tuple[Contact | None, ChannelDraft]] = field(default_factory=list)
    contacts: list[ContactDraft] = field(default_factory=list)
    functions: list[tuple[Contact, str]] = field(default_factory=list)
    addresses: list[AddressDraft] = field(default_factory=list)
    bank: list[BankDraft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def labels(self) -> list[str]:
        """Names of what is filled, for the preview; no values. Empty: there is nothing to do."""
        kinds = {"phone": _("telefoon"), "mobile": _("mobiel"), "email": _("e-mail"), "website": _("website")}
        uses = {"visiting": _("bezoekadres"), "postal": _("postadres"), "billing": _("factuuradres")}
        names = {"kvk_number": _("KvK-nummer"), "establishment_number": _("vestigingsnummer"), "vat_id": _("btw-id")}
        found = [_("relatie met dit bedrijf")] if self.joins else []
        found += [names[name] for name in self.card]
        found += [{"services": _("diensten"), "customer_since": _("klant sinds")}[name] for name in self.relationship]
        found += [kinds[channel.kind] for _contact, channel in self.channels]
        found += [_("contactpersoon")] if self.contacts else []
        found += [_("functie")] if self.functions else []
        found += [uses[address.use] for address in self.addresses]
        found += [_("IBAN")] if self.bank else []
        found += [_("notitie")] if self.notes else []
        return found


def fills_of(draft: CardDraft, here: Held) -> Fills:
    """What of the draft goes where nothing is yet."""
    fills = Fills(joins=here.relationship is None)
    for name in _CARD:
        if getattr(draft, name) and not getattr(here.card, name):
            fills.card[name] = getattr(draft, name)
    if draft.services and here.relationship is not None and not here.relationship.services:
        fills.relationship["services"] = ",".join(draft.services)
    fills.channels = [(None, channel) for channel in _free(draft.channels, here, None)]
    for contact in draft.contacts:
        known = here.contacts.get(fold(contact.name))
        if known is None:
            fills.contacts.append(contact)
            continue
        if contact.function and not known.function:
            fills.functions.append((known, contact.function))
        fills.channels += [(known, channel) for channel in _free(contact.channels, here, known.pk)]
    fills.addresses = [address for address in draft.addresses if address.use not in here.uses]
    fills.bank = [] if here.has_bank else list(draft.bank)
    fills.notes = [] if here.has_note else list(draft.notes)
    return fills


def _free(channels: Sequence[ChannelDraft], here: Held, contact: int | None) -> list[ChannelDraft]:
    taken = here.slots.get(contact, set())
    return [one for one in channels if (one.kind, one.use) not in taken and one.value not in here.values]


def fill(draft: CardDraft, here: Held, *, company: int, by: Actor, at: datetime) -> bool:
    """Write what is empty, as one act with one line in the log; False when there is nothing left to fill."""
    fills = fills_of(draft, here)
    if not fills.labels():
        return False
    facts = {"company": company, "filled": len(fills.labels())}
    with act(events.IMPORTED, by=by, at=at, about=here.card, facts=facts):
        _write_fields(fills, here)
        relationship = here.relationship or _join(draft, here.card, company)
        rows = _rows(fills, here.card, relationship, at)
        for row in rows:
            row.save(force_insert=True)
    return True


def _write_fields(fills: Fills, here: Held) -> None:
    changed: list[tuple[models.Model, dict[str, Any]]] = [(here.card, fills.card)]
    if here.relationship is not None:
        changed.append((here.relationship, fills.relationship))
    changed += [(contact, {"function": function}) for contact, function in fills.functions]
    for row, values in changed:
        if values:
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))


def _join(draft: CardDraft, card: Card, company: int) -> Relationship:
    """The card becomes a customer of this company too."""
    number = draft.number
    if not number or Relationship.objects.filter(company=company, number=number).exists():
        number = take_numbers(company=company, count=1)[0]
    since = draft.customer_since or clock.today()
    row = Relationship(card=card, company_id=company, number=number, customer_since=since)
    row.services = ",".join(draft.services)
    row.save(force_insert=True)
    return row


def _rows(fills: Fills, card: Card, relationship: Relationship, at: datetime) -> list[models.Model]:
    rows: list[models.Model] = [channel_row(card, contact, channel) for contact, channel in fills.channels]
    for draft in fills.contacts:
        contact = Contact(card=card, name=draft.name, function=draft.function, kind=draft.kind, source="import")
        contact.created_at = at
        rows += [contact, *(channel_row(card, contact, channel) for channel in draft.channels)]
    rows += [address_row(card, address) for address in fills.addresses]
    rows += [bank_row(card, account) for account in fills.bank]
    rows += [note_row(relationship, text, at) for text in fills.notes]
    return rows
