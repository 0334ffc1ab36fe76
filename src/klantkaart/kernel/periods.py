"""Calendar periods as laws and contracts count them, and the exact way back (DL-1, RET-2)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import ngettext

_MONTHS = 12
_LONGEST_MONTH = 31


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in one unit; as text ``7 jaar``. Refuses (ValueError) a negative length."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("A period has no negative length.")

    def __str__(self) -> str:
        return _words(self.unit, self.value) % {"count": self.value}


def add(day: date, period: Period) -> date:
    """The last day of a period that an event on ``day`` starts; the day of the event is not counted (DL-1).

    Months and years end on the same date, or on the last day of a month that has no such date. Hours count as
    whole days here, rounded up; a term in hours is ``workdays.deadline_hours``. Refuses (OverflowError) to go
    beyond the year 9999.
    """
    months = _months(period)
    if months is None:
        return day + timedelta(days=_days(period))
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, _length(year, month)))


def last_start_before(on: date, period: Period) -> date:
    """The latest day ``s`` with ``add(s, period) < on``: what started on or before it has lapsed on ``on``.

    Exact inverse of ``add`` and monotone in ``on``, so a due list can compare a column with one constant.
    """
    end = on - timedelta(days=1)
    months = _months(period)
    if months is None:
        return end - timedelta(days=_days(period))
    year, month = _month_after(end, -months)
    longest = _length(year, month)
    if end.day == _length(end.year, end.month):
        return date(year, month, longest)  # later days of a longer month end on this same last day
    return date(year, month, min(end.day, longest))


def book_year_end(day: date, end_month: int = 12, end_day: int = 31) -> date:
    """The last day of the book year in which ``day`` falls (RET-2), 31 December unless the year is broken.

    A day the month does not have means its last: 29-2 is 28 February in most years. Refuses (ValueError) a
    month outside 1-12 and a day outside 1-31.
    """
    if not (1 <= end_month <= _MONTHS and 1 <= end_day <= _LONGEST_MONTH):
        raise ValueError("A book year ends on a day of a month.")
    end = date(day.year, end_month, min(end_day, _length(day.year, end_month)))
    if day <= end:
        return end
    return date(day.year + 1, end_month, min(end_day, _length(day.year + 1, end_month)))


def _months(period: Period) -> int | None:
    """The length in calendar months, None for a unit that counts days."""
    if period.unit is Unit.YEARS:
        return period.value * _MONTHS
    return period.value if period.unit is Unit.MONTHS else None


def _days(period: Period) -> int:
    if period.unit is Unit.HOURS:
        return -(-period.value // 24)
    return period.value * 7 if period.unit is Unit.WEEKS else period.value


def _month_after(day: date, months: int) -> tuple[int, int]:
    year, month0 = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return year, month0 + 1


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _words(unit: Unit, count: int) -> str:
    match unit:
        case Unit.HOURS:
            return ngettext("%(count)d uur", "%(count)d uur", count)
        case Unit.DAYS:
            return ngettext("%(count)d dag", "%(count)d dagen", count)
        case Unit.WEEKS:
            return ngettext("%(count)d week", "%(count)d weken", count)
        case Unit.MONTHS:
            return ngettext("%(count)d maand", "%(count)d maanden", count)
        case Unit.YEARS:
            return ngettext("%(count)d jaar", "%(count)d jaar", count)
