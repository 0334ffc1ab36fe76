"""Postcodes in the form of their country; for a country without a form here, anything short and plain."""

import re

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid

from .country import show_country
from .shape import compact

_DUTCH = re.compile("([1-9][0-9]{3})([A-Z]{2})")
_NEVER_ISSUED = frozenset({"SA", "SD", "SS"})
# country -> (form without separators, how it is written, an example)
_FORMS = {
    "AT": (re.compile("([1-9][0-9]{3})"), r"\1", "1010"),
    "BE": (re.compile("([1-9][0-9]{3})"), r"\1", "1000"),
    "CH": (re.compile("([1-9][0-9]{3})"), r"\1", "3000"),
    "DE": (re.compile("([0-9]{5})"), r"\1", "10115"),
    "DK": (re.compile("([0-9]{4})"), r"\1", "1050"),
    "ES": (re.compile("([0-5][0-9]{4})"), r"\1", "28001"),
    "FR": (re.compile("([0-9]{5})"), r"\1", "75001"),
    "GB": (re.compile("([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})"), r"\1 \2", "SW1A 1AA"),
    "IE": (re.compile("([A-Z][0-9][0-9W])([0-9A-Z]{4})"), r"\1 \2", "D02 X285"),
    "IT": (re.compile("([0-9]{5})"), r"\1", "00118"),
    "LU": (re.compile("([1-9][0-9]{3})"), r"\1", "1111"),
    "PL": (re.compile("([0-9]{2})([0-9]{3})"), r"\1-\2", "00-001"),
    "PT": (re.compile("([0-9]{4})([0-9]{3})"), r"\1-\2", "1000-001"),
    "SE": (re.compile("([0-9]{3})([0-9]{2})"), r"\1 \2", "111 20"),
}
_OTHER = re.compile("[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?")


def parse_postcode(text: str, country: str = "NL") -> str:
    """As the country writes it: ``1234 AB``. A prefix (``B-1000``, ``NL 1234 AB``) is dropped.

    Refuses, for the Netherlands, what is not four digits without leading zero and two letters, and the never
    issued SA, SD, SS; for the countries around it what has another form; elsewhere more than 12 characters.
    """
    value = compact(text)
    if country == "NL":
        return _dutch(value.removeprefix("NL"))
    if country not in _FORMS:
        return _other(text, country)
    form, written, example = _FORMS[country]
    found = form.fullmatch(value) or form.fullmatch(re.sub(f"^{country}?", "", value))
    if found is None:
        raise Invalid(
            _(
                "Postcode past niet bij %(country)s: daar ziet een postcode eruit als %(example)s. "
                "Controleer de postcode of het land."
            )
            % {"country": show_country(country), "example": example}
        )
    return found.expand(written)


def _dutch(value: str) -> str:
    found = _DUTCH.fullmatch(value)
    if found is None:
        raise Invalid(
            _(
                "Postcode in Nederland is vier cijfers en twee letters, zoals 1234 AB. "
                "Controleer de postcode of het land."
            )
        )
    if found[2] in _NEVER_ISSUED:
        raise Invalid(_("Postcode klopt niet: SA, SD en SS komen niet voor. Controleer de letters."))
    return f"{found[1]} {found[2]}"


def _other(text: str, country: str) -> str:
    value = " ".join(text.upper().split())
    if not _OTHER.fullmatch(value):
        raise Invalid(
            _("Postcode in %(country)s: gebruik hooguit 12 letters, cijfers, spaties en streepjes.")
            % {"country": show_country(country)}
        )
    return value
