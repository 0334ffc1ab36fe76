"""Countries by code and by name."""

import pycountry
import pytest
from django.utils import translation

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import country_code, show_country
from klantkaart.kernel.numbers.country import _names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nl", "NL"),
        (" Nederland ", "NL"),
        ("The Netherlands", "NL"),
        ("NLD", "NL"),
        ("België", "BE"),
        ("BELGIE", "BE"),
        ("Germany", "DE"),
        ("d", "DE"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("Curaçao", "CW"),
    ],
)
def test_codes_and_names_lead_to_the_code(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "zz", "EU", "Atlantis", "N", "528", "nl" * 100_000])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Land is niet herkend"):
        country_code(text)


def test_the_countries_are_those_of_iso_3166() -> None:
    expected = {country.alpha_2 for country in pycountry.countries} | {"XK"}  # Kosovo: no ISO code, but post and banks
    assert set(_names("nl")) == set(_names("en")) == expected


def test_every_code_and_every_shown_name_leads_back() -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            for code in _names(language):
                assert country_code(code) == code_of_name(code) == code
            assert show_country("??") == "??"


def code_of_name(code: str) -> str:
    return country_code(show_country(code))


def test_a_country_shows_in_the_language_of_the_reader() -> None:
    with translation.override("nl"):
        assert show_country("BE") == "België"
    with translation.override("en"):
        assert show_country("BE") == "Belgium"
