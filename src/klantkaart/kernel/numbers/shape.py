"""What all number parsers share: undoing what pasting and Excel do to a cell, and two check sums."""

import re
import unicodedata
from dataclasses import dataclass

from klantkaart.kernel.errors import Text

# Shows nothing: address books and web pages wrap numbers in it.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
_SEPARATORS = str.maketrans("", "", " .-\t\u2010\u2011\u2012\u2013\u2014")
_EXCEL_NUMBER = re.compile(r"([0-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
_EXCEL_WHOLE = re.compile(r"([1-9][0-9]{4,})[.,]0{1,2}")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value that was read, and what had to be repaired to read it; an empty ``note`` means nothing."""

    value: str
    note: Text = ""


def plain(text: str) -> str:
    """Trimmed, wide and other look-alike digits and letters made ordinary, invisible characters dropped."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()


def compact(text: str) -> str:
    """As ``plain``, in capitals, without spaces, dots and dashes."""
    return plain(text).upper().translate(_SEPARATORS)


def is_excel_number(text: str) -> bool:
    """Whether Excel took the number for a quantity: ``3.1E+10``, ``12345678.0``."""
    value = plain(text)
    return bool(_EXCEL_NUMBER.fullmatch(value) or _EXCEL_WHOLE.fullmatch(value))


def excel_digits(text: str) -> str:
    """The digits of such a cell, ``12345678.0`` or ``1.2345678E+7``; "" when it is none or digits are gone."""
    value = plain(text)
    if whole := _EXCEL_WHOLE.fullmatch(value):
        return whole[1]
    found = _EXCEL_NUMBER.fullmatch(value)
    if found and len(found[2] or "") == int(found[3]):
        return found[1] + (found[2] or "")
    return ""


def passes_elfproef(digits: str) -> bool:
    """The check of BSN and RSIN: nine digits weighted 9..2 and -1 add up to a multiple of 11; not all zero."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and digits.strip("0") != ""


def mod97(text: str) -> int:
    """The text as one number, letters as A=10 .. Z=35, modulo 97 (ISO 7064)."""
    return int("".join(str(int(char, 36)) for char in text)) % 97
