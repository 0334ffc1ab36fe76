"""Days, amounts and numbers as Dutch people write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from klantkaart.kernel import clock
from klantkaart.office.templatetags import dutch


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 3, 5), "vandaag"),
        (date(2026, 3, 6), "morgen"),
        (date(2026, 3, 4), "gisteren"),
        (date(2026, 3, 7), "over 2 dagen"),
        (date(2026, 3, 1), "4 dagen geleden"),
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), "morgen"),
        (None, ""),
    ],
)
def test_days_near_today_have_words(on: date | None, words: str) -> None:
    with clock.at(date(2026, 3, 5)):
        assert dutch.from_today(on) == words


def test_dates_as_they_are_written() -> None:
    assert dutch.day(date(2026, 3, 5)) == "5 maart 2026"
    assert dutch.short_day(date(2026, 3, 5)) == "5 mrt 2026"
    assert dutch.moment(datetime(2026, 3, 5, 13, 2, tzinfo=UTC)) == "5 maart 2026 om 14:02"
    assert dutch.iso(date(2026, 3, 5)) == "2026-03-05"


def test_short_dates_follow_the_language() -> None:
    with translation.override("en"):
        assert dutch.short_day(date(2026, 3, 5)) == "5 Mar 2026"


@pytest.mark.parametrize(
    "show", [dutch.day, dutch.short_day, dutch.moment, dutch.iso, dutch.euro, dutch.phone, dutch.iban]
)
def test_what_is_unknown_shows_as_nothing(show: object) -> None:
    assert callable(show)
    assert show(None) == ""


def test_amounts_and_numbers() -> None:
    assert dutch.euro(123456).replace("\xa0", " ") == "€ 1.234,56"
    assert dutch.euro(0).replace("\xa0", " ") == "€ 0,00"
    assert dutch.phone("+31172123456") == "0172-123 456"
    assert dutch.iban("NL91ABNA0417164300").replace("\xa0", " ") == "NL91 ABNA 0417 1643 00"


def test_a_telephone_number_dials() -> None:
    assert 'href="tel:+31172123456"' in dutch.phone_link("+31172123456")
    assert dutch.phone_link("") == ""
