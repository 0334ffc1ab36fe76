"""Telephone numbers: kept as E.164, shown as Dutch people write them, repaired when only one can be meant."""

from itertools import product

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_phone, repair_phone, show_phone


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("020-123 4567", "+31201234567"),
        ("(020) 123 45 67", "+31201234567"),
        ("0172/123456", "+31172123456"),
        ("0172 \u2013 123.456", "+31172123456"),
        ("06-12345678", "+31612345678"),
        ("+31 (0)20 123 4567", "+31201234567"),
        ("+310201234567", "+31201234567"),
        ("0031 20 123 4567", "+31201234567"),
        ("\u202a+31 6 12345678\u202c", "+31612345678"),
        ("097012345678", "+3197012345678"),
        ("0800-1234", "+318001234"),
        ("14 020", "+3114020"),
        ("0032 470 12 34 56", "+32470123456"),
        ("+49 30 901820", "+4930901820"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+49 (0)30 901820", "+4930901820"),
    ],
)
def test_numbers_are_kept_as_e164(text: str, e164: str) -> None:
    assert parse_phone(text) == e164
    assert parse_phone(show_phone(e164)) == e164
    assert repair_phone(text).note == ""


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("0470 12 34 56", "BE", "+32470123456"),
        ("030 901820", "DE", "+4930901820"),
        ("0031 20 123 4567", "US", "+31201234567"),
        ("0032 470 12 34 56", "US", "+32470123456"),
        ("+31 20 123 4567", "BE", "+31201234567"),
    ],
)
def test_a_number_without_country_code_is_dialled_in_its_country(text: str, country: str, e164: str) -> None:
    assert parse_phone(text, country) == e164


@pytest.mark.parametrize(
    ("text", "country", "word"),
    [
        ("", "NL", "alleen cijfers"),
        ("020 123 456", "NL", "heeft het 10 cijfers"),
        ("0991234567", "NL", "bestaat niet in Nederland"),
        ("112", "NL", "bestaat niet in Nederland"),
        ("+32 1", "NL", "Controleer het landnummer"),
        ("+999 123456", "NL", "Controleer het landnummer"),
        ("06-12345678", "BE", "bestaat niet in België"),
        ("0201234567", "XX", "bestaat niet in XX"),
        ("020-1234567 tst 12", "NL", "toestelnummers"),
        ("0800-BELNU", "NL", "alleen cijfers"),
        ("020-1234567 / 06-12345678", "NL", "Vul één nummer in"),
        ("3.1E+10", "NL", "door Excel"),
        ("3,12E+10", "NL", "door Excel"),
        ("2012345678.0", "DE", "door Excel"),  # dropping the dot would make another number of it
        ("020-1234567\x00", "NL", "alleen cijfers"),
        ("0" * 100_000, "NL", "alleen cijfers"),
    ],
)
def test_what_cannot_be_dialled_is_refused(text: str, country: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_phone(text, country)


@pytest.mark.parametrize("text", ["201234567", "31201234567"])
def test_a_lost_zero_or_plus_is_refused_with_the_number_that_is_probably_meant(text: str) -> None:
    with pytest.raises(Invalid, match="is 020-123 4567 bedoeld"):
        parse_phone(text)


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("201234567", "+31201234567"),
        ("612345678", "+31612345678"),
        ("31201234567", "+31201234567"),
        ("201234567.0", "+31201234567"),
        ("3.1201234567E+10", "+31201234567"),
        ("2,01234567e+08", "+31201234567"),
    ],
)
def test_excel_damage_with_one_explanation_is_repaired_and_told(text: str, e164: str) -> None:
    repaired = repair_phone(text)
    assert repaired.value == e164
    assert "telefoonnummer" in str(repaired.note)


def test_a_foreign_quantity_is_read_as_the_number_it_was() -> None:
    repaired = repair_phone("32470123456.0", "BE")
    assert (repaired.value, str(repaired.note)) == ("+32470123456", "Telefoonnummer stond er als rekengetal; omgezet.")


@pytest.mark.parametrize(
    "text", ["3.1E+10", "3.12012E+10", "3.12012345678E+10", "3.1201234567E+12", "20123456", "2012345678", "991234567"]
)
def test_excel_damage_that_lost_digits_or_fits_nothing_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Telefoonnummer"):
        repair_phone(text)


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+31172123456", "0172-123 456"),
        ("+31201234567", "020-123 4567"),
        ("+31612345678", "06-12345678"),
        ("+31882345678", "088-234 5678"),
        ("+318001234", "0800-1234"),
        ("+3197012345678", "0970-123 45678"),
        ("+3114020", "14 020"),
        ("+32470123456", "+32 470 12 34 56"),
        ("geen nummer", "geen nummer"),
    ],
)
def test_numbers_show_as_dutch_people_write_them(e164: str, shown: str) -> None:
    assert show_phone(e164) == shown


def test_the_short_way_for_dutch_numbers_says_what_the_library_says() -> None:
    for prefix in product("123456789", "0123456789", "0123456789", "0123456789"):
        nine = f"{''.join(prefix)}54321"
        number = phonenumbers.parse(f"0{nine}", "NL")
        try:
            accepted = parse_phone(f"0{nine}") == f"+31{nine}"
        except Invalid:
            accepted = False
        assert accepted is phonenumbers.is_valid_number(number), nine
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert not accepted or show_phone(f"+31{nine}") == national.replace(" ", "-", 1), nine


@settings(deadline=None)
@given(st.text(alphabet="0123456789+ -()./", max_size=20))
def test_any_accepted_number_is_valid_and_reads_back(text: str) -> None:
    try:
        e164 = parse_phone(text)
    except Invalid:
        return
    assert phonenumbers.is_valid_number(phonenumbers.parse(e164))
    assert parse_phone(e164) == e164
    assert parse_phone(show_phone(e164)) == e164
