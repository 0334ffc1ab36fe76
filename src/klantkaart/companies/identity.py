"""What a company is called and how it is reached: how each field is cleaned, for forms and the terminal alike."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel import numbers
from klantkaart.kernel.errors import Invalid, InvalidFields
from klantkaart.kernel.text import clean_line

Cleaner = Callable[[str], str | int]

LARGEST_NUMBER: Final = 99_999_999
_MONTHS: Final = range(1, 13)
_COLOUR = re.compile(r"[a-z]{2,20}")


def _line(length: int, name: str | Promise) -> Cleaner:
    return lambda text: clean_line(text, length, name=name)


def _needed(length: int, name: str | Promise, sentence: str | Promise) -> Cleaner:
    def clean(text: str) -> str:
        found = clean_line(text, length, name=name)
        if not found:
            raise Invalid(sentence)
        return found

    return clean


def _optional(parse: Callable[[str], str]) -> Cleaner:
    return lambda text: parse(text) if text.strip() else ""


def _month(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in _MONTHS:
        raise Invalid(_("Boekjaar: kies de maand waarin het eindigt."))
    return int(text)


def _number(text: str) -> int:
    digits = text.strip().replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:12]) <= LARGEST_NUMBER:
        raise Invalid(_("Klantnummer: vul een heel getal van hooguit acht cijfers in, bijvoorbeeld 10001."))
    return int(digits)


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise Invalid(_("Kleur: kies een van de kleuren."))
    return text


# Field by field, in the order of the screen.
CLEANERS: Final[Mapping[str, Cleaner]] = {
    "name": _needed(120, _("Handelsnaam"), _("Handelsnaam: vul de naam in waaronder klanten het bedrijf kennen.")),
    "legal_name": _needed(160, _("Statutaire naam"), _("Statutaire naam: vul in hoe het bedrijf bij de KvK heet.")),
    "kvk_number": _optional(numbers.parse_kvk),
    "vat_id": _optional(numbers.parse_vat_id),
    "street": _line(160, _("Adres")),
    "postcode": _optional(numbers.parse_postcode),
    "city": _line(80, _("Plaats")),
    "phone": _optional(numbers.parse_phone),
    "email": _optional(numbers.parse_email),
    "website": _optional(numbers.parse_website),
    "iban": _optional(numbers.parse_iban),
    "privacy_contact": _line(120, _("Aanspreekpunt privacy")),
    "privacy_email": _optional(numbers.parse_email),
    "privacy_phone": _optional(numbers.parse_phone),
    "book_year_end_month": _month,
    "next_number": _number,
    "accent": _colour,
}


# Left alone when nothing is filled in: the series goes on by itself, also while a form is open.
LEAVES: Final = frozenset({"next_number"})


def clean(values: Mapping[str, Any]) -> dict[str, str | int]:
    """Every field of a company that is in ``values``, made regular. Refuses all that is wrong at once, by field."""
    found: dict[str, str | int] = {}
    wrong: dict[str, str | Promise] = {}
    for name, cleaner in CLEANERS.items():
        if name in values and not (name in LEAVES and not str(values[name]).strip()):
            try:
                found[name] = cleaner(str(values[name]))
            except Invalid as refusal:
                wrong[name] = refusal.message
    if wrong:
        raise InvalidFields(wrong)
    return found


def fingerprint(values: Mapping[str, Any]) -> str:
    """What a form showed, so that a change by somebody else in between is noticed."""
    said = json.dumps({name: str(values[name]) for name in CLEANERS if name not in LEAVES}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
