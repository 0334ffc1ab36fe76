"""Where a column can go, and why it may go nowhere: both lists are closed (P04)."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Target(StrEnum):
    """A place on the card or its relationship. ``correspondence`` is postal for a Postbus and billing for a street."""

    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first_name"
    INITIALS = "initials"
    PREFIX = "prefix"
    LAST_NAME = "last_name"
    KVK = "kvk"
    ESTABLISHMENT = "establishment"
    VAT_ID = "vat_id"
    VISITING_STREET = "visiting.street"
    VISITING_HOUSE = "visiting.house"
    VISITING_ADDITION = "visiting.addition"
    VISITING_EXTRA = "visiting.extra"
    VISITING_SECOND = "visiting.second_line"
    VISITING_POSTCODE = "visiting.postcode"
    VISITING_CITY = "visiting.city"
    VISITING_COUNTRY = "visiting.country"
    POSTAL_STREET = "postal.street"
    POSTAL_HOUSE = "postal.house"
    POSTAL_ADDITION = "postal.addition"
    POSTAL_POSTCODE = "postal.postcode"
    POSTAL_CITY = "postal.city"
    POSTAL_COUNTRY = "postal.country"
    POSTAL_ATTENTION = "postal.attention"
    BILLING_STREET = "billing.street"
    BILLING_HOUSE = "billing.house"
    BILLING_ADDITION = "billing.addition"
    BILLING_POSTCODE = "billing.postcode"
    BILLING_CITY = "billing.city"
    BILLING_COUNTRY = "billing.country"
    CORRESPONDENCE_COMPANY = "correspondence.company"
    CORRESPONDENCE_INITIALS = "correspondence.initials"
    CORRESPONDENCE_LAST_NAME = "correspondence.last_name"
    CORRESPONDENCE_STREET = "correspondence.street"
    CORRESPONDENCE_POSTCODE = "correspondence.postcode"
    CORRESPONDENCE_CITY = "correspondence.city"
    CORRESPONDENCE_COUNTRY = "correspondence.country"
    PHONE = "phone"
    MOBILE = "mobile"
    EMAIL = "email"
    EMAIL_AND_INVOICES = "email_and_invoices"
    WEBSITE = "website"
    CONTACT_NAME = "contact.name"
    CONTACT_ATTENTION = "contact.attention"
    CONTACT_FUNCTION = "contact.function"
    CONTACT_PHONE = "contact.phone"
    CONTACT_MOBILE = "contact.mobile"
    CONTACT_EMAIL = "contact.email"
    INVOICE_ATTENTION = "invoice.attention"
    INVOICE_EMAIL = "invoice_email"
    IBAN = "iban"
    BIC = "bic"
    SEPA_IBAN = "sepa_iban"
    SEPA_BIC = "sepa_bic"
    SINCE = "since"
    SERVICE = "service"
    PAYMENT_TERM = "payment_term"
    NOTES = "notes"
    INACTIVE = "inactive"
    LEGACY_ID = "legacy_id"


# Several columns may go here; elsewhere a second column would overwrite the first.
REPEATABLE = frozenset(
    {
        Target.PHONE, Target.MOBILE, Target.EMAIL, Target.EMAIL_AND_INVOICES, Target.WEBSITE, Target.INVOICE_EMAIL,
        Target.CONTACT_PHONE, Target.CONTACT_MOBILE, Target.CONTACT_EMAIL, Target.NOTES, Target.SERVICE, Target.IBAN,
        Target.CONTACT_ATTENTION,
    }
)  # fmt: skip
# One of these gives the customer a name, the only thing a card cannot do without.
NAMING = frozenset({Target.NAME, Target.LAST_NAME, Target.FIRST_NAME, Target.CONTACT_NAME, Target.CONTACT_ATTENTION})

_ADDRESS_PARTS = {
    "street": _("straat en huisnummer"), "house": _("huisnummer"), "addition": _("toevoeging"),
    "extra": _("tweede regel"), "second_line": _("tweede regel of postbus"), "postcode": _("postcode"),
    "city": _("plaats"), "country": _("land"), "attention": _("ter attentie van"), "company": _("bedrijfsnaam"),
    "initials": _("voorletters"), "last_name": _("achternaam"),
}  # fmt: skip
_ADDRESSES = {
    "visiting": _("Bezoekadres: %(part)s"),
    "postal": _("Postadres: %(part)s"),
    "billing": _("Factuuradres: %(part)s"),
    "correspondence": _("Post- of factuuradres: %(part)s"),
}
_LABELS = {
    Target.NUMBER: _("Klantnummer"), Target.NAME: _("Naam"), Target.FIRST_NAME: _("Voornaam"),
    Target.INITIALS: _("Voorletters"), Target.PREFIX: _("Tussenvoegsel"), Target.LAST_NAME: _("Achternaam"),
    Target.KVK: _("KvK-nummer"), Target.ESTABLISHMENT: _("Vestigingsnummer"), Target.VAT_ID: _("Btw-id"),
    Target.PHONE: _("Telefoon"), Target.MOBILE: _("Mobiel"), Target.EMAIL: _("E-mail"),
    Target.EMAIL_AND_INVOICES: _("E-mail, ook voor facturen"), Target.WEBSITE: _("Website"),
    Target.CONTACT_NAME: _("Contactpersoon: naam"), Target.CONTACT_ATTENTION: _("Contactpersoon: ter attentie van"),
    Target.CONTACT_FUNCTION: _("Contactpersoon: functie"), Target.CONTACT_PHONE: _("Contactpersoon: telefoon"),
    Target.CONTACT_MOBILE: _("Contactpersoon: mobiel"), Target.CONTACT_EMAIL: _("Contactpersoon: e-mail"),
    Target.INVOICE_ATTENTION: _("Facturen: ter attentie van"), Target.INVOICE_EMAIL: _("Facturen: e-mail"),
    Target.IBAN: _("IBAN"), Target.BIC: _("BIC"), Target.SEPA_IBAN: _("IBAN voor incasso"),
    Target.SEPA_BIC: _("BIC voor incasso"), Target.SINCE: _("Klant sinds"), Target.SERVICE: _("Dienst"),
    Target.PAYMENT_TERM: _("Betaaltermijn in dagen"), Target.NOTES: _("Notitie"),
    Target.INACTIVE: _("Geen klant meer (ja of nee)"), Target.LEGACY_ID: _("Nummer in het vorige pakket"),
}  # fmt: skip


def target_label(target: Target) -> str | Promise:
    """How the mapping screen calls a place."""
    kind, _dot, part = target.value.partition(".")
    if kind in _ADDRESSES:
        return str(_ADDRESSES[kind]) % {"part": _ADDRESS_PARTS[part]}
    return _LABELS[target]


class NotTaken(StrEnum):
    """Why a column is not imported."""

    NO_PLACE = "no_place"
    OWN_ID = "own_id"
    FAX = "fax"
    SALUTATION = "salutation"
    SENDING = "sending"
    QUOTES = "quotes"
    MANDATE = "mandate"
    ACCOUNT_HOLDER = "account_holder"
    OLD_ACCOUNT = "old_account"
    SECRET = "secret"  # noqa: S105  (a reason, not a secret)
    BSN = "bsn"
    EMPTY = "empty"
    TWICE = "twice"
    UNKNOWN = "unknown"
    CHOSEN = "chosen"


_REASONS = {
    NotTaken.NO_PLACE: _("De klantkaart heeft hier geen plaats voor; het wordt nergens anders bewaard."),
    NotTaken.OWN_ID: _("Dit nummer gebruikte het vorige pakket voor zichzelf. Het klantnummer is genoeg."),
    NotTaken.FAX: _("Faxnummers worden niet bewaard."),
    NotTaken.SALUTATION: _("De aanhef staat niet op de klantkaart."),
    NotTaken.SENDING: _("Facturen gaan altijd per e-mail; een andere keuze is hier niet nodig."),
    NotTaken.QUOTES: _("Offertes gaan naar de contactpersoon; een apart adres is er niet."),
    NotTaken.MANDATE: _("Een machtiging geldt alleen met het ondertekende formulier. Leg die vast als overeenkomst."),
    NotTaken.ACCOUNT_HOLDER: _("Naam en bank bij een rekening staan niet op de klantkaart; het IBAN is genoeg."),
    NotTaken.OLD_ACCOUNT: _("Dit is het rekeningnummer van voor 2014. Het IBAN wordt gebruikt."),
    NotTaken.SECRET: _("Wachtwoorden en codes horen in de kluis, niet op de klantkaart."),
    NotTaken.BSN: _("Deze kolom bevat burgerservicenummers. Die mogen hier niet worden bewaard (artikel 46 UAVG)."),
    NotTaken.EMPTY: _("Deze kolom is leeg."),
    NotTaken.TWICE: _("Een andere kolom gaat al naar dezelfde plaats."),
    NotTaken.UNKNOWN: _("Niet herkend. Kies zelf waar deze kolom heen gaat, of laat haar weg."),
    NotTaken.CHOSEN: _("Je hebt gekozen om deze kolom niet over te nemen."),
}


def reason_sentence(reason: NotTaken) -> str | Promise:
    """What the preview tells about a column that stays behind."""
    return _REASONS[reason]
