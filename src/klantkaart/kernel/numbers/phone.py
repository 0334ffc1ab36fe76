"""Telephone numbers: kept as E.164, shown as Dutch people write them (by phonenumbers)."""

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid

from .country import show_country
from .shape import Repaired, excel_digits, is_excel_number, plain

_SEPARATORS = str.maketrans("", "", " -./()\t\u2010\u2011\u2012\u2013\u2014")
_ALLOWED = re.compile("[0-9+ ()./\t\u2010-\u2014-]{1,60}")
_SHORT_WAY = re.compile(r"(?:0|\+31|0031)([1-9][0-9]{8})")
_DUTCH_NINE = re.compile(r"\+31([1-9][0-9]{8})")
_WITHOUT_ZERO = re.compile("[1-9][0-9]{8}")
_WITHOUT_PLUS = re.compile("31[1-9][0-9]{8}")
# Area codes of three digits after the zero (0172), as the library groups them.
_LONG_AREA = re.compile("1[16-8]|2[259]|3[124]|4[17-9]|5[124679]")
_MOST_DIGITS = 18  # 15 of E.164, and a plus, 00 or trunk zero


def parse_phone(text: str, country: str = "NL") -> str:
    """E.164: ``+31201234567``. ``country`` is where a number without country code is dialled.

    Refuses numbers that do not exist in their country's plan, letters and extensions, two numbers at once,
    what Excel rounded, and a Dutch number without its leading zero or plus (``repair_phone`` puts it back).
    """
    value = plain(text)
    if is_excel_number(value):
        raise Invalid(
            _(
                "Telefoonnummer is door Excel als rekengetal opgeslagen en kan cijfers missen. "
                "Maak de kolom op als tekst en vul het nummer opnieuw in."
            )
        )
    if not _ALLOWED.fullmatch(value):
        raise Invalid(
            _(
                "Telefoonnummer mag alleen cijfers, spaties, streepjes, haakjes en een plus hebben. "
                "Zet namen en toestelnummers in een notitie."
            )
        )
    digits = value.translate(_SEPARATORS)
    short = _SHORT_WAY.fullmatch(digits) if country == "NL" or digits.startswith(("+31", "0031")) else None
    if short and _dutch_plan().fullmatch(short[1]):
        return f"+31{short[1]}"
    if country == "NL" and (suggestion := _completed(digits)):
        raise Invalid(
            _(
                "Telefoonnummer mist de nul of de plus aan het begin; Excel laat die soms weg: "
                "is %(suggestion)s bedoeld?"
            )
            % {"suggestion": show_phone(suggestion)}
        )
    if len(digits) > _MOST_DIGITS:
        raise Invalid(_("Telefoonnummer is te lang. Vul één nummer in en zet een tweede op een eigen regel."))
    return _by_library(digits, country)


def repair_phone(text: str, country: str = "NL") -> Repaired:
    """As ``parse_phone``, but puts back what Excel drops from a Dutch number when only one can be meant."""
    counted = excel_digits(text)
    digits = counted or plain(text).translate(_SEPARATORS)
    if country == "NL" and (found := _completed(digits)):
        return Repaired(found, _("Begin van het telefoonnummer toegevoegd: Excel laat een nul of plus weg."))
    if counted:
        return Repaired(parse_phone(counted, country), _("Telefoonnummer stond er als rekengetal; omgezet."))
    return Repaired(parse_phone(text, country))


def show_phone(e164: str) -> str:
    """``0172-123 456``, ``020-123 4567``, ``06-12345678``; abroad ``+32 470 12 34 56``."""
    dutch = _DUTCH_NINE.fullmatch(e164)
    if dutch:
        return _show_dutch(dutch[1])
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse  # noqa: PLC0415

    try:
        number = parse(e164)
    except NumberParseException:
        return e164
    if not e164.startswith("+31"):
        return format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = format_number(number, PhoneNumberFormat.NATIONAL)
    return national.replace(" ", "-", 1) if national.startswith("0") else national


def _show_dutch(nine: str) -> str:
    if nine.startswith("66"):
        return f"066-{nine[2:]}"
    if nine[0] == "6":
        return f"06-{nine[1:]}"
    if nine[:2] in {"80", "90"}:
        return f"0{nine[:3]}-{nine[3:]}"
    if _LONG_AREA.match(nine):
        return f"0{nine[:3]}-{nine[3:6]} {nine[6:]}"
    return f"0{nine[:2]}-{nine[2:5]} {nine[5:]}"


def _completed(digits: str) -> str:
    """The one Dutch number these digits can be without their first zero or plus; "" otherwise."""
    if _WITHOUT_ZERO.fullmatch(digits) and _dutch_plan().fullmatch(digits):
        return f"+31{digits}"
    if _WITHOUT_PLUS.fullmatch(digits) and _dutch_plan().fullmatch(digits[2:]):
        return f"+{digits}"
    return ""


def _by_library(value: str, country: str) -> str:
    from phonenumbers import (  # noqa: PLC0415  (7 MB, and seldom needed for Dutch numbers)
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_valid_number,
        parse,
    )

    if value.startswith("00"):  # the Dutch way to dial abroad, whatever the country of the address
        value = f"+{value[2:]}"
    try:
        number = parse(value, country)
    except NumberParseException:
        raise _unknown(value, country) from None
    if not is_valid_number(number):
        raise _unknown(value, country)
    return format_number(number, PhoneNumberFormat.E164)


def _unknown(value: str, country: str) -> Invalid:
    if value.startswith("+"):
        return Invalid(_("Telefoonnummer bestaat niet in dat land. Controleer het landnummer en de cijfers erna."))
    if country == "NL":
        return Invalid(
            _(
                "Telefoonnummer bestaat niet in Nederland: daar heeft het 10 cijfers, zoals 0172-123 456. "
                "Zet bij een nummer uit een ander land het landnummer ervoor, zoals +32."
            )
        )
    return Invalid(
        _("Telefoonnummer bestaat niet in %(country)s. Controleer de cijfers of zet het landnummer ervoor, zoals +32.")
        % {"country": show_country(country)}
    )


@lru_cache(maxsize=1)
def _dutch_plan() -> re.Pattern[str]:
    """The nine-digit numbers the library calls valid, as one expression taken from its own tables."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415

    plan = PhoneMetadata.metadata_for_region("NL")
    assert plan is not None  # noqa: S101  (the library ships its own country list)
    kinds = (plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.voip, plan.pager, plan.uan)
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None]
    return re.compile("|".join(pattern for pattern in patterns if pattern))
