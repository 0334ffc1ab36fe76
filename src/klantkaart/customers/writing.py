"""New cards from drafts, written as plain values: a form's one or an import's tens of thousands, along one path.

A draft was cleaned before, by the validators of the card's own parts (``parts``, ``kernel.numbers``, ``kernel.text``),
so its values go in as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from klantkaart.audit.events import EventType
from klantkaart.audit.log import act_each, batch
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.sealing.recognition import marker
from klantkaart.sealing.values import sealer

from . import search
from .bulk import insert_values, take_keys
from .intake.drafts import CardDraft, ChannelDraft, ContactDraft
from .models import Address, BankAccount, Card, Channel, Contact, Note, Relationship, new_salt
from .numbering import numbers_for

TERM_DAYS = 14
_CARD = (
    "id", "uuid", "log_salt", "kind", "name", "kvk_number", "establishment_number", "vat_id", "source", "reviewed_on",
    "created_at",
)  # fmt: skip
_RELATIONSHIP = (
    "id", "uuid", "card", "company", "number", "services", "prospect_since", "customer_since", "payment_term_days",
)  # fmt: skip
_CONTACT = (
    "id", "uuid", "card", "name", "function", "kind", "source", "informed_on", "left_on", "created_at",
)  # fmt: skip
_CHANNEL = ("uuid", "card", "contact", "kind", "use", "value")
_ADDRESS = ("uuid", "card", "use", "street", "extra", "postcode", "city", "country")
_BANK = ("uuid", "card", "iban", "mark", "bic", "holder")
_NOTE = ("uuid", "relationship", "text", "written_at")
Row = tuple[Any, ...]
_VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_BLOCK = 64
_IBAN = "customers.BankAccount.iban"  # what sealed values of that field are bound to


def _uuids() -> Iterator[str]:
    """Random UUIDs (version 4) as hex digits. A card has ten rows with one, so randomness is asked for by the block."""
    while True:
        digits = token_hex(16 * _BLOCK)
        for start in range(0, len(digits), 32):
            one = digits[start : start + 32]
            yield f"{one[:12]}4{one[13:16]}{_VARIANT[one[16]]}{one[17:]}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A new card as the log knows it."""

    uuid: UUID
    log_salt: bytes


@dataclass
class _Rows:
    """The rows of a chunk, by table, and the texts to find its cards by."""

    company: int
    moment: object
    today: str
    contact_keys: list[int]
    seal: Callable[[str], str]
    mark: Callable[[str], str]
    usable: dict[str, tuple[str, ...]]
    uuids: Iterator[str] = field(default_factory=_uuids)
    subjects: list[Subject] = field(default_factory=list)
    cards: list[Row] = field(default_factory=list)
    relationships: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    channels: list[Row] = field(default_factory=list)
    addresses: list[Row] = field(default_factory=list)
    bank: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    found_by: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, draft: CardDraft, card: int, relationship: int, number: str) -> None:
        """Everything of one new customer."""
        subject = Subject(uuid4(), new_salt())
        self.subjects.append(subject)
        self.cards.append((
            card, subject.uuid.hex, subject.log_salt, draft.kind.value, draft.name, draft.kvk_number,
            draft.establishment_number, draft.vat_id, draft.source, self.today, self.moment,
        ))  # fmt: skip
        asked, since = _day(draft.prospect_since), _day(draft.customer_since)
        if asked is None and since is None:
            since = self.today
        term = TERM_DAYS if draft.payment_term_days is None else draft.payment_term_days
        services = ",".join(draft.services)
        self.relationships.append(
            (relationship, next(self.uuids), card, self.company, number, services, asked, since, term)
        )
        self._parts(draft, card, relationship)
        self.found_by.append((card, self._findable(draft, number)))

    def _parts(self, draft: CardDraft, card: int, relationship: int) -> None:
        self._channels(draft.channels, card, None)
        for person in draft.contacts:
            self._contact(person, card, self.contact_keys[len(self.contacts)])
        for address in draft.addresses:
            self.addresses.append((
                next(self.uuids), card, address.use, address.street, address.extra, address.postcode, address.city,
                address.country,
            ))  # fmt: skip
        for account in draft.bank:
            sealed = self.seal(account.iban)
            self.bank.append((next(self.uuids), card, sealed, self.mark(account.iban), account.bic, account.holder))
        for text in draft.notes:
            self.notes.append((next(self.uuids), relationship, text, self.moment))

    def _contact(self, person: ContactDraft, card: int, key: int) -> None:
        self.contacts.append((
            key, next(self.uuids), card, person.name, person.function, person.kind, person.source,
            _day(person.informed_on), _day(person.left_on), self.moment,
        ))  # fmt: skip
        self._channels(person.channels, card, key)

    def _channels(self, channels: Sequence[ChannelDraft], card: int, contact: int | None) -> None:
        for channel in channels:
            self.channels.append((next(self.uuids), card, contact, channel.kind, channel.use, channel.value))

    def _findable(self, draft: CardDraft, number: str) -> list[str]:
        """The values of the fields the index may hold, in its own order."""
        usable = self.usable
        found = [getattr(draft, name) for name in usable["customers.Card"]]
        if usable["customers.Relationship"]:
            found.append(number)
        if usable["customers.Contact"]:
            found += [contact.name for contact in draft.contacts]
        if usable["customers.Channel"]:
            found += [channel.value for channel in draft.channels]
            found += [channel.value for contact in draft.contacts for channel in contact.channels]
        found += [getattr(address, name) for address in draft.addresses for name in usable["customers.Address"]]
        return found


def write_cards(
    drafts: Sequence[CardDraft], *, company: int, event: EventType, by: Actor, at: datetime
) -> list[Subject]:
    """Save these customers with a line in the log each; in one transaction. Refuses a customer number that is in use;
    then none is saved. Who may do this is the caller's to ask."""
    with batch():
        numbers = numbers_for([draft.number for draft in drafts], company)
        rows = _rows(drafts, numbers, company, at)
        insert_values(Card, _CARD, rows.cards)
        insert_values(Relationship, _RELATIONSHIP, rows.relationships)
        insert_values(Contact, _CONTACT, rows.contacts)
        insert_values(Channel, _CHANNEL, rows.channels)
        insert_values(Address, _ADDRESS, rows.addresses)
        insert_values(BankAccount, _BANK, rows.bank)
        insert_values(Note, _NOTE, rows.notes)
        search.add(rows.found_by, company=company)
        act_each(event, by=by, at=at, about=rows.subjects, facts={"company": company})
    return rows.subjects


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rows(drafts: Sequence[CardDraft], numbers: Sequence[str], company: int, at: datetime) -> _Rows:
    contacts = list(take_keys(Contact, sum(len(draft.contacts) for draft in drafts)))
    moment = connection.ops.adapt_datetimefield_value(at)
    today = clock.local(at).date().isoformat()
    rows = _Rows(company, moment, today, contacts, sealer(_IBAN), marker("iban"), search.usable())
    keys = zip(take_keys(Card, len(drafts)), take_keys(Relationship, len(drafts)), strict=True)
    for draft, (card, relationship), number in zip(drafts, keys, numbers, strict=True):
        rows.add(draft, card, relationship, number)
    return rows
