"""Does the e-invoice add up to the cent? Read back from the XML, apart from the code that wrote it.

The official rules allow a euro of difference in VAT (BR-CO-17) and in taxable amounts (BR-S-08); a bookkeeper does not.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from lxml import etree

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_SPACES = {"cac": f"{_UBL}:CommonAggregateComponents-2", "cbc": f"{_UBL}:CommonBasicComponents-2"}
_CAC, _CBC = f"{{{_SPACES['cac']}}}", f"{{{_SPACES['cbc']}}}"
_CENT = Decimal("0.01")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_HUNDRED = Decimal(100)
_NONE = Decimal(0)

Element = etree._Element  # noqa: SLF001  (the only name lxml has for it)
Wrong = tuple[str, str]


def differences(root: Element) -> list[Wrong]:
    """Code and sentence for everything that does not add up; empty when all does."""
    try:
        return list(_differences(root))
    except (InvalidOperation, TypeError):
        return [("KK-READ", "An amount is missing or is no number.")]


def _differences(root: Element) -> Iterator[Wrong]:
    lines = root.findall(f"{_CAC}InvoiceLine") + root.findall(f"{_CAC}CreditNoteLine")
    for line in lines:
        if _line(line) != _number(line, "LineExtensionAmount"):
            yield "KK-LINE", "Quantity x price less discount is not the amount of the line."
    yield from _totals(root, lines)
    yield from _tax(root, lines)


def _line(line: Element) -> Decimal:
    quantity = line.find(f"{_CBC}InvoicedQuantity")
    if quantity is None:
        quantity = line.find(f"{_CBC}CreditedQuantity")
    price = _number(line, "PriceAmount", f"{_CAC}Price")
    base = _cents(_EXACT.multiply(Decimal(_said(quantity)), price))
    for one in line.findall(f"{_CAC}AllowanceCharge"):
        factor = one.find(f"{_CBC}MultiplierFactorNumeric")
        amount = _number(one, "Amount")
        if factor is not None and amount != _cents(_number(one, "BaseAmount") * Decimal(_said(factor)) / _HUNDRED):
            return Decimal("NaN")
        base += _signed(one, amount)
    return base


def _totals(root: Element, lines: list[Element]) -> Iterator[Wrong]:
    total = root.find(f"{_CAC}LegalMonetaryTotal")
    if total is None:
        raise TypeError
    extra = [(one, _number(one, "Amount")) for one in root.findall(f"{_CAC}AllowanceCharge")]
    off = sum((amount for one, amount in extra if not _is_charge(one)), _NONE)
    on = sum((amount for one, amount in extra if _is_charge(one)), _NONE)
    net = sum((_number(line, "LineExtensionAmount") for line in lines), _NONE)
    vat = _number(root, "TaxAmount", f"{_CAC}TaxTotal")
    said = {
        name: _number(total, f"{name}Amount", missing=_NONE)
        for name in ("AllowanceTotal", "ChargeTotal", "Prepaid", "PayableRounding")
    }
    gross = net - off + on + vat
    wanted = {
        "LineExtension": net,
        "AllowanceTotal": off,
        "ChargeTotal": on,
        "TaxExclusive": net - off + on,
        "TaxInclusive": gross,
        "Payable": gross - said["Prepaid"] + said["PayableRounding"],
    }
    for name, amount in wanted.items():
        if _number(total, f"{name}Amount", missing=said.get(name)) != amount:
            yield f"KK-{name.upper()}", f"{name}Amount does not add up."


def _tax(root: Element, lines: list[Element]) -> Iterator[Wrong]:
    sums: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[_category(line, f"{_CAC}Item/{_CAC}ClassifiedTaxCategory")] += _number(line, "LineExtensionAmount")
    for one in root.findall(f"{_CAC}AllowanceCharge"):
        sums[_category(one, f"{_CAC}TaxCategory")] += _signed(one, _number(one, "Amount"))
    whole = _NONE
    for group in root.findall(f"{_CAC}TaxTotal/{_CAC}TaxSubtotal"):
        key = _category(group, f"{_CAC}TaxCategory")
        taxable, vat = _number(group, "TaxableAmount"), _number(group, "TaxAmount")
        whole += vat
        if sums.pop(key, None) != taxable:
            yield "KK-TAXABLE", "The taxable amount of a rate is not the sum of its lines."
        if vat != _cents(taxable * key[1] / _HUNDRED):
            yield "KK-VAT", "The VAT of a rate is not its percentage of the taxable amount."
    if sums:
        yield "KK-TAXABLE", "A rate on a line is missing from the summary."
    if whole != _number(root, "TaxAmount", f"{_CAC}TaxTotal"):
        yield "KK-VATTOTAL", "The VAT is not the sum of the rates."


def _category(parent: Element, path: str) -> tuple[str, Decimal]:
    found = parent.find(path)
    if found is None:
        raise TypeError
    return found.findtext(f"{_CBC}ID") or "", _number(found, "Percent", missing=_NONE)


def _signed(one: Element, amount: Decimal) -> Decimal:
    return amount if _is_charge(one) else -amount


def _is_charge(one: Element) -> bool:
    return one.findtext(f"{_CBC}ChargeIndicator") == "true"


def _number(parent: Element, name: str, path: str = "", *, missing: Decimal | None = None) -> Decimal:
    """The number in an element. Refuses (TypeError) one that is not there, unless ``missing`` stands in for it."""
    found = parent.find(f"{path}/{_CBC}{name}" if path else f"{_CBC}{name}")
    if found is None and missing is not None:
        return missing
    return Decimal(_said(found))


def _said(found: Element | None) -> str:
    if found is None or not found.text:
        raise TypeError
    return found.text


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, context=_EXACT)
