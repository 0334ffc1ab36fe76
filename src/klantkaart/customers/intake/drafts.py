"""What a row becomes before it is a card: plain values, cleaned, nothing saved. P04: all optional but the name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """Whose data it is (PD-1, PD-2); the same words as on the card."""

    ORGANISATION = "organisation"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class ChannelDraft:
    """``kind``: phone, mobile, email or website. ``use``: general or invoice. Phones are E.164."""

    kind: str
    value: str
    use: str = "general"


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A person at the customer. ``kind``: general, or finance for who is only named with the invoices; the last three
    a file does not say."""

    name: str
    function: str = ""
    kind: str = "general"
    channels: tuple[ChannelDraft, ...] = ()
    source: str = "import"
    informed_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """``use``: visiting, postal or billing; at most one of each. ``country`` is ISO alpha-2."""

    use: str
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"


@dataclass(frozen=True, slots=True)
class BankDraft:
    iban: str
    bic: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class CardDraft:
    """One customer. ``rows`` are the rows it was read from; ``kind_certain`` is False when the kind was guessed from
    the name alone. ``number`` empty: the company's next one. The last two a file does not say."""

    rows: tuple[int, ...]
    name: str
    kind: Kind
    kind_certain: bool = True
    number: str = ""
    kvk_number: str = ""
    establishment_number: str = ""
    vat_id: str = ""
    customer_since: date | None = None
    payment_term_days: int | None = None
    services: tuple[str, ...] = ()
    inactive: bool = False
    notes: tuple[str, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    channels: tuple[ChannelDraft, ...] = ()
    addresses: tuple[AddressDraft, ...] = ()
    bank: tuple[BankDraft, ...] = ()
    legacy_id: str = ""
    source: str = "import"
    prospect_since: date | None = None

    @property
    def natural_person(self) -> bool:
        """Everything on the card is then personal data (PD-2)."""
        return self.kind is not Kind.ORGANISATION

    def as_json(self) -> dict[str, Any]:
        """Holds personal data: keep it only where it is sealed or soon gone."""
        values = asdict(self)
        values["customer_since"] = self.customer_since.isoformat() if self.customer_since else None
        return values

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What ``as_json`` gave, also after a trip through JSON."""
        values = dict(kept)
        values["kind"] = Kind(values["kind"])
        since = values["customer_since"]
        values["customer_since"] = date.fromisoformat(since) if since else None
        values["contacts"] = tuple(_contact(part) for part in values["contacts"])
        values["channels"] = tuple(ChannelDraft(**part) for part in values["channels"])
        values["addresses"] = tuple(AddressDraft(**part) for part in values["addresses"])
        values["bank"] = tuple(BankDraft(**part) for part in values["bank"])
        for name in ("rows", "services", "notes"):
            values[name] = tuple(values[name])
        return cls(**values)


def _contact(kept: Mapping[str, Any]) -> ContactDraft:
    return ContactDraft(**{**kept, "channels": tuple(ChannelDraft(**part) for part in kept["channels"])})
