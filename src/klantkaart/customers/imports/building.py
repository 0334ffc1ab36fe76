"""From drafts to rows that can be saved. A draft was cleaned on reading by the validators of the card's own forms
(``kernel.numbers``, ``kernel.text``), so its values go in as they are."""

from __future__ import annotations

from datetime import date, datetime

from klantkaart.sealing.recognition import mark

from ..actions.create import Built
from ..intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship, Source

_TERM = 14


def built(draft: CardDraft, company: int, at: datetime, today: date) -> Built:
    """Unsaved rows of a new customer; ``number`` empty: the company's next one."""
    card = Card(
        created_at=at, kind=draft.kind.value, name=draft.name, kvk_number=draft.kvk_number,
        establishment_number=draft.establishment_number, vat_id=draft.vat_id, source=Source.IMPORT.value,
    )  # fmt: skip
    relationship = Relationship(
        card=card, company_id=company, number=draft.number, services=",".join(draft.services),
        customer_since=draft.customer_since or today,
        payment_term_days=_TERM if draft.payment_term_days is None else draft.payment_term_days,
    )  # fmt: skip
    new = Built(card, relationship)
    new.channels = [channel_row(card, None, channel) for channel in draft.channels]
    for person in draft.contacts:
        contact = Contact(
            card=card, name=person.name, function=person.function, kind=person.kind,
            source=Source.IMPORT.value, created_at=at,
        )  # fmt: skip
        new.contacts.append(contact)
        new.channels += [channel_row(card, contact, channel) for channel in person.channels]
    new.addresses = [address_row(card, address) for address in draft.addresses]
    new.bank = [bank_row(card, account) for account in draft.bank]
    new.notes = [note_row(relationship, text, at) for text in draft.notes]
    return new


def channel_row(card: Card, contact: Contact | None, draft: ChannelDraft) -> Channel:
    return Channel(card=card, contact=contact, kind=draft.kind, use=draft.use, value=draft.value)


def address_row(card: Card, draft: AddressDraft) -> Address:
    return Address(
        card=card, use=draft.use, street=draft.street, extra=draft.extra, postcode=draft.postcode, city=draft.city,
        country=draft.country,
    )  # fmt: skip


def bank_row(card: Card, draft: BankDraft) -> BankAccount:
    return BankAccount(card=card, iban=draft.iban, bic=draft.bic, mark=mark("iban", draft.iban))


def note_row(relationship: Relationship, text: str, at: datetime) -> Note:
    return Note(relationship=relationship, text=text, written_at=at)
