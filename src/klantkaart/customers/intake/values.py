"""One cell at a time: from what was read to what can stand on a card, or the reason why it cannot.

Values that need no cleaning take a short way; ``kernel`` does the rest, and a test holds the two together.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from unicodedata import is_normalized

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import (
    country_code,
    find_probable_bsn,
    is_probable_bsn,
    parse_bic,
    parse_email,
    parse_establishment,
    parse_iban,
    parse_kvk,
    parse_phone,
    parse_postcode,
    parse_vat_id,
    parse_website,
    repair_phone,
)
from klantkaart.kernel.numbers.shape import passes_elfproef
from klantkaart.kernel.text import clean_block, clean_line, fold

from .cells import Kind
from .dates import read_day
from .findings import Level
from .serials import EXACT_DIGITS

NAME, CONTACT, FUNCTION, STREET, CITY, NUMBER, NOTE = 160, 120, 80, 160, 80, 20, 4_000
LEGACY = 40
_TERM = range(121)
_KVK, _ESTABLISHMENT = 8, 12
_KVK_LOST, _ESTABLISHMENT_LOST = range(6, 8), range(7, 12)
_DIGITS_TOGETHER = re.compile(r"\d[\d .-]{6,}\d")
_HOST = re.compile(r"(https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})/?")
_APART = re.compile(r"\s*(?:[;,|/]|\ben\b|\bof\b)\s*")
_MAIL_APART = re.compile(r"[;,|\s]+")
_IN_BRACKETS = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")
_YES = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x", "inactief", "nonactief", "non-actief", "inactive"})
_NO = frozenset({"nee", "n", "no", "false", "onwaar", "0", "actief", "active"})
SERVICES = {
    "telefonie": "telephony", "telephony": "telephony", "voip": "telephony", "telefoon": "telephony",
    "internet": "internet", "alarm": "alarm", "beveiliging": "alarm", "it": "it", "ict": "it",
    "automatisering": "it", "overig": "other", "other": "other",
}  # fmt: skip
_CACHED = 4_096
_DUTCH_VAT = re.compile("NL[0-9]{9}B[0-9]{2}")
_DUTCH_IBAN = re.compile("NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_DUTCH_POSTCODE = re.compile("[1-9][0-9]{3} (?!S[ADS])[A-Z]{2}")
_AS_DIGITS = str.maketrans({chr(55 + number): str(number) for number in range(10, 36)})


class Unfit(Exception):
    """A cell that cannot be used as it is; ``code`` is one of ``codes.SENTENCES``."""

    def __init__(self, code: str, level: Level = Level.REFUSED_CELL, *, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.level, self.facts = code, level, facts or {}


@dataclass
class Around:
    """What a cell may need of its row, and where it tells what was done."""

    answers: Mapping[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, Level, dict[str, str]]] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def country(self) -> str:
        """Of the visiting address: where telephone numbers are dialled and the btw-id was given."""
        return self.countries.get("visiting", "NL")

    def tell(self, code: str, level: Level = Level.REPAIRED, **facts: str) -> None:
        """Something to say about a cell that is used all the same."""
        self.told.append((code, level, facts))

    def once(self, parse: Callable[[str], str], value: str) -> str:
        """For values that many customers share (countries, banks): parsed once per file."""
        key = (parse.__name__, value)
        found = self._known.get(key)
        if found is None:
            found = parse(value)
            if len(self._known) < _CACHED:
                self._known[key] = found
        return found


One = Callable[[str, Kind, Around], str]
Several = Callable[[str, Kind, Around], list[str]]


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
            value = clean_line(_readable(value), longest)
        if _DIGITS_TOGETHER.search(value):
            _no_bsn(value)
        return value

    return clean


def lines(longest: int) -> Several:
    """As ``line``, where several columns may go."""
    clean_one = line(longest)
    return lambda value, kind, around: [clean_one(value, kind, around)]


def note(value: str, _kind: Kind, _around: Around) -> list[str]:
    """Text on several lines, without a BSN in it (UAVG-46b, PD-4)."""
    _no_bsn(value)
    return [value] if is_plain(value, NOTE) else [clean_block(_readable(value), NOTE)]


def number(value: str, kind: Kind, _around: Around) -> str:
    """A customer number: kept as it is written, letters and zeros too."""
    if kind is Kind.NUMBER and len(value) > EXACT_DIGITS:
        raise Unfit("long_number")
    if len(value) > NUMBER:
        raise Unfit("number_length", facts={"most": str(NUMBER)})
    return value if is_plain(value, NUMBER) else clean_line(_readable(value), NUMBER)


def legacy_id(value: str, kind: Kind, _around: Around) -> str:
    if kind is Kind.NUMBER and len(value) > EXACT_DIGITS:
        raise Unfit("long_number")
    return clean_line(_readable(value), LEGACY)


def kvk(value: str, kind: Kind, around: Around) -> str:
    """Eight digits. A number cell has lost its zeros and gets them back; a text of seven digits is asked about."""
    if len(value) == _KVK and value.isascii() and value.isdecimal():
        return value
    if kind is Kind.NUMBER and value.isdecimal():
        if len(value) not in _KVK_LOST:
            _no_bsn(value)
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


def phones(value: str, kind: Kind, around: Around) -> list[str]:
    """One number, or several with a sign or word between them; what Excel left off is put back."""
    country = around.country()
    if kind is Kind.TEXT:
        try:
            return [_phone(value, country)]
        except Invalid:
            several = _phones_apart(value, country)
            if several:
                around.tell("split_phones")
                return several
    repaired = repair_phone(value, country)
    if repaired.note:
        around.tell("repaired", reason=str(repaired.note))
    return [repaired.value]


def emails(value: str, _kind: Kind, around: Around) -> list[str]:
    """A list with commas, semicolons or spaces; also as mail programs write it, with a name around it."""
    if "," not in value and ";" not in value and " " not in value and "<" not in value:
        return [parse_email(value.removeprefix("mailto:"))]
    named = _IN_BRACKETS.findall(value)
    parts = named or [part for part in _MAIL_APART.split(value) if part]
    return _usable(parts, around)


def website(value: str, _kind: Kind, _around: Around) -> list[str]:
    found = _HOST.fullmatch(value)
    if found and "--" not in value:
        return [(found[1] or "https://") + found[2]]
    return [parse_website(value)]


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


def _usable(addresses: list[str], around: Around) -> list[str]:
    """The addresses that are good; the others are told. None good: the cell is refused."""
    good: dict[str, None] = {}
    wrong = None
    for address in addresses:
        try:
            good[parse_email(address)] = None
        except Invalid as error:
            wrong = error
    if wrong is not None and not good:
        raise wrong
    if wrong is not None:
        around.tell("part_refused", Level.REFUSED_CELL, reason=str(wrong.message))
    return list(good)


def _phone(value: str, country: str) -> str:
    """In the plan of the customer's country; a number that only exists in the Netherlands is a Dutch one."""
    try:
        return parse_phone(value, country)
    except Invalid:
        if country == "NL" or not value.lstrip("(").startswith("0"):
            raise
        try:
            return parse_phone(value)
        except Invalid:
            pass
        raise


def _phones_apart(value: str, country: str) -> list[str]:
    parts = [part for part in _APART.split(value) if part]
    if len(parts) < 2:  # noqa: PLR2004  (one part is no list)
        return []
    try:
        return list(dict.fromkeys(_phone(part, country) for part in parts))
    except Invalid:
        return []


def _readable(value: str) -> str:
    if "\ufffd" in value:
        raise Unfit("unreadable")
    return value


def _no_bsn(value: str) -> None:
    """Digits that may be a BSN are refused without a word about them (UAVG-46)."""
    if is_probable_bsn(value) or find_probable_bsn(value):
        raise Unfit("bsn")
