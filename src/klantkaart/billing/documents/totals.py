"""Totals in whole cents, exactly as EN 16931 computes them (BR-CO-10 to BR-CO-17).

A line is quantity x price, rounded half up (away from zero) to a cent, less its discount. VAT is computed once per
group of category and rate over the sum of the group, never per line. Nothing else is rounded.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from klantkaart.kernel.money import round_half_up, vat_over

from .grounds import Ground, VatCategory
from .parts import Invoice, Line

_WHOLE = 10_000
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_HUNDRED = Decimal(100)
_ORDER = {category: place for place, category in enumerate(VatCategory)}

Key = tuple[VatCategory, int]


@dataclass(frozen=True, slots=True)
class LineTotal:
    """``base``: quantity x price. ``discount`` has the sign of the base. ``net`` = base - discount."""

    base: int
    discount: int
    net: int


@dataclass(frozen=True, slots=True)
class VatGroup:
    """What one rate, or one reason for none, comes to."""

    category: VatCategory
    rate: int
    taxable: int
    vat: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Cents. ``net``: BT-106, ``allowances``: BT-107, ``charges``: BT-108, ``taxable``: BT-109, ``vat``: BT-110,
    ``gross``: BT-112, ``prepaid``: BT-113, ``rounding``: BT-114, ``payable``: BT-115."""

    lines: tuple[LineTotal, ...]
    net: int
    allowances: int
    charges: int
    taxable: int
    groups: tuple[VatGroup, ...]
    vat: int
    gross: int
    prepaid: int
    rounding: int
    payable: int


def totals(invoice: Invoice) -> Totals:
    """All amounts of the document. Refuses nothing: what ``checks.check`` let through adds up."""
    lines = tuple(line_total(line) for line in invoice.lines)
    net = sum(line.net for line in lines)
    allowances = sum(one.cents for one in invoice.allowances if not one.charge)
    charges = sum(one.cents for one in invoice.allowances if one.charge)
    groups = _groups(invoice, lines)
    taxable = net - allowances + charges
    vat = sum(group.vat for group in groups)
    gross = taxable + vat
    return Totals(
        lines, net, allowances, charges, taxable, groups, vat, gross,
        invoice.prepaid, invoice.rounding, gross - invoice.prepaid + invoice.rounding,
    )  # fmt: skip


def line_total(line: Line) -> LineTotal:
    """Cents of one line; half a cent goes away from zero, so that a credit note mirrors its invoice."""
    exact = _EXACT.multiply(_EXACT.multiply(line.quantity, line.unit_price), _HUNDRED)
    base = int(_EXACT.to_integral_value(exact))
    discount = _discount(line, base)
    return LineTotal(base, discount, base - discount)


def _discount(line: Line, base: int) -> int:
    """An amount follows the sign of the quantity, and nothing is taken off no quantity at all."""
    discount = line.discount
    if discount is None:
        return 0
    if discount.percent:
        return round_half_up(base * discount.percent, _WHOLE)
    return discount.cents * ((line.quantity > 0) - (line.quantity < 0))


def _groups(invoice: Invoice, lines: tuple[LineTotal, ...]) -> tuple[VatGroup, ...]:
    taxable: dict[Key, int] = defaultdict(int)
    grounds: dict[Key, dict[Ground, None]] = defaultdict(dict)
    amounts = [(line.vat, total.net) for line, total in zip(invoice.lines, lines, strict=True)]
    amounts += [(one.vat, one.cents if one.charge else -one.cents) for one in invoice.allowances]
    for vat, cents in amounts:
        key = (vat.category, vat.rate)
        taxable[key] += cents
        if vat.ground is not None:
            grounds[key][vat.ground] = None
    order = sorted(taxable, key=lambda key: (_ORDER[key[0]], -key[1]))
    return tuple(
        VatGroup(category, rate, taxable[category, rate], vat_over(taxable[category, rate], rate),
                 tuple(grounds[category, rate]))
        for category, rate in order
    )  # fmt: skip
