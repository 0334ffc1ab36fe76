"""New cards: one by one from a form, or a batch of drafts from an import, along one path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
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

from .. import events, search
from ..models import Address, BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import ADDRESS, BANK, CARD, CHANNEL, CONTACT, NOTE, RELATIONSHIP, Part
from ..permissions import require


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


def create_card(*, new: NewCard, company: int, by: Actor, at: datetime) -> UUID:
    """A customer or prospect of ``company``. Refuses what cannot be read (InvalidFields, by field) and a customer
    number that is in use. P04: everything but the name is optional."""
    require(by, Right.CUSTOMERS_CREATE, company)
    card = _built(new, company, at)
    with act(events.CREATED, by=by, at=at, about=card.card, facts={"company": company}):
        _save([card], company)
    return card.card.uuid


def create_cards(*, new: Sequence[NewCard], company: int, by: Actor, at: datetime) -> list[Card]:
    """Many at once, in one transaction with a log line each; for staged imports, in batches of a few hundred."""
    require(by, Right.CUSTOMERS_IMPORT, company)
    built = [_built(one, company, at) for one in new]
    with batch():
        for card in built:
            with act(events.IMPORTED, by=by, at=at, about=card.card, facts={"company": company}):
                pass
        _save(built, company)
    return [card.card for card in built]


@dataclass
class _Built:
    card: Card
    relationship: Relationship
    rows: list[models.Model]
    errors: dict[str, Text]


def _built(new: NewCard, company: int, at: datetime) -> _Built:
    """Unsaved rows; everything that cannot be read is told at once."""
    errors: dict[str, Text] = {}
    card = Card(created_at=at)
    _fill(card, CARD, {"kind": "organisation", "source": "customer", **new.values}, card, errors)
    card.reviewed_on = clock.local(at).date()
    built = _Built(card, Relationship(card=card, company_id=company), [], errors)
    _fill_relationship(built, new, clock.local(at).date())
    _add_channels(built, new.channels, None)
    for position, contact in enumerate(new.contacts):
        _add_contact(built, contact, at, position)
    for values in new.addresses:
        _add(built, Address(card=card), ADDRESS, {"use": "visiting", "country": "NL", **values}, "")
    for values in new.bank:
        account = _add(built, BankAccount(card=card), BANK, values, "")
        account.mark = mark("iban", account.iban)
    for text in new.notes:
        note = Note(relationship=built.relationship, written_at=at)
        _add(built, note, NOTE, {"text": text}, "")
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


def _fill_relationship(built: _Built, new: NewCard, today: date) -> None:
    values = {"payment_term_days": 14, **new.relationship}
    if not values.get("prospect_since") and not values.get("customer_since"):
        values["customer_since"] = today
    values["number"] = values.get("number") or "-"  # the company's next number is taken on saving
    _fill(built.relationship, RELATIONSHIP, values, built.card, built.errors, "relationship.")


def _add(built: _Built, row: Any, part: Part, values: Mapping[str, Any], at: str) -> Any:
    _fill(row, part, values, built.card, built.errors, at)
    built.rows.append(row)
    return row


def _add_contact(built: _Built, new: NewContact, at: datetime, position: int) -> None:
    contact = Contact(card=built.card, created_at=at)
    values = {"kind": "general", "source": "customer", **new.values}
    _add(built, contact, CONTACT, values, f"contact{position}.")
    _add_channels(built, new.channels, contact)


def _add_channels(built: _Built, channels: Sequence[Mapping[str, Any]], contact: Contact | None) -> None:
    for values in channels:
        channel = Channel(card=built.card, contact=contact)
        _add(built, channel, CHANNEL, {"use": "general", **values}, f"{values.get('kind', '')}.")


def _save(built: Sequence[_Built], company: int) -> None:
    """Insert by model; a handful of statements however many cards."""
    _number(built, company)
    Card.objects.bulk_create([one.card for one in built])
    Relationship.objects.bulk_create([one.relationship for one in built])
    kinds: tuple[type[models.Model], ...] = (Contact, Channel, Address, BankAccount, Note)
    for model in kinds:
        rows = [row for one in built for row in one.rows if isinstance(row, model)]
        for row in rows:
            _hang_on_saved_parents(row)
        model._base_manager.bulk_create(rows)
    search.index([one.card.pk for one in built])


def _hang_on_saved_parents(row: models.Model) -> None:
    """Parents got their keys only when they were saved; setting them again copies the key."""
    for name in ("card", "contact", "relationship"):
        parent = getattr(row, name, None)
        if parent is not None:
            setattr(row, name, parent)


def _number(built: Sequence[_Built], company: int) -> None:
    """Give numbers to who has none; refuse one that is in use."""
    given = [one.relationship.number for one in built if one.relationship.number != "-"]
    taken = set(
        Relationship.objects.filter(company=company, number__in=given).values_list("number", flat=True)
    ) if given else set()  # fmt: skip
    if taken or len(set(given)) < len(given):
        raise Refused(
            _("Klantnummer %(number)s is al in gebruik bij dit bedrijf. Kies een ander nummer of laat het veld leeg.")
            % {"number": min(taken) if taken else max(given, key=given.count)},
            field="relationship.number",
        )
    without = [one for one in built if one.relationship.number == "-"]
    for one, number in zip(without, take_numbers(company=company, count=len(without)), strict=True):
        one.relationship.number = number
