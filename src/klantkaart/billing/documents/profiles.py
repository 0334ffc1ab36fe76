"""Which specification a document can follow: Peppol BIS and NLCIUS ask for more than EN 16931 does."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .parts import KVK_SCHEME, OIN_SCHEME, Invoice, Party, Profile

CUSTOMIZATION = {
    Profile.EN16931: "urn:cen.eu:en16931:2017",
    Profile.PEPPOL: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    Profile.NLCIUS: "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
}
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def missing(invoice: Invoice, profile: Profile) -> list[tuple[str, str]]:
    """Field and sentence for everything that keeps the document from following ``profile``; empty when it can."""
    if profile is Profile.EN16931:
        return []
    found = list(_shared(invoice))
    if profile is Profile.PEPPOL:
        found += _peppol(invoice)
    return found + list(_dutch(invoice, profile))


def best_profile(invoice: Invoice) -> Profile:
    """Peppol BIS where both are on the network, else NLCIUS, else plain EN 16931 (consumers, simplified invoices)."""
    for profile in (Profile.PEPPOL, Profile.NLCIUS):
        if not missing(invoice, profile):
            return profile
    return Profile.EN16931


def _shared(invoice: Invoice) -> Iterator[tuple[str, str]]:
    if not (invoice.buyer_reference or invoice.order_reference):
        yield (
            "buyer_reference",
            _("Een e-factuur via Peppol of volgens NLCIUS vraagt een referentie van de klant of een ordernummer. "
              "Vul een van de twee in, bijvoorbeeld het klantnummer."),
        )  # fmt: skip


def _peppol(invoice: Invoice) -> Iterator[tuple[str, str]]:
    for field, party in (("seller.endpoint", invoice.seller), ("buyer.endpoint", invoice.buyer)):
        if not (party.endpoint and party.endpoint_scheme):
            yield (
                field,
                _("Voor verzending via Peppol is een Peppol-adres nodig. Vul het in, of kies een andere verzending."),
            )


def _dutch(invoice: Invoice, profile: Profile) -> Iterator[tuple[str, str]]:
    """What the Netherlands add: BR-NL-10 asks a registration of every Dutch buyer, NL-R-005 only its scheme."""
    if invoice.buyer.country != "NL" or _registered_here(invoice.buyer):
        return
    if profile is Profile.NLCIUS or invoice.buyer.legal_id:
        yield (
            "buyer.kvk",
            _("Van een klant in Nederland vraagt deze e-factuur het KvK-nummer of het OIN. "
              "Vul het in, of kies een gewone e-factuur."),
        )  # fmt: skip


def _registered_here(party: Party) -> bool:
    number, scheme = party.registration
    return bool(number) and scheme in {KVK_SCHEME, OIN_SCHEME}
