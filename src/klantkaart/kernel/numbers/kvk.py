"""KvK-nummer (8 digits, no check digit, leading zeros kept) and vestigingsnummer (12 digits)."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from klantkaart.kernel.errors import Invalid

from .shape import Repaired, compact, excel_digits, is_excel_number

_KVK_LENGTH = 8
_ESTABLISHMENT_LENGTH = 12
_DIGITS = re.compile("[0-9]+")


def parse_kvk(text: str) -> str:
    """The 8 digits; spaces, dots and dashes are dropped. Refuses any other length and other characters."""
    value = _digits(text)
    if len(value) == _KVK_LENGTH:
        return value
    if not value:
        raise Invalid(
            _("KvK-nummer bestaat uit 8 cijfers, zonder letters, komma of E. Neem het over uit het Handelsregister.")
        )
    if len(value) == _KVK_LENGTH - 1:
        raise Invalid(
            _(
                "KvK-nummer heeft 8 cijfers; hier staan er 7. Excel laat soms een voorloopnul weg: "
                "is %(suggestion)s bedoeld?"
            )
            % {"suggestion": f"0{value}"}
        )
    if len(value) == _ESTABLISHMENT_LENGTH:
        raise Invalid(
            _("KvK-nummer heeft 8 cijfers; hier staan er 12. Dat lijkt een vestigingsnummer: vul het daar in.")
        )
    sentence = ngettext(
        "KvK-nummer heeft 8 cijfers; hier staat er %(count)d. Neem het over uit het Handelsregister.",
        "KvK-nummer heeft 8 cijfers; hier staan er %(count)d. Neem het over uit het Handelsregister.",
        len(value),
    )
    raise Invalid(sentence % {"count": len(value)})


def repair_kvk(text: str) -> Repaired:
    """As ``parse_kvk``, but puts back the one leading zero that Excel drops and undoes its number notation."""
    value = excel_digits(text) or _digits(text)
    if len(value) == _KVK_LENGTH - 1:
        return Repaired(f"0{value}", _("Voorloopnul van het KvK-nummer toegevoegd; Excel laat die soms weg."))
    if len(value) == _KVK_LENGTH and excel_digits(text):
        return Repaired(value, _("KvK-nummer stond er als rekengetal en is omgezet."))
    return Repaired(parse_kvk(text))


def show_kvk(kvk: str) -> str:
    """As the Chamber writes it: eight digits, nothing between."""
    return kvk


def parse_establishment(text: str) -> str:
    """The 12 digits of a vestigingsnummer. Refuses any other length and other characters."""
    value = _digits(text)
    if len(value) == _ESTABLISHMENT_LENGTH:
        return value
    if not value:
        raise Invalid(
            _("Vestigingsnummer bestaat uit 12 cijfers, zonder letters. Neem het over uit het Handelsregister.")
        )
    sentence = ngettext(
        "Vestigingsnummer heeft 12 cijfers; hier staat er %(count)d. Excel laat soms voorloopnullen weg: "
        "neem het over uit het Handelsregister.",
        "Vestigingsnummer heeft 12 cijfers; hier staan er %(count)d. Excel laat soms voorloopnullen weg: "
        "neem het over uit het Handelsregister.",
        len(value),
    )
    raise Invalid(sentence % {"count": len(value)})


def _digits(text: str) -> str:
    """The digits, or "" when something else is in between; the ``.0`` of a quantity is no digit of the number."""
    value = compact(text)
    return value if _DIGITS.fullmatch(value) and not is_excel_number(text) else ""
