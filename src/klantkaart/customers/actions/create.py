"""New cards: one by one from a form, or a batch of drafts from an import, along one path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act, batch
from klantkaart.companies.numbering import take_numbers
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import InvalidFields, Refused, Text
from klantkaart.sealing.recognition import mark

from .. import bulk, events, search
from ..alike import KnownAlready, alike
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import ADDRESS, BANK, CARD, CHANNEL, CONTACT, NOTE, RELATIONSHIP, Part
from ..permissions import require

NO_NUMBER = "-"
Row = TypeVar("Row", bound=models.Model)
_PARENTS: dict[type[models.Model], tuple[str, ...]] = {
    Relationship: ("card",),
    Contact: ("card",),
    Channel: ("card", "contact"),
    Address: ("card",),
    BankAccount: ("card",),
    Note: ("relationship",),
}


@dataclass(frozen=True)
class NewContact:
    """A contact person with the ways to reach them; values as typed."""

    values: Mapping[str, Any]
    channels: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class NewCard:
    """What is known of a new customer; values as typed. ``number`` empty: the company's next one."""

    values: Mapping[str, Any]
    relationship: Mapping[str, Any] = field(default_factory=dict)
    contacts: Sequence[NewContact] = ()
    channels: Sequence[Mapping[str, Any]] = ()
    addresses: Sequence[Mapping[str, Any]] = ()
    bank: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()


def create_card(*, new: NewCard, company: int, by: Actor, at: datetime, unless_known: bool = False) -> UUID:
    """A customer or prospect of ``company``. Refuses what cannot be read (InvalidFields, by field), a customer number
    that is in use and, when asked to, one that looks like a customer who is there already (KnownAlready). P04:
    everything but the name is optional."""
    require(by, Right.CUSTOMERS_CREATE, company)
    card = _built(new, company, at)
    if unless_known and (known := alike(card=card.card, channels=card.channels, by=by)):
        raise KnownAlready(known)
    with act(events.CREATED, by=by, at=at, about=card.card, facts={"company": company}):
        _save([card], company)
    return card.card.uuid


def create_cards(*, new: Sequence[NewCard], company: int, by: Actor, at: datetime) -> list[Card]:
    """Many at once, in one transaction with a log line each; in batches of a few hundred."""
    return save_cards(built=[_built(one, company, at) for one in new], company=company, by=by, at=at)


def save_cards(*, built: Sequence[Built], company: int, by: Actor, at: datetime) -> list[Card]:
    """Save customers that were built and cleaned before (an import's drafts), with a log line each. Refuses a
    customer number that is in use; then none is saved."""
    require(by, Right.CUSTOMERS_IMPORT, company)
    facts = {"company": company}
    with batch():
        _save(built, company)
        for one in built:
            with act(events.IMPORTED, by=by, at=at, about=one.card, facts=facts):
                pass
    return [one.card for one in built]


@dataclass
class Built:
    """Unsaved rows of one new customer. A relationship without a number gets the company's next one."""

    card: Card
    relationship: Relationship
    contacts: list[Contact] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    bank: list[BankAccount] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    errors: dict[str, Text] = field(default_factory=dict)


def _built(new: NewCard, company: int, at: datetime) -> Built:
    """Unsaved rows; everything that cannot be read is told at once."""
    errors: dict[str, Text] = {}
    card = Card(created_at=at)
    _fill(card, CARD, {"kind": "organisation", "source": "customer", **new.values}, card, errors)
    card.reviewed_on = clock.local(at).date()
    built = Built(card, Relationship(card=card, company_id=company), errors=errors)
    _fill_relationship(built, new, clock.local(at).date())
    _add_channels(built, new.channels, None)
    for position, contact in enumerate(new.contacts):
        _add_contact(built, contact, at, position)
    for values in new.addresses:
        address = {"use": "visiting", "country": "NL", **values}
        built.addresses.append(_filled(built, Address(card=card), ADDRESS, address))
    for values in new.bank:
        account = _filled(built, BankAccount(card=card), BANK, values)
        account.mark = mark("iban", account.iban) if account.iban else ""
        built.bank.append(account)
    for text in new.notes:
        note = Note(relationship=built.relationship, written_at=at)
        built.notes.append(_filled(built, note, NOTE, {"text": text}))
    if errors:
        raise InvalidFields(errors)
    return built


def _fill(
    row: models.Model,
    part: Part,
    values: Mapping[str, Any],
    card: Card,
    errors: dict[str, Text],
    at: str = "",
) -> None:
    try:
        cleaned = part.clean(values, card)
    except InvalidFields as wrong:
        errors.update({f"{at}{name}": sentence for name, sentence in wrong.errors.items()})
        return
    for name, value in cleaned.items():
        setattr(row, name, value)


def _fill_relationship(built: Built, new: NewCard, today: date) -> None:
    values = {"payment_term_days": 14, **new.relationship}
    if not values.get("prospect_since") and not values.get("customer_since"):
        values["customer_since"] = today
    values["number"] = values.get("number") or NO_NUMBER
    _fill(built.relationship, RELATIONSHIP, values, built.card, built.errors, "relationship.")
    if built.relationship.number == NO_NUMBER:
        built.relationship.number = ""


def _filled(built: Built, row: Row, part: Part, values: Mapping[str, Any], at: str = "") -> Row:
    """The row with its cleaned values; what cannot be read is kept among the errors."""
    _fill(row, part, values, built.card, built.errors, at)
    return row


def _add_contact(built: Built, new: NewContact, at: datetime, position: int) -> None:
    contact = Contact(card=built.card, created_at=at)
    values = {"kind": "general", "source": "customer", **new.values}
    built.contacts.append(_filled(built, contact, CONTACT, values, f"contact{position}."))
    _add_channels(built, new.channels, contact)


def _add_channels(built: Built, channels: Sequence[Mapping[str, Any]], contact: Contact | None) -> None:
    for values in channels:
        channel = Channel(card=built.card, contact=contact)
        at = f"{values.get('kind', '')}."
        built.channels.append(_filled(built, channel, CHANNEL, {"use": "general", **values}, at))


def _save(built: Sequence[Built], company: int) -> None:
    """Insert by model; a handful of statements however many cards."""
    _number(built, company)
    bulk.insert([one.card for one in built])
    bulk.insert([_hung(one.relationship) for one in built])
    bulk.insert([_hung(row) for one in built for row in one.contacts])
    bulk.insert([_hung(row) for one in built for row in one.channels])
    bulk.insert([_hung(row) for one in built for row in one.addresses])
    bulk.insert([_hung(row) for one in built for row in one.bank])
    bulk.insert([_hung(row) for one in built for row in one.notes])
    search.index([one.card.pk for one in built])


def _hung(row: Row) -> Row:
    """Parents got their keys only when they were saved; setting them again copies the key."""
    for name in _PARENTS[type(row)]:
        setattr(row, name, getattr(row, name))
    return row


def _number(built: Sequence[Built], company: int) -> None:
    for one, number in zip(built, numbers_for([one.relationship.number for one in built], company), strict=True):
        one.relationship.number = number


def numbers_for(wanted: Sequence[str], company: int) -> list[str]:
    """The customer numbers that were asked for, and the company's next one where none was ("").

    Refuses one that is in use. Inside the act's transaction.
    """
    given = [number for number in wanted if number]
    taken = _in_use(given, company)
    if taken or len(set(given)) < len(given):
        raise Refused(
            _("Klantnummer %(number)s is al in gebruik bij dit bedrijf. Kies een ander nummer of laat het veld leeg.")
            % {"number": min(taken) if taken else max(given, key=given.count)},
            field="relationship.number",
        )
    new = iter(_next_numbers(len(wanted) - len(given), company, set(given)))
    return [number or next(new) for number in wanted]


def _next_numbers(count: int, company: int, given: set[str]) -> list[str]:
    """The company's next numbers; those that were given by hand before are passed over."""
    found: list[str] = []
    while len(found) < count:
        offered = take_numbers(company=company, count=count - len(found))
        passed = _in_use(offered, company) | given
        found += [number for number in offered if number not in passed]
    return found


def _in_use(numbers: Sequence[str], company: int) -> set[str]:
    if not numbers:
        return set()
    rows = Relationship.objects.filter(company=company, number__in=numbers)
    return set(rows.values_list("number", flat=True))
