"""Parts of a draft as rows that can be saved. A draft was cleaned on reading by the validators of the card's own forms
(``kernel.numbers``, ``kernel.text``), so its values go in as they are."""

from __future__ import annotations

from datetime import datetime

from klantkaart.sealing.recognition import mark

from ..intake.drafts import AddressDraft, BankDraft, ChannelDraft
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship


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
