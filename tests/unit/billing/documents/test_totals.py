"""Amounts to the cent, for chosen edges and for random invoices."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from invoices import ZERO, D, credit, invoice, line
from klantkaart.billing.documents import exact, ubl
from klantkaart.billing.documents.grounds import Ground, VatCategory
from klantkaart.billing.documents.parts import Discount, DocumentAllowance, Invoice, Kind, Line, Vat, standard, without
from klantkaart.billing.documents.totals import line_total, totals


@pytest.mark.parametrize(
    ("quantity", "price", "cents"),
    [
        ("1", "0.005", 1),
        ("-1", "0.005", -1),
        ("1", "0.0049", 0),
        ("0.5", "0.01", 1),
        ("3", "3.335", 1001),
        ("0", "12.50", 0),
        ("1234.567891", "0.072513", 8952),
        ("999999999", "999999999", 99999999800000000100),
    ],
)
def test_a_line_is_rounded_half_up_away_from_nought(quantity: str, price: str, cents: int) -> None:
    assert line_total(line(quantity, price)).net == cents


@pytest.mark.parametrize(
    ("discount", "base", "off"),
    [
        (Discount(reason="x", percent=500), "10.00", 50),
        (Discount(reason="x", percent=500), "0.10", 1),  # half a cent
        (Discount(reason="x", percent=100_00), "10.00", 1000),
        (Discount(reason="x", cents=123), "10.00", 123),
    ],
)
def test_a_discount_follows_the_sign_of_its_line(discount: Discount, base: str, off: int) -> None:
    there = line_total(line("1", base, discount=discount))
    back = line_total(line("-1", base, discount=discount))
    assert (there.discount, there.net) == (off, there.base - off)
    assert (back.discount, back.net) == (-off, -there.net)


def test_vat_is_computed_over_the_group_and_not_per_line() -> None:
    """Three times 0.03 with 21% is 0.0189: two cents, not three times one."""
    sums = totals(invoice(*[line("1", "0.03")] * 3))
    assert (sums.taxable, sums.vat) == (9, 2)


def test_groups_are_per_category_and_rate_high_rate_first() -> None:
    vats = (standard(900), ZERO, standard(2100), without(Ground.EU_GOODS), standard(900))
    sums = totals(invoice(*[line("1", "10", vat) for vat in vats]))
    assert [(one.category, one.rate, one.taxable, one.vat) for one in sums.groups] == [
        (VatCategory.STANDARD, 2100, 1000, 210),
        (VatCategory.STANDARD, 900, 2000, 180),
        (VatCategory.ZERO, 0, 1000, 0),
        (VatCategory.INTRA_EU, 0, 1000, 0),
    ]


def test_allowances_charges_prepaid_and_rounding_all_count() -> None:
    extra = (DocumentAllowance(reason="a", cents=500), DocumentAllowance(reason="b", cents=100, charge=True))
    sums = totals(invoice(line("1", "100"), allowances=extra, prepaid=2000, rounding=-1))
    assert (sums.net, sums.allowances, sums.charges, sums.taxable) == (10000, 500, 100, 9600)
    assert (sums.vat, sums.gross, sums.payable) == (2016, 11616, 9615)


_VATS = st.sampled_from([standard(2100), standard(900), ZERO, without(Ground.EXEMPT), without(Ground.SUBCONTRACTING)])
_QUANTITIES = st.decimals(-10_000, 10_000, places=3, allow_nan=False)
_PRICES = st.decimals(0, 10_000, places=4, allow_nan=False)
_DISCOUNTS = st.none() | st.one_of(
    st.builds(Discount, reason=st.just("korting"), percent=st.integers(1, 10_000)),
    st.builds(Discount, reason=st.just("korting"), cents=st.integers(1, 100_000)),
)
_LINES = st.builds(
    Line,
    description=st.just("regel"), quantity=_QUANTITIES, unit_price=_PRICES, vat=_VATS, discount=_DISCOUNTS,
)  # fmt: skip
_EXTRA = st.builds(
    DocumentAllowance, reason=st.just("extra"), cents=st.integers(0, 100_000), vat=_VATS, charge=st.booleans()
)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    make = invoice if draw(st.booleans()) else credit
    lines = draw(st.lists(_LINES, min_size=1, max_size=8))
    extra = tuple(draw(st.lists(_EXTRA, max_size=3)))
    return make(*lines, allowances=extra, prepaid=draw(st.integers(0, 10_000)), rounding=draw(st.integers(-99, 99)))


@given(invoices())
@settings(max_examples=150, deadline=None)
def test_lines_totals_and_e_invoice_are_the_same_cents(one: Invoice) -> None:
    sums = totals(one)
    assert sums.net == sum(total.net for total in sums.lines)
    assert sums.taxable == sums.net - sums.allowances + sums.charges == sum(group.taxable for group in sums.groups)
    assert sums.vat == sum(group.vat for group in sums.groups)
    assert (
        sums.payable == sums.gross - one.prepaid + one.rounding == sums.taxable + sums.vat - one.prepaid + one.rounding
    )
    root = etree.fromstring(ubl.write(one))
    assert exact.differences(root) == []
    assert _said(root, "LineExtensionAmount") == [sums.net, *(total.net for total in sums.lines)]
    assert _said(root, "PayableAmount") == [sums.payable]
    assert _said(root, "TaxAmount") == [sums.vat, *(group.vat for group in sums.groups)]


def _said(root: exact.Element, name: str) -> list[int]:
    return [int(Decimal(one.text or "") * 100) for one in root.iter(f"{{*}}{name}")]


@given(_LINES)
@settings(max_examples=200, deadline=None)
def test_a_credit_note_mirrors_its_invoice(one: Line) -> None:
    there, back = line_total(one), line_total(replace(one, quantity=-one.quantity))
    assert (there.base, there.discount, there.net) == (-back.base, -back.discount, -back.net)


@given(st.integers(-(10**9), 10**9), st.integers(1, 3000))
@settings(max_examples=200, deadline=None)
def test_vat_of_a_group_is_the_exact_product_rounded_half_up(cents: int, rate: int) -> None:
    vat = Vat(category=VatCategory.STANDARD, rate=rate)
    sums = totals(invoice(line("1" if cents >= 0 else "-1", str(D(abs(cents)) / 100), vat)))
    wanted = (D(cents) * rate / 10_000).quantize(D(1), rounding=ROUND_HALF_UP)
    assert sums.groups[0].vat == int(wanted)


def test_kinds_share_one_computation() -> None:
    assert totals(invoice()) == totals(replace(invoice(), kind=Kind.CREDIT_NOTE))
