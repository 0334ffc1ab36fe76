"""Amounts: read as Dutch offices write them, shown in one way, divided without losing a cent."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.money import parse_cents, round_half_up, show_cents, split_cents, vat_over, vat_within

CENTS = st.integers(-(10**12), 10**12)
RATES = st.sampled_from([0, 900, 2100])


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123456),
        ("1234,56", 123456),
        ("1234.56", 123456),
        ("1,234.56", 123456),
        ("1 234,56", 123456),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("12", 1200),
        ("12,5", 1250),
        ("0,07", 7),
        ("€ 12,-", 1200),
        ("€12,=", 1200),
        ("EUR 12", 1200),
        ("12 eur", 1200),
        ("-12,50", -1250),
        ("\u221212,50", -1250),
        ("€ -12,50", -1250),
        ("12,50-", -1250),
        ("\u00a0€\u00a01.234,56 ", 123456),
        ("１２,５０", 1250),  # noqa: RUF001  (wide digits, as pasted)
        ("1.000.000.000.000", 10**14),
    ],
)
def test_amounts_are_read_in_dutch_and_plain_notation(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,234", "12,345", "1.2345", "--1", "-5-", "12.", ",50", "1.23.456", "1e3", "12,50 USD", "1" * 99, "٣"],
)
def test_what_is_no_amount_or_two_amounts_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"1\.234,56"):
        parse_cents(text)


def test_an_absurd_amount_is_refused() -> None:
    with pytest.raises(Invalid, match="te groot"):
        parse_cents("1.000.000.000.001")


@given(cents=CENTS)
def test_shown_amounts_read_back_as_the_same_cents(cents: int) -> None:
    assert parse_cents(show_cents(cents)) == cents


@given(cents=CENTS)
def test_amounts_show_as_cldr_prescribes_for_dutch(cents: int) -> None:
    assert show_cents(cents) == format_currency(Decimal(cents).scaleb(-2), "EUR", locale="nl_NL")


def test_amount_shows_with_a_no_break_space() -> None:
    assert show_cents(123456) == "€\u00a01.234,56"


@given(numerator=CENTS, denominator=st.integers(1, 20000))
def test_rounding_agrees_with_decimal_half_up(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)  # 28 digits: enough to tell a half from its neighbours
    assert round_half_up(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_a_half_goes_away_from_zero() -> None:
    assert [round_half_up(n, 2) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]
    with pytest.raises(ValueError, match="positive"):
        round_half_up(1, 0)


@given(cents=CENTS, rate=RATES)
def test_a_credit_note_mirrors_its_invoice(cents: int, rate: int) -> None:
    assert vat_over(-cents, rate) == -vat_over(cents, rate)
    assert vat_within(-cents, rate) == -vat_within(cents, rate)


@given(net=CENTS, rate=RATES)
def test_vat_inside_an_amount_is_the_vat_that_was_added(net: int, rate: int) -> None:
    vat = vat_over(net, rate)
    assert vat_within(net + vat, rate) == vat


@pytest.mark.parametrize(("net", "rate", "vat"), [(10000, 2100, 2100), (5, 900, 0), (6, 900, 1), (50, 2100, 11)])
def test_vat_rounds_half_up_on_cents(net: int, rate: int, vat: int) -> None:
    assert vat_over(net, rate) == vat


@given(cents=CENTS, weights=st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any))
def test_parts_add_up_and_are_fair(cents: int, weights: list[int]) -> None:
    parts = split_cents(cents, weights)
    assert sum(parts) == cents
    total = sum(weights)
    assert all(abs(part * total - cents * weight) < total for part, weight in zip(parts, weights, strict=True))
    assert split_cents(-cents, weights) == [-part for part in parts]


def test_left_over_cents_go_first_to_the_first() -> None:
    assert split_cents(100, [1, 1, 1]) == [34, 33, 33]
    assert split_cents(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split_cents(5, [0, 1]) == [0, 5]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_an_amount_is_not_divided_over_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        split_cents(100, weights)
