"""Numbers that identify: of the customer, the register, the tax office, the bank, the postal service and countries."""

import re

from klantkaart.kernel.numbers import (
    country_code,
    parse_bic,
    parse_establishment,
    parse_iban,
    parse_kvk,
    parse_postcode,
    parse_vat_id,
)
from klantkaart.kernel.numbers.shape import passes_elfproef
from klantkaart.kernel.text import clean_line

from .around import Around, One, Unfit
from .cells import Kind
from .findings import Level
from .serials import EXACT_DIGITS
from .values import is_plain, no_bsn, readable

NUMBER, LEGACY = 20, 40
_KVK, _ESTABLISHMENT = 8, 12
_KVK_LOST, _ESTABLISHMENT_LOST = range(6, 8), range(7, 12)
_DUTCH_VAT = re.compile("NL[0-9]{9}B(?!00)[0-9]{2}")
_DUTCH_IBAN = re.compile("NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_DUTCH_POSTCODE = re.compile("[1-9][0-9]{3} (?!S[ADS])[A-Z]{2}")
_AS_DIGITS = str.maketrans({chr(55 + number): str(number) for number in range(10, 36)})


def number(value: str, kind: Kind, _around: Around) -> str:
    """A customer number: kept as it is written, letters and zeros too."""
    if kind is Kind.NUMBER and len(value) > EXACT_DIGITS:
        raise Unfit("long_number")
    if len(value) > NUMBER:
        raise Unfit("number_length", facts={"most": str(NUMBER)})
    return value if is_plain(value, NUMBER) else clean_line(readable(value), NUMBER)


def legacy_id(value: str, kind: Kind, _around: Around) -> str:
    if kind is Kind.NUMBER and len(value) > EXACT_DIGITS:
        raise Unfit("long_number")
    return clean_line(readable(value), LEGACY)


def kvk(value: str, kind: Kind, around: Around) -> str:
    """Eight digits. A number cell has lost its zeros and gets them back; a text of seven digits is asked about."""
    if len(value) == _KVK and value.isascii() and value.isdecimal():
        return value
    if kind is Kind.NUMBER and value.isdecimal():
        if len(value) not in _KVK_LOST:
            no_bsn(value)
            raise Unfit("kvk_digits", facts={"count": str(len(value))})
        around.tell("kvk_zeros")
        return value.zfill(_KVK)
    if len(value) == _KVK - 1 and value.isdecimal():
        if around.answers.get("kvk_seven") != "add_zero":
            raise Unfit("kvk_seven", Level.ASK)
        around.tell("kvk_zeros")
        return parse_kvk(f"0{value}")
    return parse_kvk(value)


def establishment(value: str, kind: Kind, around: Around) -> str:
    if kind is Kind.NUMBER and value.isdecimal() and len(value) in _ESTABLISHMENT_LOST:
        around.tell("establishment_zeros")
        return value.zfill(_ESTABLISHMENT)
    return parse_establishment(value)


def vat_id(value: str, _kind: Kind, around: Around) -> str:
    """Whether it may be kept is judged later, when it is known whose it is (UAVG-46b)."""
    if _DUTCH_VAT.fullmatch(value) and passes_elfproef(value[2:11]):
        return value
    return parse_vat_id(value, around.country())


def iban(value: str, _kind: Kind, _around: Around) -> str:
    if _DUTCH_IBAN.fullmatch(value) and int((value[4:] + value[:4]).translate(_AS_DIGITS)) % 97 == 1:
        return value
    return parse_iban(value)


def ibans(value: str, kind: Kind, around: Around) -> list[str]:
    return [iban(value, kind, around)]


def bic(value: str, _kind: Kind, around: Around) -> str:
    return around.once(parse_bic, value)


def postcode(use: str) -> One:
    """In the form of the country of that address."""

    def clean(value: str, _kind: Kind, around: Around) -> str:
        code = around.countries.get(use) or around.country()
        if code == "NL" and _DUTCH_POSTCODE.fullmatch(value):
            return value
        return parse_postcode(value, code)

    return clean


def country(use: str) -> One:
    """Sets the country of that address; it is read before anything that depends on it."""

    def clean(value: str, _kind: Kind, around: Around) -> str:
        code = around.once(country_code, value)
        around.countries[use] = code
        return code

    return clean
