"""Periods and the way back: exact inverse, month ends, 29 February, broken book years (DL-1, RET-2)."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from klantkaart.kernel.periods import Period, Unit, add, book_year_end, last_start_before

DAY = timedelta(days=1)


@st.composite
def _days(draw: st.DrawFn) -> date:
    """Any day, half of the time at the end of a month, where calendars are awkward."""
    day = draw(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
    if draw(st.booleans()):
        last = monthrange(day.year, day.month)[1]
        day = day.replace(day=draw(st.integers(min_value=min(28, last), max_value=last)))
    return day


_PERIODS = st.builds(Period, st.integers(0, 400), st.sampled_from(list(Unit)))


@given(on=_days(), period=_PERIODS)
@example(on=date(2028, 3, 1), period=Period(1, Unit.MONTHS))
@example(on=date(2027, 3, 1), period=Period(1, Unit.YEARS))
def test_last_start_is_the_exact_inverse_of_add(on: date, period: Period) -> None:
    start = last_start_before(on, period)
    assert add(start, period) < on
    assert add(start + DAY, period) >= on


@given(on=_days(), period=_PERIODS)
def test_last_start_never_goes_back_when_the_day_moves_on(on: date, period: Period) -> None:
    assert last_start_before(on, period) <= last_start_before(on + DAY, period)


@given(day=_days(), period=_PERIODS)
def test_a_start_has_lapsed_exactly_when_it_is_not_after_the_last_start(day: date, period: Period) -> None:
    due = add(day, period) + DAY
    assert day <= last_start_before(due, period)
    assert day > last_start_before(due - DAY, period)


@pytest.mark.parametrize("months", [1, 2, 11, 12, 13, 24, 48, 84])
def test_inverse_holds_for_every_day_around_a_leap_year(months: int) -> None:
    period = Period(months, Unit.MONTHS)
    on = date(2027, 1, 1)
    while on < date(2030, 1, 1):
        start = last_start_before(on, period)
        assert add(start, period) < on <= add(start + DAY, period)
        on += DAY


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        (date(2026, 3, 5), 1, Unit.MONTHS, date(2026, 4, 5)),
        (date(2026, 1, 31), 1, Unit.MONTHS, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, Unit.MONTHS, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, Unit.MONTHS, date(2026, 3, 28)),
        (date(2028, 2, 29), 1, Unit.YEARS, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, Unit.YEARS, date(2032, 2, 29)),
        (date(2026, 12, 31), 2, Unit.WEEKS, date(2027, 1, 14)),
        (date(2026, 12, 31), 0, Unit.DAYS, date(2026, 12, 31)),
        (date(2026, 12, 31), 25, Unit.HOURS, date(2027, 1, 2)),
        (date(2026, 12, 31), 24, Unit.HOURS, date(2027, 1, 1)),
    ],
)
def test_period_ends_on_the_same_date_or_the_last_of_the_month(start: date, value: int, unit: Unit, end: date) -> None:
    assert add(start, Period(value, unit)) == end


@pytest.mark.parametrize(
    ("lost_actuality", "end_month", "end_day", "keep_through"),
    [
        (date(2026, 3, 15), 12, 31, date(2033, 12, 31)),
        (date(2027, 1, 1), 12, 31, date(2034, 12, 31)),
        (date(2026, 7, 1), 6, 30, date(2034, 6, 30)),
        (date(2026, 6, 30), 6, 30, date(2033, 6, 30)),
    ],
)
def test_seven_years_count_from_the_end_of_the_book_year(
    lost_actuality: date, end_month: int, end_day: int, keep_through: date
) -> None:
    end = book_year_end(lost_actuality, end_month, end_day)
    seven = Period(7, Unit.YEARS)
    assert add(end, seven) == keep_through
    assert end <= last_start_before(keep_through + DAY, seven)
    assert end > last_start_before(keep_through, seven)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2027, 2, 28), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2029, 2, 28)),
    ],
)
def test_book_year_to_the_end_of_february_follows_leap_years(day: date, end: date) -> None:
    assert book_year_end(day, 2, 29) == end


@given(day=_days(), month=st.integers(1, 12), last=st.integers(1, 31))
def test_book_years_follow_each_other_without_gap(day: date, month: int, last: int) -> None:
    end = book_year_end(day, month, last)
    assert day <= end
    assert book_year_end(end, month, last) == end
    assert end < book_year_end(end + DAY, month, last)
    assert (end - day).days < 366


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 32)])
def test_book_year_ends_on_a_day_of_a_month(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="day of a month"):
        book_year_end(date(2026, 1, 1), month, day)


def test_a_period_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Period(-1, Unit.DAYS)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.YEARS])
def test_a_period_beyond_the_calendar_is_refused(unit: Unit) -> None:
    with pytest.raises(OverflowError):
        add(date(9999, 12, 31), Period(1, unit))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(72, Unit.HOURS), "72 uur"),
        (Period(1, Unit.DAYS), "1 dag"),
        (Period(30, Unit.DAYS), "30 dagen"),
        (Period(2, Unit.WEEKS), "2 weken"),
        (Period(1, Unit.MONTHS), "1 maand"),
        (Period(7, Unit.YEARS), "7 jaar"),
    ],
)
def test_a_period_shows_in_words(period: Period, words: str) -> None:
    with translation.override("nl"):
        assert str(period) == words
