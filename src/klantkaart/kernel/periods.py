"""Terms in calendar units and the days they end on (Reg. 1182/71, AWR art. 52; domain 3.3, 7.1)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import ngettext


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A length in calendar units; ``value`` is zero or more."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("A period is not negative.")

    def __str__(self) -> str:
        words = {
            Unit.DAYS: ngettext("%(n)d dag", "%(n)d dagen", self.value),
            Unit.WEEKS: ngettext("%(n)d week", "%(n)d weken", self.value),
            Unit.MONTHS: ngettext("%(n)d maand", "%(n)d maanden", self.value),
            Unit.YEARS: ngettext("%(n)d jaar", "%(n)d jaar", self.value),
        }
        return words[self.unit] % {"n": self.value}


def add(day: date, period: Period) -> date:
    """The day a term ends that starts on ``day``: same date in the last month, or that month's last day (DL-1)."""
    match period.unit:
        case Unit.DAYS:
            return day + timedelta(days=period.value)
        case Unit.WEEKS:
            return day + timedelta(weeks=period.value)
        case Unit.MONTHS:
            return _add_months(day, period.value)
        case Unit.YEARS:
            return _add_months(day, 12 * period.value)


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_start_before(on: date, period: Period) -> date:
    """The latest start whose term is over before ``on``: the exact inverse of :func:`add`, which never decreases."""
    start = _guess(on, period)
    while add(start, period) >= on:
        start -= timedelta(days=1)
    while add(start + timedelta(days=1), period) < on:
        start += timedelta(days=1)
    return start


def _guess(on: date, period: Period) -> date:
    match period.unit:
        case Unit.DAYS:
            return on - timedelta(days=period.value + 1)
        case Unit.WEEKS:
            return on - timedelta(weeks=period.value, days=1)
        case Unit.MONTHS:
            return _add_months(on, -period.value)
        case Unit.YEARS:
            return _add_months(on, -12 * period.value)


def book_year_end(day: date, end_month: int = 12) -> date:
    """Last day of the book year in which ``day`` falls; a book year ends on the last day of a month."""
    year = day.year if day.month <= end_month else day.year + 1
    return date(year, end_month, monthrange(year, end_month)[1])
