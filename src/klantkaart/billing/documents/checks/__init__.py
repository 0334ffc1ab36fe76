"""INV-1 to INV-13 on the values, before anything is made: a refusal names the field and the remedy.

What only the caller can know stays with the caller: that the number is the next of its series (INV-3), that the
customer accepted electronic invoices (INV-6), that VIES confirmed the btw-id (INV-12).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import InvalidFields, Text

from ..grounds import VatCategory
from ..parts import Invoice, Kind
from ..profiles import missing
from ..totals import totals
from . import lines, parties, vat
from .shared import Found, vats

_SIMPLIFIED_MOST = 100_00
_MOST_CENTS = 10**13
_MOST_ROUNDING = 99
_LATEST_DAY = 15
_NOT_SIMPLE = {VatCategory.REVERSE, VatCategory.INTRA_EU, VatCategory.EXPORT}
# What XML 1.0 cannot hold, and what turns the reading direction.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def check(invoice: Invoice) -> None:
    """Refuses (InvalidFields, a sentence per field) an invoice that may not be issued as it is."""
    found: dict[str, Text] = {}
    for part in _CHECKS:
        for field, sentence in part(invoice):
            found.setdefault(field, sentence)
    if not found:  # amounts only mean something once the values do
        for field, sentence in _amounts(invoice):
            found.setdefault(field, sentence)
    if found:
        raise InvalidFields(found)


def remarks(invoice: Invoice) -> list[str]:
    """What does not stop an invoice but deserves an eye: it is later than the law allows (INV-4)."""
    last = invoice.supply_days.last
    turn = date(last.year + last.month // 12, last.month % 12 + 1, _LATEST_DAY)
    if invoice.kind is Kind.INVOICE and invoice.issued > turn:
        return [
            _("Deze factuur is later dan de wet toestaat: uiterlijk de 15e van de maand na de levering "
              "(artikel 34g Wet OB 1968).")
        ]  # fmt: skip
    return []


def _amounts(invoice: Invoice) -> Found:
    """INV-5 and what must be said about paying."""
    sums = totals(invoice)
    if max(abs(sums.net), abs(sums.gross), abs(sums.payable)) > _MOST_CENTS:
        yield "lines", _("Bedrag is te groot. Controleer aantallen en prijzen.")
    if abs(invoice.rounding) > _MOST_ROUNDING:
        yield "rounding", _("Afronding is meer dan 99 cent. Zet het bedrag op een regel.")
    if invoice.simplified:
        yield from _simplified(invoice, sums.gross)
    if sums.payable <= 0 or invoice.kind is Kind.CREDIT_NOTE:
        return
    if invoice.payment is None:
        yield "payment", _("Er staat niet hoe er betaald wordt. Vul een rekeningnummer of een machtiging in.")
    if invoice.due is None and not invoice.terms.strip():
        yield "due", _("Er staat niet wanneer er betaald moet zijn. Vul een vervaldatum in.")


def _simplified(invoice: Invoice, gross: int) -> Found:
    if invoice.kind is Kind.INVOICE and gross > _SIMPLIFIED_MOST:
        yield "simplified", _("Een vereenvoudigde factuur mag tot en met 100 euro. Maak een gewone factuur.")
    if any(one.category in _NOT_SIMPLE for one in vats(invoice)):
        yield "simplified", _("Een vereenvoudigde factuur kan niet met verlegde btw of een levering naar het "
                              "buitenland. Maak een gewone factuur.")  # fmt: skip


def _texts(invoice: Invoice) -> Found:
    if any(_BAD.search(text) for text in _strings(invoice)):
        yield "", _("Een tekst bevat een onzichtbaar stuurteken. Typ die tekst opnieuw of plak zonder opmaak.")
    if invoice.language not in {"nl", "en"}:
        yield "language", _("Taal van de factuur is Nederlands of Engels. Kies een van de twee.")


def _profile(invoice: Invoice) -> Found:
    yield from missing(invoice, invoice.profile)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


_CHECKS: tuple[Callable[[Invoice], Found], ...] = (
    _texts,
    lines.number,
    lines.days,
    parties.seller,
    parties.buyer,
    lines.lines,
    lines.allowances,
    vat.treatments,
    vat.grounds,
    vat.telecom,
    lines.credit,
    parties.payment,
    _profile,
)
