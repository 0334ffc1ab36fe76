"""IBAN (ISO 13616) and BIC (ISO 9362)."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from klantkaart.kernel.errors import Invalid

from .shape import compact, mod97

_DUTCH = re.compile("NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_HEAD = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{0,40}")
_DUTCH_LENGTH = 18


def parse_iban(text: str) -> str:
    """Capitals and digits, no spaces. Refuses an unknown country, a wrong length, form or check digit."""
    value = compact(text)
    if not _HEAD.fullmatch(value):
        raise Invalid(
            _(
                "IBAN begint met twee letters en twee cijfers, zoals NL91. "
                "Neem het over van de bankpas of uit de bankapp."
            )
        )
    if value.startswith("NL"):
        _check_dutch(value)
    else:
        _check_foreign(value)
    return value


def show_iban(iban: str) -> str:
    """In groups of four: ``NL91 ABNA 0417 1643 00``."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def parse_bic(text: str) -> str:
    """8 or 11 characters in capitals. Refuses a wrong form and an unknown country."""
    from schwifty import BIC  # noqa: PLC0415  (reads registries on import)
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    try:
        return str(BIC(compact(text)))
    except SchwiftyException:
        raise Invalid(
            _(
                "BIC heeft 8 of 11 letters en cijfers, zoals ABNANL2A. "
                "Neem het over van het rekeningafschrift of laat het leeg."
            )
        ) from None


def bic_of(iban: str) -> str:
    """The BIC that belongs to a parsed IBAN, "" when the registry does not know the bank."""
    from schwifty import IBAN  # noqa: PLC0415

    found = IBAN(iban, allow_invalid=True).bic
    return str(found) if found else ""


def _check_dutch(value: str) -> None:
    if len(value) != _DUTCH_LENGTH:
        sentence = ngettext(
            "IBAN uit Nederland heeft 18 tekens; hier staat er %(count)d. Neem het over van de bankpas.",
            "IBAN uit Nederland heeft 18 tekens; hier staan er %(count)d. Neem het over van de bankpas.",
            len(value),
        )
        raise Invalid(sentence % {"count": len(value)})
    if not _DUTCH.fullmatch(value) or mod97(value[4:] + value[:4]) != 1:
        raise _mistyped()


def _check_foreign(value: str) -> None:
    from schwifty import IBAN  # noqa: PLC0415
    from schwifty.exceptions import (  # noqa: PLC0415
        InvalidCountryCode,
        InvalidLength,
        InvalidStructure,
        SchwiftyException,
    )

    try:
        IBAN(value)
    except InvalidCountryCode:
        raise Invalid(_("IBAN begint met een landcode die geen IBAN kent. Controleer de eerste letters.")) from None
    except (InvalidLength, InvalidStructure):
        raise Invalid(
            _("IBAN heeft niet de lengte of de vorm van dat land. Neem het over van de bankpas of uit de bankapp.")
        ) from None
    except SchwiftyException:
        raise _mistyped() from None


def _mistyped() -> Invalid:
    return Invalid(_("IBAN klopt niet: een letter of cijfer is verwisseld of vergeten. Neem het over van de bankpas."))
