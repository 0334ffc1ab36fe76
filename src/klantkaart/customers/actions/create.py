"""New cards: one by one from a form, or many drafts at once, along one path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import InvalidFields, Text

from .. import events
from ..alike import KnownAlready, alike
from ..intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft, ContactDraft, Kind
from ..models import Card
from ..parts import ADDRESS, BANK, CARD, CHANNEL, CONTACT, NOTE, RELATIONSHIP, Part, Values
from ..permissions import require
from ..writing import TERM_DAYS, write_cards

_RELATIONSHIP = {"services": "", "prospect_since": None, "customer_since": None, "payment_term_days": TERM_DAYS}
Draft = TypeVar("Draft")


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
    draft = drafted(new)
    if unless_known and (known := alike(draft, by=by)):
        raise KnownAlready(known)
    (card,) = write_cards([draft], company=company, event=events.CREATED, by=by, at=at)
    return card.uuid


def create_cards(*, drafts: Sequence[CardDraft], company: int, by: Actor, at: datetime) -> None:
    """Many at once, from drafts that were cleaned before: in one transaction with a log line each, so by a few
    hundred. Refuses a customer number that is in use; then none is saved."""
    require(by, Right.CUSTOMERS_IMPORT, company)
    write_cards(drafts, company=company, event=events.IMPORTED, by=by, at=at)


def drafted(new: NewCard) -> CardDraft:
    """The new customer with every value cleaned. Refuses (InvalidFields) everything that cannot be read, at once."""
    cleaner = _Cleaner()
    values = {
        **cleaner.clean(CARD, {"kind": "organisation", "source": "customer", **new.values}),
        **cleaner.relationship(new.relationship),
        "channels": cleaner.channels(new.channels),
        "contacts": tuple(cleaner.contact(one, position) for position, one in enumerate(new.contacts)),
        "addresses": cleaner.each(ADDRESS, AddressDraft, new.addresses, use="visiting", country="NL"),
        "bank": cleaner.each(BANK, BankDraft, new.bank),
        "notes": tuple(cleaner.clean(NOTE, {"text": text}).get("text", "") for text in new.notes),
    }
    if cleaner.errors:
        raise InvalidFields(cleaner.errors)
    return CardDraft(rows=(), **{**values, "kind": Kind(values["kind"])})


@dataclass
class _Cleaner:
    """Cleans part after part and keeps what is wrong; what it makes of a part with errors is never used."""

    card: Card = field(default_factory=Card)
    errors: dict[str, Text] = field(default_factory=dict)

    def clean(self, part: Part, values: Mapping[str, Any], at: str = "", *, only: bool = False) -> Values:
        try:
            return part.clean(values, self.card, only=only)
        except InvalidFields as wrong:
            self.errors.update({f"{at}{name}": sentence for name, sentence in wrong.errors.items()})
            return {}

    def each(
        self, part: Part, draft: Callable[..., Draft], rows: Sequence[Mapping[str, Any]], **usual: str
    ) -> tuple[Draft, ...]:
        cleaned = [self.clean(part, {**usual, **values}) for values in rows]
        return tuple(draft(**values) for values in cleaned if values)

    def relationship(self, given: Mapping[str, Any]) -> Values:
        """Without a number the company's next one is still to come, so that field is not asked."""
        values = {**_RELATIONSHIP, **{name: value for name, value in given.items() if name != "number" or value}}
        cleaned = self.clean(RELATIONSHIP, values, "relationship.", only=True)
        if not cleaned:
            return {}
        return {**cleaned, "services": tuple(part for part in cleaned["services"].split(",") if part)}

    def channels(self, rows: Sequence[Mapping[str, Any]]) -> tuple[ChannelDraft, ...]:
        cleaned = [self.clean(CHANNEL, {"use": "general", **values}, f"{values.get('kind', '')}.") for values in rows]
        return tuple(ChannelDraft(**values) for values in cleaned if values)

    def contact(self, new: NewContact, position: int) -> ContactDraft:
        values = {"kind": "general", "source": "customer", **new.values}
        cleaned = self.clean(CONTACT, values, f"contact{position}.")
        return ContactDraft(**{"name": "", **cleaned}, channels=self.channels(new.channels))
