"""Postcodes in the form of their country."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import postcode

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_postcode


@pytest.mark.parametrize("text", ["1234 AB", "1234ab", " 1234  Ab ", "NL-1234 AB", "1234\u00a0AB", "1234.AB"])
def test_dutch_postcode_is_kept_with_one_space(text: str) -> None:
    assert parse_postcode(text) == "1234 AB"


@pytest.mark.parametrize("text", ["", "1234", "0123 AB", "1234 A", "12345 AB", "1234 ABC", "AB 1234", "1234 AB\x00"])
def test_other_dutch_postcodes_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="vier cijfers en twee letters"):
        parse_postcode(text)


@pytest.mark.parametrize("letters", ["SA", "SD", "SS"])
def test_letters_that_are_never_issued_are_refused(letters: str) -> None:
    with pytest.raises(Invalid, match="SA, SD en SS"):
        parse_postcode(f"1234 {letters}")


@given(st.from_regex("[0-9]{4} ?[A-Z]{2}", fullmatch=True, alphabet="0123456789ABDSZ "))
def test_dutch_rule_agrees_with_the_library(text: str) -> None:
    try:
        found = parse_postcode(text)
    except Invalid:
        found = ""
    assert found == (postcode.validate(text) if postcode.is_valid(text) else "")


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        ("B-1000", "BE", "1000"),
        ("BE 1000", "BE", "1000"),
        ("D-10115", "DE", "10115"),
        ("01067", "DE", "01067"),
        ("L-1111", "LU", "1111"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("G12 8QQ", "GB", "G12 8QQ"),
        ("D02X285", "IE", "D02 X285"),
        ("00001", "PL", "00-001"),
        ("1000001", "PT", "1000-001"),
        ("11120", "SE", "111 20"),
        ("90210-1234", "US", "90210-1234"),
        (" ab  12 ", "ZA", "AB 12"),
    ],
)
def test_other_countries_have_their_own_form(text: str, country: str, kept: str) -> None:
    assert parse_postcode(text, country) == kept


@pytest.mark.parametrize(
    ("text", "country", "word"),
    [
        ("1067", "DE", "Duitsland: daar ziet een postcode eruit als 10115"),
        ("1234 AB", "BE", "past niet bij België"),
        ("SW1A", "GB", "SW1A 1AA"),
        ("", "US", "Verenigde Staten: gebruik hooguit 12"),
        ("90210;--", "US", "hooguit 12"),
        ("1" * 13, "US", "hooguit 12"),
    ],
)
def test_a_form_of_another_country_is_refused(text: str, country: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_postcode(text, country)
