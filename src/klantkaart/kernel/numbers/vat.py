"""Btw-id, Dutch and foreign, and the number of a sole trader that hides a BSN (UAVG-46b)."""

import re
from types import ModuleType

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid

from .country import show_country
from .shape import compact, mod97, passes_elfproef

_DUTCH = re.compile("(?:NL)?((?!0{9})[0-9]{9}B(?!00)[0-9]{2})")
_ANYWHERE = re.compile("(?=.*[0-9])[A-Z0-9]{4,20}")
_LONGEST = 24
# The EU's own list, with EL for Greece and XI for Northern Ireland.
_EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})  # fmt: skip
_NEIGHBOURS = frozenset({"CH", "GB", "NO"})


def parse_vat_id(text: str, country: str = "NL", *, natural_person: bool = False) -> str:
    """The number with its country prefix, without spaces and dots: ``NL004495445B01``, ``BE0403019261``.

    A prefix in the text goes before ``country``. A Dutch number passes the elfproef over its nine digits or
    mod-97 over the whole. ``natural_person`` refuses a Dutch number that passes the elfproef only: that is the
    omzetbelastingnummer of a sole trader, and its digits are a BSN (UAVG art. 46). Refuses a wrong check digit,
    and for countries whose form is unknown what is not 4 to 20 letters and digits.
    """
    value = compact(text)
    if len(value) > _LONGEST:
        raise Invalid(_("Btw-id is te lang. Vul alleen het nummer in, zoals het op een factuur staat."))
    prefix, rest = _taken_apart(value, country)
    if prefix == "NL":
        return _dutch(rest, natural_person=natural_person)
    if prefix in _EU:
        return _european(prefix, rest)
    return _elsewhere(prefix, rest)


def _taken_apart(value: str, country: str) -> tuple[str, str]:
    """Prefix and the rest; without a prefix that of the country."""
    if value[:2] in _EU | _NEIGHBOURS:
        return value[:2], value[2:]
    own = {"GR": "EL"}.get(country, country)
    return own, value.removeprefix(own)


def _dutch(rest: str, *, natural_person: bool) -> str:
    found = _DUTCH.fullmatch(rest)
    if found is None:
        raise Invalid(
            _(
                "Btw-id in Nederland is NL, negen cijfers, een B en twee cijfers, zoals NL123456789B01. "
                "Neem het over van een factuur."
            )
        )
    value = f"NL{found[1]}"
    own_check = mod97(value) == 1
    if natural_person and not own_check and passes_elfproef(found[1][:9]):
        raise Invalid(
            _(
                "Btw-id: dit lijkt het omzetbelastingnummer van een eenmanszaak. Daarin zit een "
                "burgerservicenummer en dat mag niet worden bewaard. Vul het btw-id van de facturen in."
            )
        )
    if not own_check and not passes_elfproef(found[1][:9]):
        raise Invalid(_("Btw-id klopt niet: een cijfer is verwisseld of vergeten. Neem het over van een factuur."))
    return value


def _european(prefix: str, rest: str) -> str:
    from stdnum.eu import vat  # noqa: PLC0415  (pulls in a module per country)
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    try:
        return str(vat.validate(prefix + rest))
    except ValidationError:
        raise _foreign(prefix) from None


def _elsewhere(country: str, rest: str) -> str:
    from stdnum.exceptions import ValidationError  # noqa: PLC0415

    module = _module(country)
    if module is None:
        if _ANYWHERE.fullmatch(rest):
            return country + rest
        raise _foreign(country)
    for candidate in (country + rest, rest):
        try:
            number = str(module.validate(candidate))
        except ValidationError:
            continue
        return number if number.startswith(country) else country + number
    raise _foreign(country)


def _module(country: str) -> ModuleType | None:
    from stdnum import get_cc_module  # noqa: PLC0415

    found = get_cc_module(country.lower(), "vat")
    return found if isinstance(found, ModuleType) else None


def _foreign(country: str) -> Invalid:
    name = show_country({"EL": "GR", "XI": "GB"}.get(country, country))
    return Invalid(
        _("Btw-id past niet bij %(country)s of bevat een tikfout. Neem het over van een factuur.") % {"country": name}
    )
