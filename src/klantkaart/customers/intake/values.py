"""Text and plain facts, one cell at a time: from what was read to what can stand on a card, or why it cannot.

Values that need no cleaning take a short way; ``kernel`` does the rest, and a test holds the two together.
"""

import re
from unicodedata import is_normalized

from klantkaart.kernel.numbers import find_probable_bsn, is_probable_bsn
from klantkaart.kernel.text import clean_block, clean_line, fold

from .around import Around, One, Several, Unfit
from .cells import Kind
from .dates import read_day
from .findings import Level

NAME, CONTACT, FUNCTION, STREET, CITY, NOTE = 160, 120, 80, 160, 80, 4_000
_TERM = range(121)
_DIGITS_TOGETHER = re.compile(r"\d[\d .-]{6,}\d")
_APART = re.compile(r"\s*(?:[;,|/]|\ben\b|\bof\b)\s*")
_YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x", "inactief", "nonactief", "non-actief", "inactive"})
_NO = frozenset({"nee", "n", "no", "false", "onwaar", "0", "actief", "active"})
SERVICES = {
    "telefonie": "telephony", "telephony": "telephony", "voip": "telephony", "telefoon": "telephony",
    "internet": "internet", "alarm": "alarm", "beveiliging": "alarm", "it": "it", "ict": "it",
    "automatisering": "it", "overig": "other", "other": "other",
}  # fmt: skip


def is_plain(value: str, longest: int) -> bool:
    """Nothing to clean: printable, composed, single spaces, short enough. ``value`` is trimmed."""
    return (
        len(value) <= longest
        and value.isprintable()
        and "  " not in value
        and (value.isascii() or (is_normalized("NFC", value) and "\ufffd" not in value))
    )


def line(longest: int) -> One:
    """Text on one line, without a BSN in it."""

    def clean(value: str, _kind: Kind, _around: Around) -> str:
        if not is_plain(value, longest):
            value = clean_line(readable(value), longest)
        if _DIGITS_TOGETHER.search(value):
            no_bsn(value)
        return value

    return clean


def lines(longest: int) -> Several:
    """As ``line``, where several columns may go."""
    clean_one = line(longest)
    return lambda value, kind, around: [clean_one(value, kind, around)]


def note(value: str, _kind: Kind, _around: Around) -> list[str]:
    """Text on several lines, without a BSN in it (UAVG-46b, PD-4)."""
    no_bsn(value)
    return [value] if is_plain(value, NOTE) else [clean_block(readable(value), NOTE)]


def since(value: str, kind: Kind, around: Around) -> str:
    """A day, as ISO."""
    found = read_day(value, kind)
    if found is None:
        raise Unfit("date")
    day, code = found
    if code:
        around.tell(code, year=str(day.year))
    return day.isoformat()


def services(value: str, _kind: Kind, around: Around) -> list[str]:
    """The kinds of service that are named; other words are told and left."""
    if value.lower() in SERVICES:
        return [SERVICES[value.lower()]]
    words = [word for word in _APART.split(fold(value)) if word]
    if any(word not in SERVICES for word in words):
        around.tell("unknown_service", Level.IGNORED)
    return [SERVICES[word] for word in words if word in SERVICES]


def term(value: str, _kind: Kind, _around: Around) -> str:
    digits = value.removesuffix("dagen").removesuffix("dgn").strip()
    if not digits.isdecimal() or int(digits) not in _TERM:
        raise Unfit("term")
    return str(int(digits))


def yes_no(value: str, _kind: Kind, _around: Around) -> str:
    """ "ja" or "" for no."""
    word = fold(value)
    if word in _YES:
        return "ja"
    if word in _NO:
        return ""
    raise Unfit("yes_no")


def readable(value: str) -> str:
    if "\ufffd" in value:
        raise Unfit("unreadable")
    return value


def no_bsn(value: str) -> None:
    """Digits that may be a BSN are refused without a word about them (UAVG-46)."""
    if is_probable_bsn(value) or find_probable_bsn(value):
        raise Unfit("bsn")
