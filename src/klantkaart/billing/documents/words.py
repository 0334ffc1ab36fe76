"""Every word of an invoice in Dutch and English, and the mentions that the law asks for.

Not through gettext: the language is the document's, chosen per customer, and what an issued document said must not
change with a translation.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from .grounds import Ground
from .parts import Invoice, Kind, Period

_MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip

_LABELS = {
    "invoice": ("Factuur", "Invoice"),
    "credit_note": ("Creditnota", "Credit note"),
    "to": ("Aan", "To"),
    "from": ("Van", "From"),
    "number": ("Factuurnummer", "Invoice number"),
    "credit_number": ("Creditnotanummer", "Credit note number"),
    "issued": ("Factuurdatum", "Invoice date"),
    "credit_issued": ("Datum", "Date"),
    "due": ("Betalen vóór of op", "Payment due"),
    "supplied": ("Geleverd op", "Date of supply"),
    "period": ("Periode", "Period"),
    "corrects": ("Betreft factuur", "Corrects invoice"),
    "your_reference": ("Uw kenmerk", "Your reference"),
    "order": ("Uw ordernummer", "Your order number"),
    "contract": ("Contract", "Contract"),
    "cost_centre": ("Kostenplaats", "Cost centre"),
    "your_vat": ("Uw btw-id", "Your VAT number"),
    "description": ("Omschrijving", "Description"),
    "quantity": ("Aantal", "Quantity"),
    "price": ("Prijs", "Price"),
    "vat": ("Btw", "VAT"),
    "amount": ("Bedrag", "Amount"),
    "discount": ("Korting", "Discount"),
    "net": ("Totaal van de regels", "Total of the lines"),
    "taxable": ("Totaal exclusief btw", "Total excluding VAT"),
    "gross": ("Totaal inclusief btw", "Total including VAT"),
    "gross_untaxed": ("Totaal", "Total"),
    "prepaid": ("Al betaald", "Already paid"),
    "rounding": ("Afronding", "Rounding"),
    "payable": ("Te betalen", "Amount due"),
    "refund": ("U krijgt terug", "To be refunded"),
    "nothing": ("U hoeft niets te betalen", "Nothing to pay"),
    "vat_summary": ("Btw-overzicht", "VAT summary"),
    "rate": ("Tarief", "Rate"),
    "over": ("Over", "On"),
    "payment": ("Betaling", "Payment"),
    "notes": ("Toelichting", "Notes"),
    "kvk": ("KvK", "KvK"),
    "registration": ("Reg.nr.", "Reg. no."),
    "vat_id": ("Btw-id", "VAT"),
    "iban": ("IBAN", "IBAN"),
    "bic": ("BIC", "BIC"),
    "account_name": ("Ten name van", "Account holder"),
    "reference": ("Betalingskenmerk", "Payment reference"),
    "collected": ("Afschrijving op of rond", "Collected on or about"),
    "mandate": ("Machtiging", "Mandate"),
    "creditor": ("Incassant-ID", "Creditor identifier"),
    "page": ("Pagina", "Page"),
    "of": ("van", "of"),
    "attached": ("De e-factuur (UBL) zit in deze pdf.", "The e-invoice (UBL) is inside this PDF."),
    "lost": (
        "Tekens die dit papier niet kan tonen, staan er als nummer, zoals [U+4E2D]. In de e-factuur staan zij goed.",
        "Characters that this paper cannot show are printed as numbers, like [U+4E2D]. The e-invoice has them right.",
    ),
    "no_vat": ("geen", "none"),
    "reversed": ("verlegd", "reversed"),
    "exempt": ("vrij", "exempt"),
    "xml_name": ("e-factuur", "e-invoice"),
}

_UNITS = {
    "C62": ("", ""), "H87": ("", ""), "EA": ("", ""),
    "HUR": ("uur", "h"), "MIN": ("min.", "min"), "DAY": ("dag", "day"), "WEE": ("week", "week"),
    "MON": ("mnd", "mo"), "ANN": ("jaar", "yr"), "MTR": ("m", "m"), "KMT": ("km", "km"), "KGM": ("kg", "kg"),
    "LTR": ("l", "l"), "MTK": ("m²", "m²"), "GB": ("GB", "GB"), "E34": ("GB", "GB"), "LS": ("", ""),
}  # fmt: skip

_SENTENCES = {
    "paid": (
        "Deze factuur is al betaald; u hoeft niets te doen.",
        "This invoice has been paid; nothing is asked of you.",
    ),
    "refund": (
        "U krijgt %(amount)s terug, of wij verrekenen het met een open factuur.",
        "You will receive %(amount)s, or it will be set off against an open invoice.",
    ),
    "transfer": (
        "Wij ontvangen %(amount)s graag%(until)s op %(iban)s%(bic)s%(name)s, met als kenmerk %(reference)s.",
        "Please pay %(amount)s%(until)s to %(iban)s%(bic)s%(name)s, quoting %(reference)s.",
    ),
    "until": (" vóór of op %(day)s", " on or before %(day)s"),
    "holder": (" ten name van %(name)s", " in the name of %(name)s"),
    "direct_debit": (
        "Wij schrijven %(amount)s%(when)s af%(account)s. Machtiging %(mandate)s, incassant-ID %(creditor)s.",
        "We will collect %(amount)s%(when)s%(account)s. Mandate %(mandate)s, creditor identifier %(creditor)s.",
    ),
    "when": (" op of rond %(day)s", " on or about %(day)s"),
    "account": (" van uw rekening die eindigt op %(end)s", " from your account ending in %(end)s"),
}
_ISSUED_BY_BUYER = ("Factuur uitgereikt door afnemer", "Self-billing (factuur uitgereikt door afnemer)")


def label(name: str, language: str) -> str:
    return _LABELS[name][language == "en"]


def sentence(name: str, language: str, values: Mapping[str, str]) -> str:
    return _SENTENCES[name][language == "en"] % values


def labels(language: str) -> dict[str, str]:
    """All of them, for the template."""
    return {name: pair[language == "en"] for name, pair in _LABELS.items()}


def show_day(day: date, language: str) -> str:
    """``5 maart 2026``."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def show_period(period: Period, language: str) -> str:
    """``1 t/m 31 maart 2026``, with months and years only where they differ."""
    first, last = period.first, period.last
    join = "to" if language == "en" else "t/m"
    if first == last:
        return show_day(first, language)
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {_MONTHS[language][first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} {join} {show_day(last, language)}"


def show_unit(code: str, language: str) -> str:
    """A short word; nothing for pieces, and the code itself when it is an uncommon one."""
    pair = _UNITS.get(code)
    return code if pair is None else pair[language == "en"]


def reasons(grounds: Iterable[Ground], language: str) -> str:
    """Why there is no VAT, in one line."""
    return "; ".join(ground.mention.words(language) for ground in grounds)


def mentions(invoice: Invoice) -> list[str]:
    """INV-7, INV-8, INV-11: what must be said, each once, in the order of the lines."""
    vats = [line.vat for line in invoice.lines] + [one.vat for one in invoice.allowances]
    found = {vat.ground.mention.words(invoice.language): None for vat in vats if vat.ground is not None}
    if invoice.issued_by_buyer:
        found[_ISSUED_BY_BUYER[invoice.language == "en"]] = None
    return list(found)


def document_note(invoice: Invoice) -> str:
    """Notes and mentions as one text: Peppol allows one note (PEPPOL-EN16931-R002)."""
    return "\n".join([*mentions(invoice), *(note.strip() for note in invoice.notes if note.strip())])


def title(invoice: Invoice) -> str:
    """``Factuur 2026-0001``."""
    name = "invoice" if invoice.kind is Kind.INVOICE else "credit_note"
    return f"{label(name, invoice.language)} {invoice.number}"
