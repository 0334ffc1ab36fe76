"""Who sells, who buys, how it is paid: INV-1, INV-2, EINV-2."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_iban, parse_kvk, parse_vat_id

from ..grounds import VatCategory
from ..parts import Invoice, Party
from .shared import Found, vats

_COUNTRY = re.compile(r"[A-Z]{2}")


def seller(invoice: Invoice) -> Found:
    """INV-1, INV-2, EINV-2: name, address, KvK number and btw-id of the supplier."""
    party = invoice.seller
    yield from _address("seller", party, _("Gegevens van je bedrijf"))
    if party.country == "NL":
        if not party.kvk and not party.legal_id:
            yield "seller.kvk", _("KvK-nummer van je bedrijf ontbreekt. Vul het in bij de bedrijfsgegevens.")
        yield from _parsed("seller.kvk", party.kvk, parse_kvk)
    if not party.vat_id and any(vat.category is not VatCategory.OUTSIDE for vat in vats(invoice)):
        yield "seller.vat_id", _("Btw-id van je bedrijf ontbreekt. Vul het in bij de bedrijfsgegevens.")
    yield from _parsed("seller.vat_id", party.vat_id, lambda text: parse_vat_id(text, party.country))


def buyer(invoice: Invoice) -> Found:
    """INV-1: name and address of the customer; INV-5: a simplified invoice does without."""
    party = invoice.buyer
    if not _COUNTRY.fullmatch(party.country):
        yield "buyer.country", _("Land van de klant ontbreekt. Vul het in op de klantkaart.")
    if not invoice.simplified:
        yield from _address("buyer", party, _("Gegevens van de klant"))
    if party.country == "NL":
        yield from _parsed("buyer.kvk", party.kvk, parse_kvk)
    yield from _parsed("buyer.vat_id", party.vat_id, lambda text: parse_vat_id(text, party.country))


def payment(invoice: Invoice) -> Found:
    means = invoice.payment
    if means is None:
        return
    yield from _parsed("payment.iban", means.iban, parse_iban)
    yield from _parsed("payment.debtor_iban", means.debtor_iban, parse_iban)
    if means.mandate and not means.creditor_id:
        yield "payment.creditor_id", _("Incassant-ID ontbreekt. Vul het in bij de bedrijfsgegevens.")
    if not means.mandate and not means.iban:
        yield "payment.iban", _("Rekeningnummer om op te betalen ontbreekt. Vul het in bij de bedrijfsgegevens.")


def _address(who: str, party: Party, what: str) -> Found:
    if not party.name.strip():
        yield f"{who}.name", _("%(what)s: de naam ontbreekt. Vul de naam in.") % {"what": what}
    lacking = [name for name in ("street", "city", "postcode") if not str(getattr(party, name)).strip()]
    if party.country != "NL" and lacking == ["postcode"]:  # not every country has one
        return
    if lacking:
        yield (
            f"{who}.{lacking[0]}",
            _("%(what)s: straat, postcode en plaats horen op de factuur. Vul het adres aan.") % {"what": what},
        )


def _parsed(field: str, text: str, parse: Callable[[str], str]) -> Found:
    """The form must be the one that is kept: an e-invoice is no place for spaces and dots."""
    if not text:
        return
    try:
        if parse(text) == text:
            return
    except Invalid as error:
        yield field, error.message
        return
    yield field, _("Nummer staat niet in de vorm waarin het hoort te worden bewaard. Vul het opnieuw in.")
