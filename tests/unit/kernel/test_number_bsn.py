"""A stray BSN: found in any spelling, and not seen in the numbers that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import find_probable_bsn, is_bsn_heading, is_probable_bsn, refuse_bsn
from klantkaart.kernel.numbers.shape import passes_elfproef

EIGHT = "12345611"  # passes with a leading zero

FOUND = [
    "123456782", "mijn nummer is 123456782, graag verwerken", "123456782.", "(123456782)", "x 123456782\ny",
    "123.456.782", "123 456 782", "123-456-782", "1234 56 782", "1234.56.782", "012345672",
    "BSN 123456782", "bsn: 123.456.782", "bsn123456782", "bsn_123456782", "bsn-123456782", "BSN=123456782",
    "BSN/123456782", "nummer123456782", "Sofinummer: 111222333", "geboren 1-1-1980 123456782",
    f"bsn {EIGHT}", f"{EIGHT} (bsn)", f"burgerservicenummer is {EIGHT}", f"Sofi-nummer {EIGHT}",
    "KvK 12345678, 123456782", "KvK 12345678 BSN 123456782", "belde 06-12345678 bsn 123456782",
    "tel. onbekend\nBSN: 123456782", "１２３４５６７８２", "123\u200b456782", "123\u00a0456\u00a0782",  # noqa: RUF001
    "https://example.com/?bsn=123456782", "jan@example.nl 123456782",
    "KvK onbekend, BSN 123456782",
]  # fmt: skip
NOT_FOUND = [
    "", "Jan de Vries", "123456789", "000000000", "1234567820", "12345678", EIGHT, f"KvK {EIGHT}",
    "KvK 123456782", "K.v.K. 123456782", "RSIN: 123456782", "btw NL123456782B01", "NL123456782B01",
    "NL 123456782 B01", "+31123456782", "+31 123456782", "+31 (0)123456782", "0031 123456782", "0031123456782",
    "0123456782", "012-3456782", "(020)123456782", "06-12345678", "0172-123456", "0123 456 782 11",
    "12 123 456 782", "123 456 782 99", "tel 123456782", "telefoonnummer: 123456782", "factuur 123456782",
    "Factuurnummer: 123456782", "ordernr 123456782", "ref 123456782", "IMEI 123456782", "AB-123456782",
    "A123456782", "€ 123.456.782", "€ 123456782", "123.456.782,50", "123456782,-", "1/123456782",
    "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "DE89 3704 0044 0532 0130 00",
    "https://example.com/123456782", "BSN onbekend, KvK 123456782", "2026-03-05 12:00",
]  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_a_probable_bsn_is_found_and_refused(text: str) -> None:
    assert find_probable_bsn(text)
    with pytest.raises(Invalid, match="burgerservicenummer") as refusal:
        refuse_bsn(text)
    assert "12345" not in str(refusal.value)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not find_probable_bsn(text)
    refuse_bsn(text)


@given(st.integers(1, 999_999_999))
def test_nine_loose_digits_are_found_exactly_when_they_pass_the_elfproef(number: int) -> None:
    digits = f"{number:09d}"
    assert find_probable_bsn(f"nummer van klant {digits} genoteerd") is passes_elfproef(digits)
    assert is_probable_bsn(digits) is passes_elfproef(digits)


@given(st.integers(10_000_000, 99_999_999))
def test_eight_digits_never_count_without_the_word(number: int) -> None:
    assert not find_probable_bsn(f"klant {number}")
    assert not is_probable_bsn(str(number))
    assert find_probable_bsn(f"bsn {number}") is passes_elfproef(f"0{number}")


@pytest.mark.parametrize(
    ("text", "probable"), [(" 123.456.782 ", True), ("x123456782", False), ("bsn 123456782", False), ("", False)]
)
def test_a_value_is_judged_as_a_whole(text: str, probable: bool) -> None:
    assert is_probable_bsn(text) is probable


def test_a_long_text_is_searched_to_its_end() -> None:
    assert find_probable_bsn("Klant belde op 12-03-2026, 06-12345678. " * 2500 + "123456782")


@pytest.mark.parametrize(
    "heading",
    [
        "BSN", "bsn", "BSN-nummer", "bsnnr", "BSN nr.", "Sofinummer", "sofi nr", "sofi", "burgerservicenummer",
        "Burger service nr", "Burgerservice-nummer", "KlantBSN", "klant_bsn", "BsnNummer", "BSN (optioneel)",
        "Sociaal-fiscaal nummer", "social security number", "ＢＳＮ",  # noqa: RUF001
    ],
)  # fmt: skip
def test_a_column_of_bsns_is_recognised(heading: str) -> None:
    assert is_bsn_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Naam",
        "Sofie",
        "Sofia Loren",
        "absn",
        "bsnl",
        "KvK",
        "Klantnummer",
        "RSIN",
        "Telefoon",
        "Burgerservice balie",
    ],
)
def test_other_columns_are_not(heading: str) -> None:
    assert not is_bsn_heading(heading)
