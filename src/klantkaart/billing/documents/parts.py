"""The values an invoice is made of. Amounts are whole cents (int), rates are hundredths of a per cent (21% is 2100),
quantities and unit prices are Decimal with at most six decimals. Nothing here refuses: ``checks.check`` does."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from .grounds import Ground, VatCategory

KVK_SCHEME = "0106"
OIN_SCHEME = "0190"


class Kind(IntEnum):
    """UNTDID 1001."""

    INVOICE = 380
    CREDIT_NOTE = 381


class Profile(StrEnum):
    """Which specification the e-invoice says it follows."""

    EN16931 = "en16931"
    PEPPOL = "peppol"
    NLCIUS = "nlcius"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer as they were on the day of issue. ``name`` is what people call them, ``legal_name`` the statutory
    name when it differs. ``endpoint`` is the address on the Peppol network. E-mail is left out on purpose (INV-13)."""

    name: str
    legal_name: str = ""
    street: str = ""
    extra_line: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"
    kvk: str = ""
    legal_id: str = ""  # elsewhere, or an OIN
    legal_scheme: str = ""  # ISO 6523
    vat_id: str = ""
    endpoint: str = ""
    endpoint_scheme: str = ""  # EAS

    @property
    def registered_name(self) -> str:
        return self.legal_name or self.name

    @property
    def registration(self) -> tuple[str, str]:
        """Number and scheme of the legal registration, ("", "") without one."""
        return (self.kvk, KVK_SCHEME) if self.kvk else (self.legal_id, self.legal_scheme if self.legal_id else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """``ground`` says why there is none; for Standard and Zero it is None."""

    category: VatCategory = VatCategory.STANDARD
    rate: int = 0
    ground: Ground | None = None


def standard(rate: int = 2100) -> Vat:
    """VAT at a rate above nought."""
    return Vat(category=VatCategory.STANDARD, rate=rate)


def without(ground: Ground) -> Vat:
    """No VAT, for that reason."""
    return Vat(category=ground.mention.category, rate=0, ground=ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Off a line: ``percent`` in hundredths of a per cent over quantity x price, or an amount in cents."""

    reason: str
    percent: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``quantity`` carries the sign; ``unit_price`` is without VAT and not negative (BR-27). ``unit``: UN/ECE 20 code,
    C62 is a piece, MON a month, HUR an hour. ``telecom``: a telecommunication service (INV-8)."""

    description: str
    detail: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = "C62"
    unit_price: Decimal = Decimal(0)
    discount: Discount | None = None
    vat: Vat = field(default_factory=standard)
    period: Period | None = None
    telecom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAllowance:
    """Off the whole document, or on top of it (``charge``). ``cents`` is not negative."""

    reason: str
    cents: int
    vat: Vat = field(default_factory=standard)
    charge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preceding:
    """The invoice that a credit note corrects (INV-9)."""

    number: str
    issued: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A transfer to ``iban``, or with ``mandate`` a SEPA direct debit from ``debtor_iban`` on ``collected``."""

    iban: str = ""
    bic: str = ""
    account_name: str = ""
    reference: str = ""
    mandate: str = ""
    creditor_id: str = ""
    debtor_iban: str = ""
    collected: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One document as it will be issued. Amounts of a credit note are positive: what the customer gets back.

    ``prepaid`` and ``rounding`` in cents. ``kor``: the seller uses the scheme for small businesses (INV-11).
    ``buyer_resells_telecom``: INV-8. ``deliver_to``: country where goods went, ISO alpha-2, when not the buyer's.
    ``simplified``: INV-5. ``issued_by_buyer``: INV-7.
    """

    kind: Kind = Kind.INVOICE
    number: str
    issued: date
    due: date | None = None
    supplied: date | None = None
    period: Period | None = None
    seller: Party
    buyer: Party
    buyer_reference: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    cost_centre: str = ""
    preceding: tuple[Preceding, ...] = ()
    lines: tuple[Line, ...]
    allowances: tuple[DocumentAllowance, ...] = ()
    prepaid: int = 0
    rounding: int = 0
    payment: Payment | None = None
    terms: str = ""
    notes: tuple[str, ...] = ()
    language: str = "nl"
    profile: Profile = Profile.EN16931
    simplified: bool = False
    kor: bool = False
    issued_by_buyer: bool = False
    buyer_resells_telecom: bool = False
    deliver_to: str = ""

    @property
    def destination(self) -> str:
        """The country where goods went."""
        return self.deliver_to or self.buyer.country

    @property
    def supply_days(self) -> Period:
        """The days on which was delivered: what decides the rate (INV-10)."""
        if self.period is not None:
            return self.period
        day = self.supplied or self.issued
        return Period(day, day)
