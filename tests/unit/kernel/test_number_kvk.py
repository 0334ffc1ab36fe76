"""KvK-nummer and vestigingsnummer: eight and twelve digits, and what Excel does to them."""

import pytest

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_establishment, parse_kvk, repair_kvk, show_kvk


@pytest.mark.parametrize(
    ("text", "kvk"),
    [
        ("12345678", "12345678"),
        ("01234567", "01234567"),
        (" 12 34 56 78 ", "12345678"),
        ("12.34.56.78", "12345678"),
        ("1234-5678", "12345678"),
        ("１２３４５６７８", "12345678"),  # noqa: RUF001  (wide digits)
        ("\u202a12345678\u202c", "12345678"),
    ],
)
def test_kvk_is_eight_digits(text: str, kvk: str) -> None:
    assert parse_kvk(text) == kvk
    assert repair_kvk(text).note == ""
    assert show_kvk(kvk) == kvk


def test_seven_digits_are_refused_with_the_number_that_is_probably_meant() -> None:
    with pytest.raises(Invalid) as refusal:
        parse_kvk("1234567")
    assert str(refusal.value) == (
        "KvK-nummer heeft 8 cijfers; hier staan er 7. Excel laat soms een voorloopnul weg: is 01234567 bedoeld?"
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "8 cijfers"),
        ("KvK 12345678", "zonder letters"),
        ("1", "hier staat er 1."),
        ("123456", "hier staan er 6."),
        ("000012345678", "vestigingsnummer"),
        ("1234567.0", "zonder letters, komma"),  # dropping the dot would make eight digits of it
        ("12345678.0", "zonder letters, komma"),
        ("1.2345678E+7", "komma of E"),
        ("1234567\x00", "zonder letters"),
        ("٠١٢٣٤٥٦٧", "zonder letters"),
        ("1" * 100_000, "hier staan er 100000"),
    ],
)
def test_other_kvk_numbers_are_refused(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_kvk(text)


@pytest.mark.parametrize(
    ("text", "kvk"),
    [("1234567", "01234567"), ("1234567.0", "01234567"), ("12345678,0", "12345678"), ("1.2345678E+7", "12345678")],
)
def test_excel_damage_with_one_explanation_is_repaired_and_told(text: str, kvk: str) -> None:
    repaired = repair_kvk(text)
    assert repaired.value == kvk
    assert "KvK-nummer" in str(repaired.note)


@pytest.mark.parametrize("text", ["123456", "1.2E+7", "1.23456789E+7", "1.2345678E+9", "abc"])
def test_excel_damage_with_more_explanations_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        repair_kvk(text)


def test_establishment_is_twelve_digits() -> None:
    assert parse_establishment("0000 1234 5678") == "000012345678"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12345678", "hier staan er 8"),
        ("1", "hier staat er 1."),
        ("", "12 cijfers"),
        ("1.2345678901E+11", "12 cijfers"),
    ],
)
def test_other_establishments_are_refused(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_establishment(text)
