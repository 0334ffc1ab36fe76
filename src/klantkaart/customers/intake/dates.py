"""Days as Dutch people and packages write them."""

import re
from datetime import date, datetime

from klantkaart.kernel import clock

from .cells import Kind
from .serials import as_date

_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_WRITTEN = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ALSO = {"mrt": 3, "may": 5, "mar": 3, "oct": 10}
_SERIALS = range(7_306, 73_051)  # 1920 up to and including 2099
_YEARS = range(1900, 2101)
_CENTURY = 100


def read_day(value: str, kind: Kind) -> tuple[date, str] | None:
    """The day and a code when it had to be repaired ("" otherwise); None for what is no day.

    Day before month, always. A moment with a time zone counts as the day it was in the Netherlands.
    """
    if value.isascii() and value.isdecimal() and int(value) in _SERIALS:
        return date.fromisoformat(as_date(value)[:10]), "serial_date"
    if len(value) == 10 and value[2] == "-" == value[5]:  # noqa: PLR2004  (31-12-2020, as nearly all are)
        value = f"{value[6:]}-{value[3:5]}-{value[:2]}"
    try:
        found = _iso(value) or _dutch(value) or _written(value)
    except ValueError:
        return None
    if found is None or found[0].year not in _YEARS:
        return None
    return found if kind is not Kind.NUMBER else None


def _iso(value: str) -> tuple[date, str] | None:
    if value[4:5] != "-":
        return None
    if len(value) == len("2020-12-31"):
        return date.fromisoformat(value), ""
    moment = datetime.fromisoformat(value)
    return (clock.local(moment).date() if moment.tzinfo else moment.date()), ""


def _dutch(value: str) -> tuple[date, str] | None:
    found = _DUTCH.fullmatch(value)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if year >= _CENTURY:
        return date(year, month, day), ""
    now = clock.today().year
    century = now - now % _CENTURY
    return date(century + year if century + year <= now + 1 else century - _CENTURY + year, month, day), "short_year"


def _written(value: str) -> tuple[date, str] | None:
    """``3 mei 2019``."""
    found = _WRITTEN.fullmatch(value)
    if found is None:
        return None
    name = found[2].lower()[:3]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else _ALSO.get(name)
    return (date(int(found[3]), month, int(found[1])), "") if month else None
