"""IBAN and BIC: the vectors, Dutch numbers against the library, other countries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import bic_of, parse_bic, parse_iban, show_iban


def _check_digits(country: str, rest: str) -> str:
    number = int("".join(str(int(char, 36)) for char in f"{rest}{country}00"))
    return f"{98 - number % 97:02d}"


@pytest.mark.parametrize(
    "text", ["NL91ABNA0417164300", "nl91 abna 0417 1643 00", "NL91-ABNA-0417-1643-00", "\u200bNL91ABNA0417164300\u00a0"]
)
def test_dutch_iban_is_kept_without_spaces(text: str) -> None:
    assert parse_iban(text) == "NL91ABNA0417164300"


@pytest.mark.parametrize("iban", ["DE89370400440532013000", "BE68539007547034", "GB29NWBK60161331926819"])
def test_other_countries_are_accepted(iban: str) -> None:
    assert parse_iban(show_iban(iban)) == iban


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("NL91ABNA0417164301", "klopt niet"),
        ("NL91ABNA041716430O", "klopt niet"),
        ("NL91ABNA041716430", "18 tekens; hier staan er 17"),
        ("NL91", "18 tekens; hier staan er 4"),
        ("DE8937040044053201300", "de vorm van dat land"),
        ("DE89370400440532013001", "klopt niet"),
        ("XX91ABNA0417164300", "landcode"),
        ("417164300", "begint met twee letters"),
        ("", "begint met twee letters"),
        ("NL91ABNA0417164300 en nog een", "18 tekens"),
        ("NL91ABNA0417164300\x00", "begint met"),
        ("NL91" + "0" * 100_000, "begint met"),
    ],
)
def test_wrong_ibans_are_refused(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_iban(text)


@settings(deadline=None)
@given(
    bank=st.from_regex("[A-Z]{4}", fullmatch=True, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    account=st.integers(0, 10**10 - 1),
)
def test_every_valid_dutch_iban_passes_and_a_changed_digit_does_not(bank: str, account: int) -> None:
    rest = f"{bank}{account:010d}"
    iban = f"NL{_check_digits('NL', rest)}{rest}"
    assert parse_iban(iban) == iban == str(IBAN(iban))
    with pytest.raises(Invalid):
        parse_iban(f"{iban[:-1]}{(account + 1) % 10}")


@settings(deadline=None)
@given(st.from_regex("NL[0-9]{2}[A-Z0-9]{14}", fullmatch=True, alphabet="NLABZ0189"))
def test_dutch_rule_agrees_with_the_library(iban: str) -> None:
    try:
        expected = str(IBAN(iban))
    except SchwiftyException:
        with pytest.raises(Invalid):
            parse_iban(iban)
    else:
        assert parse_iban(iban) == expected


def test_iban_shows_in_groups_of_four() -> None:
    assert show_iban("NL91ABNA0417164300") == "NL91 ABNA 0417 1643 00"


@pytest.mark.parametrize(("text", "bic"), [("ABNANL2A", "ABNANL2A"), ("abna nl 2a xxx", "ABNANL2AXXX")])
def test_bic_has_eight_or_eleven_characters(text: str, bic: str) -> None:
    assert parse_bic(text) == bic


@pytest.mark.parametrize("text", ["", "ABNA", "ABNANL2AX", "ABNAXX2A", "ABNA12XX", "A" * 100_000])
def test_wrong_bics_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="8 of 11"):
        parse_bic(text)


def test_bic_follows_from_the_iban_when_the_bank_is_known() -> None:
    assert bic_of("NL91ABNA0417164300") == "ABNANL2A"
    assert bic_of("NL91XXXX0417164300") == ""
