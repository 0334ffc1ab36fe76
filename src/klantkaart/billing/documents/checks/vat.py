"""Which VAT, or why none: INV-7, INV-8, INV-10, INV-11, INV-12."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ..grounds import EU, Ground, VatCategory
from ..parts import Invoice, Vat
from ..rates import rates_on, show_rate
from .shared import Found, line_field, vats


def treatments(invoice: Invoice) -> Found:
    """INV-1, INV-7, INV-10: every amount has a rate that holds on its day, or a reason for having none."""
    for field, vat, days in _with_days(invoice):
        mention = vat.ground.mention if vat.ground else None
        if vat.category is VatCategory.STANDARD:
            yield from _rate(invoice, field, vat, days)
        elif vat.rate:
            yield (
                field,
                _("Op een regel zonder btw (%(why)s) staat toch een tarief. Haal het tarief weg.")
                % {"why": vat.category.value},
            )
        elif vat.category is not VatCategory.ZERO and (mention is None or mention.category is not vat.category):
            yield field, _("Een regel zonder btw heeft geen of een verkeerde reden. Kies waarom er geen btw is.")
    if invoice.kor and any(vat.ground is not Ground.KOR for _field, vat, _days in _with_days(invoice)):
        yield "kor", _("Je bedrijf gebruikt de kleineondernemersregeling: op de factuur mag geen btw staan. "
                       "Zet elke regel op 'vrijgesteld (KOR)'.")  # fmt: skip
    kinds = {vat.category for vat in vats(invoice)}
    if VatCategory.OUTSIDE in kinds and len(kinds) > 1:
        yield "lines", _("Een factuur met 'niet belast' mag geen andere btw-soorten hebben. Maak twee facturen.")


def _rate(invoice: Invoice, field: str, vat: Vat, days: tuple[date, date]) -> Found:
    if vat.rate <= 0 or vat.ground is not None:
        yield field, _("Een regel met btw vraagt een tarief boven nul en geen reden voor vrijstelling.")
    elif not _elsewhere(invoice) and vat.rate not in rates_on(days[0]) & rates_on(days[1]):
        yield (
            field,
            _("Btw-tarief %(rate)s geldt niet op de dag van levering. Kies het tarief van die dag, of splits de regel.")
            % {"rate": show_rate(vat.rate)},
        )


def _elsewhere(invoice: Invoice) -> bool:
    """Sold to a consumer in another member state: the rate of that state holds (OSS)."""
    return invoice.seller.country != "NL" or (
        invoice.destination != "NL" and invoice.destination in EU and not invoice.buyer.vat_id
    )


def grounds(invoice: Invoice) -> Found:
    """INV-8 and INV-12: reverse charge and intra-EU ask for the customer's btw-id, in the right country."""
    buyer, here = invoice.buyer, invoice.buyer.country == "NL"
    abroad_in_eu = buyer.country in EU and not here
    for field, vat, _days in _with_days(invoice):
        ground = vat.ground
        if vat.category in {VatCategory.REVERSE, VatCategory.INTRA_EU} and not buyer.vat_id:
            yield "buyer.vat_id", _("Btw verleggen of 0% binnen de EU kan alleen met het btw-id van de klant. "
                                    "Vul het btw-id in, of reken btw.")  # fmt: skip
        if ground is Ground.EU_SERVICE and not abroad_in_eu:
            yield (
                field,
                _("Deze reden geldt alleen voor een ondernemer in een ander land van de EU. Kies een andere reden."),
            )
        if ground is Ground.EU_GOODS and (invoice.destination == "NL" or invoice.destination not in EU):
            yield field, _("Goederen met 0% binnen de EU gaan naar een ander land van de EU. Vul dat land in.")
        if ground is Ground.EXPORT and invoice.destination in EU:
            yield field, _("Uitvoer gaat naar een land buiten de EU. Vul dat land in, of kies een andere reden.")
        if ground in {Ground.TELECOM_RESALE, Ground.MOBILE_PHONES, Ground.SUBCONTRACTING} and not here:
            yield field, _("Deze verlegging geldt alleen voor een klant in Nederland. Kies een andere reden.")
        if ground is Ground.TELECOM_RESALE and not invoice.buyer_resells_telecom:
            yield field, _("Btw op telecomdiensten wordt alleen verlegd naar een doorverkoper. "
                           "Leg bij de klant vast dat hij doorverkoopt, of reken btw.")  # fmt: skip
    if any(vat.category is VatCategory.INTRA_EU for vat in vats(invoice)) and not (invoice.supplied or invoice.period):
        yield "supplied", _("Een levering binnen de EU vraagt de dag of de periode van levering. Vul die in.")


def telecom(invoice: Invoice) -> Found:
    """INV-8: mandatory since 1 September 2017."""
    if not invoice.buyer_resells_telecom or invoice.buyer.country != "NL" or invoice.kor:
        return
    for place, line in enumerate(invoice.lines, 1):
        if line.telecom and line.vat.ground is not Ground.TELECOM_RESALE:
            yield (
                line_field(place),
                _("Regel %(line)d: deze klant verkoopt telecomdiensten door, dus de btw wordt verlegd. "
                  "Kies 'btw verlegd: telecom'.") % {"line": place},
            )  # fmt: skip


def _with_days(invoice: Invoice) -> Iterator[tuple[str, Vat, tuple[date, date]]]:
    """Field, treatment and the days of supply of every amount."""
    whole = invoice.supply_days
    for place, line in enumerate(invoice.lines, 1):
        days = line.period or whole
        yield line_field(place), line.vat, (days.first, days.last)
    for place, one in enumerate(invoice.allowances, 1):
        yield f"allowances.{place}", one.vat, (whole.last, whole.last)
