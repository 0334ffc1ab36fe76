"""What stands on the document: its number, its days, its lines, what it corrects (INV-3, INV-9)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from ..parts import Invoice, Kind, Line
from .shared import Found, line_field

_NUMBER = re.compile(r"\S(?:.{0,28}\S)?")
_UNIT = re.compile(r"[A-Z0-9]{2,3}")
_SCALE = 6
_MOST = Decimal(10) ** 9
_ALL = 100_00


def number(invoice: Invoice) -> Found:
    """INV-3: the number itself."""
    if not _NUMBER.fullmatch(invoice.number):
        yield (
            "number",
            _("Factuurnummer ontbreekt of is langer dan 30 tekens. Geef de factuur een nummer uit een reeks."),
        )


def days(invoice: Invoice) -> Found:
    period = invoice.period
    if invoice.due is not None and invoice.due < invoice.issued:
        yield "due", _("Vervaldatum ligt voor de factuurdatum. Kies een latere vervaldatum.")
    if period is not None and period.last < period.first:
        yield "period", _("Periode eindigt voordat zij begint. Controleer de datums.")
    for place, line in enumerate(invoice.lines, 1):
        if line.period is None:
            continue
        if line.period.last < line.period.first:
            yield line_field(place), _("Regel %(line)d: de periode eindigt voordat zij begint.") % {"line": place}
        elif period and (line.period.first < period.first or line.period.last > period.last):
            yield (
                line_field(place),
                _("Regel %(line)d: de periode valt buiten die van de factuur. Maak die van de factuur ruimer.")
                % {"line": place},
            )


def lines(invoice: Invoice) -> Found:
    if not invoice.lines:
        yield "lines", _("Factuur heeft geen regels. Voeg een regel toe.")
    for place, line in enumerate(invoice.lines, 1):
        yield from ((line_field(place), text) for text in _one_line(place, line))


def _one_line(place: int, line: Line) -> Iterator[str]:
    at = {"line": place}
    if not line.description.strip():
        yield _("Regel %(line)d heeft geen omschrijving. Schrijf wat er is geleverd.") % at
    if line.unit_price < 0:
        yield _("Regel %(line)d: de prijs is negatief. Zet het minteken bij het aantal.") % at
    if not _UNIT.fullmatch(line.unit):
        yield (
            _("Regel %(line)d: de eenheid is geen code van twee of drie tekens, zoals C62 (stuk) of MON (maand).") % at
        )
    for value in (line.quantity, line.unit_price):
        if not value.is_finite() or abs(value) >= _MOST or not _short(value):
            yield _("Regel %(line)d: aantal en prijs hebben hooguit zes decimalen en blijven onder een miljard.") % at
    discount = line.discount
    if discount is None:
        return
    if not discount.reason.strip():
        yield _("Regel %(line)d: de korting heeft geen reden. Schrijf erbij waarvoor zij is.") % at
    if bool(discount.percent) == bool(discount.cents) or min(discount.percent, discount.cents) < 0:
        yield _("Regel %(line)d: geef de korting als percentage of als bedrag, zonder minteken.") % at
    if discount.percent > _ALL:
        yield _("Regel %(line)d: de korting is meer dan 100%%. Vul een lager percentage in.") % at


def _short(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_SCALE


def allowances(invoice: Invoice) -> Found:
    for place, one in enumerate(invoice.allowances, 1):
        if one.cents < 0 or not one.reason.strip():
            yield (
                f"allowances.{place}",
                _("Korting of toeslag %(place)d: geef een reden en een bedrag zonder minteken.") % {"place": place},
            )


def credit(invoice: Invoice) -> Found:
    """INV-9: a correction is a new document that names the old one."""
    if invoice.kind is not Kind.CREDIT_NOTE:
        return
    if not any(one.number.strip() for one in invoice.preceding):
        yield "preceding", _("Creditnota noemt geen factuur. Kies de factuur die hij corrigeert.")
    for one in invoice.preceding:
        if one.number == invoice.number or (one.issued is not None and one.issued > invoice.issued):
            yield (
                "preceding",
                _("De gecorrigeerde factuur kan niet deze zelf of een latere zijn. Kies de juiste factuur."),
            )
