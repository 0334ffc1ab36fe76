"""Drawings: everything stays inside the picture, in order, and is there for who cannot see it."""

from datetime import date, timedelta

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.office.pictures import Bar, LifeStep, bars, life
from klantkaart.office.templatetags.pictures import bar_chart, life_line

TODAY = date(2026, 3, 5)
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
LIFE = [
    LifeStep(date(2026, 5, 1), "Vertrekt", "amber", sure=False),
    LifeStep(date(2019, 6, 1), "Klant", "green"),
    LifeStep(date(2033, 12, 31), "Laatste factuur weg", last=True),
]


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


@given(st.lists(DAYS, min_size=1, max_size=9), DAYS)
def test_a_life_stays_in_the_picture_and_in_order(days: list[date], today: date) -> None:
    drawn = life([LifeStep(day, "Stap") for day in days], today=today)
    places = [percent(mark.x) for mark in drawn.marks]
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)
    assert all(0 < mark.y_label < drawn.height and 0 < mark.y_day <= drawn.height for mark in drawn.marks)
    assert [mark.step.day for mark in drawn.marks] == sorted(mark.step.day for mark in drawn.marks)


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS)
def test_today_is_marked_once_and_only_inside_a_life(days: list[date], today: date) -> None:
    drawn = life([LifeStep(day, "Stap") for day in days], today=today)
    inside = min(days) < today < max(days) and today not in days
    assert sum(mark.step.now for mark in drawn.marks) == inside


def test_words_close_together_get_rows_of_their_own() -> None:
    steps = [LifeStep(TODAY + timedelta(days=number), f"Stap {number}") for number in range(4)]
    drawn = life([*steps, LifeStep(date(2060, 1, 1), "Einde")], today=date(2000, 1, 1))
    assert len({mark.y_label for mark in drawn.marks[:4]}) == 4


def test_an_empty_life_draws_nothing() -> None:
    assert life([], today=TODAY).marks == []


def test_today_carries_on_the_stretch_it_interrupts() -> None:
    drawn = life(LIFE, today=TODAY)
    assert [(tone, sure) for _x1, _x2, tone, sure in drawn.stretches] == [
        ("green", True), ("green", True), ("amber", False),
    ]  # fmt: skip


def test_nothing_is_drawn_behind_the_last_step() -> None:
    ended = [LifeStep(date(2020, 1, 1), "Weg", last=True), LifeStep(date(2021, 1, 1), "Later")]
    assert life(ended, today=date(2019, 1, 1)).stretches == []


def test_a_life_is_also_a_list_in_words() -> None:
    page = render_to_string("components/life_line.html", life_line(LIFE, "Het leven", TODAY))
    for words in ("1 juni 2019", "Klant", "5 maart 2026", "Vandaag", "31 december 2033", "Laatste factuur weg"):
        assert words in page


@given(st.lists(st.tuples(st.integers(-50, 10_000), st.integers(-50, 20_000)), max_size=24))
def test_bars_stay_in_the_picture(values: list[tuple[int, int]]) -> None:
    for placed in bars([Bar("m", value, str(value), unsettled) for value, unsettled in values]):
        assert 0 <= percent(placed.x) <= percent(placed.x) + percent(placed.width) <= 100.01
        assert 0 <= percent(placed.top) <= percent(placed.top) + percent(placed.height) <= 100.01
        assert not placed.open_height or percent(placed.open_height) <= percent(placed.height) + 0.01


def test_bars_are_also_a_table() -> None:
    page = render_to_string("components/bar_chart.html", bar_chart([Bar("jan", 4200, "€ 42,00", 4200)], "Omzet"))
    assert '<th scope="row">jan</th>' in page
    assert "€ 42,00" in page
    assert "col-open" in page
