"""Working days and terms: the vectors of the domain rules, and the list of holidays against an own computation."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkaart.kernel.clock import AMSTERDAM
from klantkaart.kernel.workdays import (
    Deadline,
    deadline_hours,
    deadline_month,
    holidays_nl,
    is_workday,
    next_workday,
    previous_workday,
)

VECTORS = [
    # received, raw, legal, safe, extended to three months
    ("2026-03-05", "2026-04-05", "2026-04-07", "2026-04-02", "2026-06-05"),
    ("2026-01-31", "2026-02-28", "2026-03-02", "2026-02-27", "2026-04-30"),
    ("2028-01-31", "2028-02-29", "2028-02-29", "2028-02-29", "2028-05-01"),
    ("2026-08-31", "2026-09-30", "2026-09-30", "2026-09-30", "2026-11-30"),
    ("2026-03-27", "2026-04-27", "2026-04-28", "2026-04-24", "2026-06-29"),
    ("2026-04-15", "2026-05-15", "2026-05-15", "2026-05-15", "2026-07-15"),
    ("2026-11-25", "2026-12-25", "2026-12-28", "2026-12-24", "2027-02-25"),
    ("2026-12-01", "2027-01-01", "2027-01-04", "2026-12-31", "2027-03-01"),
    ("2027-04-06", "2027-05-06", "2027-05-07", "2027-05-04", "2027-07-06"),
]
HOURS_72 = [
    # aware, end: on Dutch clocks
    ("2026-10-23 17:00", "2026-10-26 16:00"),
    ("2026-12-24 16:30", "2026-12-27 16:30"),
    ("2027-03-26 17:00", "2027-03-29 18:00"),
]


def _dutch(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(("received", "raw", "legal", "safe", "extended"), VECTORS)
def test_month_term_vectors(received: str, raw: str, legal: str, safe: str, extended: str) -> None:
    day = date.fromisoformat(received)
    expected = Deadline(date.fromisoformat(raw), date.fromisoformat(legal), date.fromisoformat(safe))
    assert deadline_month(day) == expected
    assert deadline_month(day, 3).legal == date.fromisoformat(extended)


@pytest.mark.parametrize(("aware", "end"), HOURS_72)
def test_72_hours_run_through_weekends_holidays_and_clock_changes(aware: str, end: str) -> None:
    assert deadline_hours(_dutch(aware), 72) == _dutch(end)


def test_end_of_a_term_in_hours_is_in_utc() -> None:
    assert deadline_hours(_dutch("2026-10-23 17:00"), 72).tzinfo is UTC


def test_a_moment_counts_as_its_dutch_day() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)  # half past midnight on the 5th in the Netherlands
    assert deadline_month(late) == deadline_month(date(2026, 3, 5))


def test_terms_refuse_what_cannot_be_counted() -> None:
    naive = datetime(2026, 3, 4, 12)  # noqa: DTZ001  (the point)
    with pytest.raises(ValueError, match="time zone"):
        deadline_hours(naive, 72)
    with pytest.raises(ValueError, match="time zone"):
        deadline_month(naive)
    with pytest.raises(ValueError, match="at least one month"):
        deadline_month(date(2026, 3, 5), 0)


def _easter(year: int) -> date:
    """The anonymous Gregorian computus: nothing shared with the library under test."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _listed(year: int) -> set[date]:
    """DL-5, written out."""
    easter, king = _easter(year), date(year, 4, 27)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    moving = {easter + timedelta(days=days) for days in (-2, 1, 39, 50)}
    return fixed | moving | {king - timedelta(days=1) if king.weekday() == 6 else king}


@pytest.mark.parametrize("year", range(2020, 2061))
def test_holidays_are_exactly_the_listed_days(year: int) -> None:
    assert set(holidays_nl(year)) == _listed(year)


@pytest.mark.parametrize("day", ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"])
def test_equated_days_are_normal_working_days(day: str) -> None:
    assert is_workday(date.fromisoformat(day))


def test_holidays_have_their_dutch_name() -> None:
    names = holidays_nl(2025)
    assert names[date(2025, 4, 26)] == "Koningsdag"  # the 27th is a Sunday
    assert names[date(2025, 4, 18)] == "Goede vrijdag"
    assert list(names) == sorted(names)


@settings(deadline=None)
@given(day=st.dates(date(2015, 1, 1), date(2060, 12, 31)))
def test_nearest_working_days_enclose_the_day(day: date) -> None:
    before, after = previous_workday(day), next_workday(day)
    assert before <= day <= after
    assert is_workday(before)
    assert is_workday(after)
    assert (before == day == after) is is_workday(day)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(is_workday(other) for other in between)


@settings(deadline=None)
@given(day=st.dates(date(2015, 1, 1), date(2060, 12, 31)), months=st.integers(1, 3))
def test_what_is_promised_is_never_later_than_what_is_allowed(day: date, months: int) -> None:
    found = deadline_month(day, months)
    assert day < found.safe <= found.raw <= found.legal
