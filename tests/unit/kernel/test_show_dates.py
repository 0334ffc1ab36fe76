"""Days and moments in words, per language, on Dutch clocks."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from klantkaart.kernel.show import show_date, show_moment


@pytest.mark.parametrize(("language", "words"), [("nl", "5 maart 2026"), ("en", "5 March 2026")])
def test_a_day_shows_in_the_language_of_the_reader(language: str, words: str) -> None:
    with translation.override(language):
        assert show_date(date(2026, 3, 5)) == words


def test_a_moment_shows_on_dutch_clocks() -> None:
    with translation.override("nl"):
        assert show_moment(datetime(2026, 3, 4, 23, 2, tzinfo=UTC)) == "5 maart 2026 om 00:02"
        assert show_moment(datetime(2026, 7, 1, 12, 2, tzinfo=UTC)) == "1 juli 2026 om 14:02"
        assert show_date(datetime(2026, 3, 4, 23, 2, tzinfo=UTC)) == "5 maart 2026"


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        show_moment(datetime(2026, 3, 4, 23, 2))  # noqa: DTZ001  (the point)
