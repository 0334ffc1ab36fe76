"""What is printed where on the paper: every value as the text that the template shows."""

from decimal import Decimal
from typing import Any

from django.utils import translation

from klantkaart.kernel.money import show_cents
from klantkaart.kernel.numbers import show_country, show_iban

from . import words
from .grounds import VatCategory
from .parts import Invoice, Kind, Line, Party, Payment, Vat
from .rates import show_rate
from .totals import LineTotal, Totals, VatGroup
from .ubl import plain

_GUTTER, _DIGIT = 6.0, 1.78  # millimetres
_SHORT_IBAN = 4
_PRICE_DECIMALS = 2
_REVERSED = {VatCategory.REVERSE}
_EXEMPT = {VatCategory.EXEMPT, VatCategory.OUTSIDE}

Pairs = list[tuple[str, str]]


def face(invoice: Invoice, sums: Totals) -> dict[str, Any]:
    """All texts of the paper, in the language of the document."""
    language = invoice.language
    is_invoice = invoice.kind is Kind.INVOICE
    columns = _columns(invoice)
    lines = [_line(*pair, invoice) for pair in zip(invoice.lines, sums.lines, strict=True)]
    return {
        "language": language,
        "title": words.title(invoice),
        "heading": words.label("invoice" if is_invoice else "credit_note", language),
        "number": invoice.number,
        "words": words.labels(language),
        "seller": {"name": invoice.seller.name, "lines": _seller(invoice)},
        "buyer": _address(invoice.buyer, invoice),
        "facts": _facts(invoice),
        "payable": {"label": _payable_word(invoice, sums), "amount": show_cents(_shown(sums.payable, invoice))},
        "due": _due(invoice, sums),
        "columns": columns,
        "widths": [_width(texts) for texts in zip(columns[1:], *(line["cells"] for line in lines), strict=True)],
        "lines": lines,
        "totals": _totals(invoice, sums),
        "vat_columns": [words.label(name, language) for name in ("rate", "over", "vat")],
        "vat_rows": [] if invoice.kor else [_vat_row(group, language) for group in sums.groups],
        "mentions": words.mentions(invoice),
        "payment": _payment(invoice, sums),
        "notes": [line for note in invoice.notes for line in note.strip().split("\n") if line],
        "foot": _foot(invoice),
    }


def _seller(invoice: Invoice) -> list[str]:
    party = invoice.seller
    return [party.registered_name, *_place(party, invoice.buyer.country, invoice.language), *_numbers(party, invoice)]


def _numbers(party: Party, invoice: Invoice) -> list[str]:
    """INV-1, INV-2."""
    language, found = invoice.language, []
    if party.kvk:
        found.append(f"{words.label('kvk', language)} {party.kvk}")
    elif party.legal_id:
        found.append(f"{words.label('registration', language)} {party.legal_id}")
    if party.vat_id:
        found.append(f"{words.label('vat_id', language)} {party.vat_id}")
    return found


def _address(party: Party, invoice: Invoice) -> list[str]:
    names = [party.registered_name]
    if party.legal_name and party.name and party.name != party.legal_name:
        names.append(party.name)
    return [one for one in (*names, *_place(party, invoice.seller.country, invoice.language)) if one.strip()]


def _place(party: Party, other_country: str, language: str) -> list[str]:
    """Street and town; the country when the other party lives elsewhere."""
    lines = [party.street, party.extra_line, f"{party.postcode}  {party.city}".strip()]
    if party.country != other_country:
        with translation.override(language):
            lines.append(show_country(party.country))
    return [one for one in lines if one]


def _facts(invoice: Invoice) -> Pairs:
    """What people quote on the telephone, then what their own administration asks for."""
    language, is_invoice = invoice.language, invoice.kind is Kind.INVOICE
    rows: Pairs = [
        ("number" if is_invoice else "credit_number", invoice.number),
        ("issued" if is_invoice else "credit_issued", words.show_day(invoice.issued, language)),
    ]
    rows += [("corrects", _preceding(one.number, one.issued, language)) for one in invoice.preceding]
    if invoice.period is not None:
        rows.append(("period", words.show_period(invoice.period, language)))
    elif invoice.supplied is not None:
        rows.append(("supplied", words.show_day(invoice.supplied, language)))
    rows += [
        ("your_reference", invoice.buyer_reference),
        ("order", invoice.order_reference),
        ("contract", invoice.contract_reference),
        ("cost_centre", invoice.cost_centre),
        ("your_vat", invoice.buyer.vat_id),
    ]
    return [(words.label(name, language), what) for name, what in rows if what]


def _preceding(number: str, issued: Any, language: str) -> str:
    return f"{number} ({words.show_day(issued, language)})" if issued else number


def _shown(cents: int, invoice: Invoice) -> int:
    """What the customer gets is shown without a minus; the word beside it says which way it goes."""
    return abs(cents) if invoice.kind is Kind.INVOICE and cents < 0 else cents


def _payable_word(invoice: Invoice, sums: Totals) -> str:
    if sums.payable == 0:
        return words.label("nothing", invoice.language)
    back = (invoice.kind is Kind.CREDIT_NOTE) == (sums.payable > 0)
    return words.label("refund" if back else "payable", invoice.language)


def _due(invoice: Invoice, sums: Totals) -> Pairs:
    """Beside the amount: until when, and to where."""
    payment, language = invoice.payment, invoice.language
    if sums.payable <= 0 or invoice.kind is Kind.CREDIT_NOTE or payment is None:
        return []
    rows: Pairs = []
    if payment.mandate:
        if payment.collected is not None:
            rows.append((words.label("collected", language), words.show_day(payment.collected, language)))
        rows.append((words.label("mandate", language), payment.mandate))
        return rows
    if invoice.due is not None:
        rows.append((words.label("due", language), words.show_day(invoice.due, language)))
    rows.append((words.label("iban", language), show_iban(payment.iban)))
    rows.append((words.label("reference", language), payment.reference or invoice.number))
    return rows


def _columns(invoice: Invoice) -> list[str]:
    """INV-11: the scheme for small businesses says nothing about VAT, so there is no column for it."""
    names = ("description", "quantity", "price", *(() if invoice.kor else ("vat",)), "amount")
    euro = {"price", "amount"}
    return [words.label(name, invoice.language) + (" (€)" if name in euro else "") for name in names]


def _width(texts: tuple[str, ...]) -> float:
    """Millimetres for the longest text of a column at 9 points, and the space before it: measuring costs time."""
    return _GUTTER + _DIGIT * max(len(text) + sum(text.count(wide) for wide in "mwMW%") / 2 for text in texts)


def _line(line: Line, total: LineTotal, invoice: Invoice) -> dict[str, Any]:
    language = invoice.language
    detail = line.detail.strip().split("\n") if line.detail.strip() else []
    if line.period is not None:
        detail.append(words.show_period(line.period, language))
    if line.discount is not None:
        rate = f" {show_rate(line.discount.percent)}" if line.discount.percent else ""
        word = words.label("discount", language)
        detail.append(f"{word}{rate}: {line.discount.reason} (-{show_number(total.discount)})")
    unit = words.show_unit(line.unit, language)
    quantity = f"{show_decimal(line.quantity)}\u00a0{unit}".rstrip("\u00a0")
    price = show_decimal(line.unit_price, least=_PRICE_DECIMALS)
    vat = [] if invoice.kor else [show_vat(line.vat, language)]
    return {"text": line.description, "detail": detail, "cells": [quantity, price, *vat, show_number(total.net)]}


def show_vat(vat: Vat, language: str) -> str:
    """``21%``, ``0%``, ``verlegd``, ``vrij``."""
    if vat.category in _REVERSED:
        return words.label("reversed", language)
    return words.label("exempt", language) if vat.category in _EXEMPT else show_rate(vat.rate)


def show_number(cents: int) -> str:
    """``1.234,56`` without the sign of the euro."""
    return show_cents(cents).removeprefix("€\u00a0")


def show_decimal(value: Decimal, *, least: int = 0) -> str:
    """``1.234,5`` with at least so many decimals, and no noughts beyond them."""
    whole, _point, rest = plain(value).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    rest = rest.ljust(least, "0")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def _totals(invoice: Invoice, sums: Totals) -> list[dict[str, str]]:
    """From the lines down to what is to be paid, which stands below them; only the steps that do something."""
    language = invoice.language
    kor = all(group.category in _EXEMPT for group in sums.groups)
    rows: list[tuple[str, int]] = []
    if invoice.allowances:
        rows.append((words.label("net", language), sums.net))
        rows += [(one.reason, one.cents if one.charge else -one.cents) for one in invoice.allowances]
    if not kor:  # INV-11: no mention of VAT where there is none to mention
        rows.append((words.label("taxable", language), sums.taxable))
        rows += [(f"{words.label('vat', language)} {show_rate(one.rate)}", one.vat) for one in sums.groups if one.rate]
    rows.append((words.label("gross_untaxed" if kor else "gross", language), sums.gross))
    if sums.prepaid:
        rows.append((words.label("prepaid", language), -sums.prepaid))
    if sums.rounding:
        rows.append((words.label("rounding", language), sums.rounding))
    return [{"label": name, "amount": show_cents(cents)} for name, cents in rows]


def _vat_row(group: VatGroup, language: str) -> list[str]:
    rate = show_vat(Vat(category=group.category, rate=group.rate), language)
    return [rate, show_cents(group.taxable), show_cents(group.vat)]


def _payment(invoice: Invoice, sums: Totals) -> str:
    """One sentence that says what will happen or what is asked."""
    language, payment = invoice.language, invoice.payment
    values = {"amount": show_cents(abs(sums.payable)), "number": invoice.number}
    if sums.payable == 0:
        return words.sentence("paid", language, values)
    if (invoice.kind is Kind.CREDIT_NOTE) == (sums.payable > 0):
        return words.sentence("refund", language, values)
    if payment is None:
        return invoice.terms
    if payment.mandate:
        return _direct_debit(payment, language, values)
    said = words.sentence("transfer", language, values | _transfer(payment, invoice))
    return f"{said} {invoice.terms}".strip()


def _direct_debit(payment: Payment, language: str, values: dict[str, str]) -> str:
    more = {"mandate": payment.mandate, "creditor": payment.creditor_id, "when": "", "account": ""}
    if payment.collected is not None:
        more["when"] = words.sentence("when", language, {"day": words.show_day(payment.collected, language)})
    if payment.debtor_iban:
        more["account"] = words.sentence("account", language, {"end": payment.debtor_iban[-_SHORT_IBAN:]})
    return words.sentence("direct_debit", language, values | more)


def _transfer(payment: Payment, invoice: Invoice) -> dict[str, str]:
    language = invoice.language
    more = {"iban": show_iban(payment.iban), "bic": "", "name": "", "until": ""}
    if payment.bic:
        more["bic"] = f" (BIC {payment.bic})"
    if payment.account_name:
        more["name"] = words.sentence("holder", language, {"name": payment.account_name})
    if invoice.due is not None:
        more["until"] = words.sentence("until", language, {"day": words.show_day(invoice.due, language)})
    return more | {"reference": payment.reference or invoice.number}


def _foot(invoice: Invoice) -> list[str]:
    payment = invoice.payment
    account = [f"IBAN {show_iban(payment.iban)}"] if payment is not None and payment.iban else []
    return [invoice.seller.registered_name, *_numbers(invoice.seller, invoice), *account]
