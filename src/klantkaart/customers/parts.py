"""The parts a card is made of, and how each field is cleaned. One table serves forms, import, undo and CLI."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel import numbers
from klantkaart.kernel.errors import Invalid, InvalidFields, NotFound
from klantkaart.kernel.text import clean_block, clean_line
from klantkaart.sealing.recognition import mark

from .models import (
    Address,
    AddressUse,
    BankAccount,
    Card,
    CardKind,
    Channel,
    ChannelKind,
    ChannelUse,
    Contact,
    ContactKind,
    Note,
    Relationship,
    Service,
    Source,
)

Values = dict[str, Any]
Cleaner = Callable[[str, Values, Card], Any]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _line(length: int, name: str | Promise) -> Cleaner:
    return lambda value, _values, _card: clean_line(value, length, name=name)


def _needed(cleaner: Cleaner, sentence: str | Promise) -> Cleaner:
    def clean(value: str, values: Values, card: Card) -> Any:
        if not str(value).strip():
            raise Invalid(sentence)
        return cleaner(value, values, card)

    return clean


def _no_bsn(cleaner: Cleaner) -> Cleaner:
    """UAVG art. 46: free text and numbers of people are watched for a citizen service number."""

    def clean(value: str, values: Values, card: Card) -> Any:
        numbers.refuse_bsn(value)
        return cleaner(value, values, card)

    return clean


def _optional(parse: Callable[[str], str]) -> Cleaner:
    return lambda value, _values, _card: parse(value) if value.strip() else ""


def _choice(choices: type[models.TextChoices], name: str | Promise) -> Cleaner:
    known = frozenset(choices.values)  # worked out anew at every use otherwise

    def clean(value: str, _values: Values, _card: Card) -> str:
        if value not in known:
            sentence = _("%(name)s: deze keuze bestaat niet. Kies een van de mogelijkheden.")
            raise Invalid(sentence % {"name": name})
        return value

    return clean


def _day(name: str | Promise) -> Cleaner:
    def clean(value: str | date | None, _values: Values, _card: Card) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            sentence = _("%(name)s: deze datum bestaat niet. Schrijf hem als dag, maand en jaar.")
            raise Invalid(sentence % {"name": name}) from None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:  # beyond it no term can be counted
            raise Invalid(_("%(name)s: deze datum ligt te ver weg. Controleer het jaar.") % {"name": name})
        return day

    return clean


def _postcode(value: str, values: Values, _card: Card) -> str:
    return numbers.parse_postcode(value, str(values.get("country") or "NL")) if value.strip() else ""


def _vat_id(value: str, values: Values, card: Card) -> str:
    person = values.get("kind", card.kind) != CardKind.ORGANISATION

    def parse(text: str, country: str) -> str:
        return numbers.parse_vat_id(text, country, natural_person=person)

    return _of_country(parse, value, card) if value.strip() else ""


def _channel(value: str, values: Values, card: Card) -> str:
    parse: dict[str, Callable[[str], str]] = {
        ChannelKind.EMAIL: numbers.parse_email,
        ChannelKind.WEBSITE: numbers.parse_website,
    }
    found = parse.get(str(values.get("kind")))
    return found(value) if found is not None else _of_country(numbers.parse_phone, value, card)


def _of_country(parse: Callable[[str, str], str], value: str, card: Card) -> str:
    """In the plan of the country the customer is in; what only exists in the Netherlands is Dutch."""
    country = _country(card)
    try:
        return parse(value, country)
    except Invalid:
        if country == "NL":
            raise
        try:
            return parse(value, "NL")
        except Invalid:
            pass
        raise


def _country(card: Card) -> str:
    """Where the customer is, by the first address; the Netherlands without one."""
    found = Address.objects.filter(card=card.pk).values_list("country", flat=True).first() if card.pk else None
    return found or "NL"


def _services(value: str, _values: Values, _card: Card) -> str:
    wanted = [part.strip() for part in value.split(",") if part.strip()]
    known = Service.values
    unknown = [part for part in wanted if part not in known]
    if unknown:
        raise Invalid(_("Diensten: deze bestaat niet. Kies telefonie, internet, alarm, IT of overig."))
    return ",".join(service for service in known if service in wanted)


def _days(value: Any, _values: Values, _card: Card) -> int:
    try:
        days = int(value)
    except (TypeError, ValueError):
        raise Invalid(_("Betaaltermijn: vul een aantal dagen in, bijvoorbeeld 14.")) from None
    if not 0 <= days <= 120:  # noqa: PLR2004  (a term on paper, not a setting)
        raise Invalid(_("Betaaltermijn: vul een aantal dagen in van 0 tot en met 120."))
    return days


@dataclass(frozen=True)
class Part:
    """A model of the card with its editable fields. ``owner``: field that holds the row it hangs on."""

    code: str
    model: type[models.Model]
    label: str | Promise
    fields: Mapping[str, Cleaner]
    owner: str = "card"
    defaults: Mapping[str, Any] | None = None

    def clean(self, values: Mapping[str, Any], card: Card, *, only: bool = False) -> Values:
        """Cleaned values of all fields, or with ``only`` of those given. All that is wrong is told at once."""
        given = {name: "" if values.get(name) is None else values[name] for name in self.fields}
        cleaned: Values = {}
        errors: dict[str, str | Promise] = {}
        for name, cleaner in self.fields.items():
            if only and name not in values:
                continue
            try:
                cleaned[name] = cleaner(given[name], given, card)
            except Invalid as error:
                errors[name] = error.message
        if errors:
            raise InvalidFields(errors)
        return cleaned

    def find(self, uuid: UUID, card: Card) -> Any:
        """The row of this card with that identity, locked; NotFound otherwise."""
        rows = self.model._base_manager.select_for_update()
        row = rows.filter(uuid=uuid, **self.of_card(card)).first()
        if row is None:
            raise NotFound(_("Dit onderdeel van de kaart is er niet meer. Laad de kaart opnieuw."))
        return row

    def of_card(self, card: Card) -> dict[str, object]:
        """Lookups that keep a search to this card."""
        if self.model is Card:
            return {"pk": card.pk}
        return {"relationship__card" if self.owner == "relationship" else "card": card.pk}

    def values_of(self, row: models.Model) -> Values:
        """What the editable fields hold, as plain text and numbers that JSON can keep."""
        return {name: _plain(getattr(row, name)) for name in self.fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def fingerprint(values: Mapping[str, Any]) -> str:
    """A keyed hash of what a form showed: tells on saving whether someone else changed it meanwhile."""
    return mark("form", json.dumps(values, sort_keys=True, default=str))


CARD = Part(
    "card",
    Card,
    _("gegevens"),
    {
        "kind": _choice(CardKind, _("Soort klant")),
        "name": _needed(_no_bsn(_line(160, _("Naam"))), _("Naam: vul de naam van de klant in.")),
        "kvk_number": _optional(numbers.parse_kvk),
        "establishment_number": _optional(numbers.parse_establishment),
        "vat_id": _vat_id,
        "source": _choice(Source, _("Herkomst")),
    },
)
CONTACT = Part(
    "contact",
    Contact,
    _("contactpersoon"),
    {
        "name": _needed(_no_bsn(_line(120, _("Naam"))), _("Naam: vul de naam van de contactpersoon in.")),
        "function": _no_bsn(_line(80, _("Functie"))),
        "kind": _choice(ContactKind, _("Rol")),
        "source": _choice(Source, _("Herkomst")),
        "informed_on": _day(_("Geïnformeerd op")),
        "left_on": _day(_("Vertrokken op")),
    },
)
CHANNEL = Part(
    "channel",
    Channel,
    _("telefoon, e-mail of website"),
    {
        "kind": _choice(ChannelKind, _("Soort")),
        "use": _choice(ChannelUse, _("Waarvoor")),
        "value": _needed(_channel, _("Nummer of adres: vul een telefoonnummer, e-mailadres of website in.")),
    },
)
ADDRESS = Part(
    "address",
    Address,
    _("adres"),
    {
        "use": _choice(AddressUse, _("Soort adres")),
        "street": _line(160, _("Straat en huisnummer")),
        "extra": _no_bsn(_line(160, _("Tweede regel"))),
        "country": lambda value, _values, _card: numbers.country_code(value or "NL"),
        "postcode": _postcode,
        "city": _line(80, _("Plaats")),
    },
)
BANK = Part(
    "bank",
    BankAccount,
    _("bankrekening"),
    {
        "iban": _needed(lambda value, _values, _card: numbers.parse_iban(value), _("IBAN: vul het rekeningnummer in.")),
        "bic": _optional(numbers.parse_bic),
        "holder": _line(120, _("Op naam van")),
    },
)
NOTE = Part(
    "note",
    Note,
    _("notitie"),
    {
        "text": _needed(
            _no_bsn(lambda value, _values, _card: clean_block(value, 4000, name=_("Notitie"))),
            _("Notitie: schrijf eerst iets op."),
        )
    },
    owner="relationship",
)
RELATIONSHIP = Part(
    "relationship",
    Relationship,
    _("relatie"),
    {
        "number": _needed(_line(20, _("Klantnummer")), _("Klantnummer: vul een nummer in.")),
        "services": _services,
        "prospect_since": _day(_("Eerste contact")),
        "customer_since": _day(_("Klant sinds")),
        "payment_term_days": _days,
    },
)

PARTS: dict[str, Part] = {part.code: part for part in (CARD, CONTACT, CHANNEL, ADDRESS, BANK, NOTE, RELATIONSHIP)}
REMOVABLE = frozenset({"contact", "channel", "address", "bank", "note"})
