"""The e-invoice: UBL 2.1 Invoice or CreditNote, written element by element in the order of the schema.

The same values make the same bytes. NLCIUS advises against some elements that the others allow (BR-NL-24, -30, -31,
-35): they are left out there, so that a correct document earns no warning.
"""

from datetime import date
from decimal import Decimal

from lxml import etree

from .grounds import VatCategory
from .parts import DocumentAllowance, Invoice, Kind, Line, Party, Payment, Period, Profile, Vat
from .profiles import CUSTOMIZATION, PROCESS
from .totals import LineTotal, Totals, VatGroup, totals
from .words import document_note, reasons

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CAC = f"{{{_UBL}:CommonAggregateComponents-2}}"
_CBC = f"{{{_UBL}:CommonBasicComponents-2}}"
_NAMES = {Kind.INVOICE: "Invoice", Kind.CREDIT_NOTE: "CreditNote"}
_QUANTITY = {Kind.INVOICE: "InvoicedQuantity", Kind.CREDIT_NOTE: "CreditedQuantity"}
_SPACES = {
    kind: {
        None: f"{_UBL}:{name}-2",
        "cac": f"{_UBL}:CommonAggregateComponents-2",
        "cbc": f"{_UBL}:CommonBasicComponents-2",
    }
    for kind, name in _NAMES.items()
}
_TRANSFER, _DIRECT_DEBIT = "58", "59"
_EUR = {"currencyID": "EUR"}

Element = etree._Element  # noqa: SLF001  (the only name lxml has for it)


def write(invoice: Invoice, sums: Totals | None = None) -> bytes:
    """The document as UTF-8. Expects values that ``checks.check`` let through."""
    sums = sums or totals(invoice)
    name = _NAMES[invoice.kind]
    spaces = _SPACES[invoice.kind]
    root = etree.Element(f"{{{_UBL}:{name}-2}}{name}", nsmap=spaces)  # type: ignore[arg-type]  # None: the default one
    _head(root, invoice)
    _references(root, invoice)
    outside = any(group.category is VatCategory.OUTSIDE for group in sums.groups)
    _party(_group(root, "AccountingSupplierParty"), invoice.seller, invoice, taxed=not outside)
    _party(_group(root, "AccountingCustomerParty"), invoice.buyer, invoice, taxed=not outside)
    _delivery(root, invoice, sums)
    if invoice.payment is not None:
        _payment(root, invoice, invoice.payment)
    if invoice.terms:
        _text(_group(root, "PaymentTerms"), "Note", invoice.terms)
    for allowance in invoice.allowances:
        _allowance(root, allowance)
    _tax(root, invoice, sums)
    _monetary(root, sums)
    for place, (line, total) in enumerate(zip(invoice.lines, sums.lines, strict=True), 1):
        _line(root, invoice.kind, place, line, total)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _head(root: Element, invoice: Invoice) -> None:
    _text(root, "CustomizationID", CUSTOMIZATION[invoice.profile])
    if invoice.profile is not Profile.EN16931:
        _text(root, "ProfileID", PROCESS)
    _text(root, "ID", invoice.number)
    _day(root, "IssueDate", invoice.issued)
    if invoice.kind is Kind.INVOICE:
        _day(root, "DueDate", invoice.due)
        _text(root, "InvoiceTypeCode", "380")
    else:
        _text(root, "CreditNoteTypeCode", "381")
    _text(root, "Note", document_note(invoice))
    _text(root, "DocumentCurrencyCode", "EUR")
    _text(root, "AccountingCost", invoice.cost_centre)
    _text(root, "BuyerReference", invoice.buyer_reference)
    _period(root, invoice.period)


def _references(root: Element, invoice: Invoice) -> None:
    if invoice.order_reference:
        _text(_group(root, "OrderReference"), "ID", invoice.order_reference)
    for one in invoice.preceding:
        reference = _group(_group(root, "BillingReference"), "InvoiceDocumentReference")
        _text(reference, "ID", one.number)
        if invoice.profile is not Profile.NLCIUS:  # BR-NL-24
            _day(reference, "IssueDate", one.issued)
    if invoice.contract_reference:
        _text(_group(root, "ContractDocumentReference"), "ID", invoice.contract_reference)


def _party(role: Element, party: Party, invoice: Invoice, *, taxed: bool) -> None:
    """``taxed``: a document outside the scope of VAT names no VAT number (BR-O-02)."""
    top = _group(role, "Party")
    if party.endpoint and party.endpoint_scheme:
        _text(top, "EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
    creditor = invoice.payment.creditor_id if invoice.payment and party is invoice.seller else ""
    if creditor:
        _text(_group(top, "PartyIdentification"), "ID", creditor, schemeID="SEPA")
    name = party.name.strip() or "-"  # a simplified invoice may not know its customer; EN 16931 wants a name
    _text(_group(top, "PartyName"), "Name", name)
    _address(_group(top, "PostalAddress"), party)
    if party.vat_id and taxed:
        scheme = _group(top, "PartyTaxScheme")
        _text(scheme, "CompanyID", party.vat_id)
        _text(_group(scheme, "TaxScheme"), "ID", "VAT")
    entity = _group(top, "PartyLegalEntity")
    _text(entity, "RegistrationName", party.registered_name.strip() or name)
    number, issuer = party.registration
    if number:
        _text(entity, "CompanyID", number, **({"schemeID": issuer} if issuer else {}))


def _address(address: Element, party: Party) -> None:
    _text(address, "StreetName", party.street)
    _text(address, "AdditionalStreetName", party.extra_line)
    _text(address, "CityName", party.city)
    _text(address, "PostalZone", party.postcode)
    _text(_group(address, "Country"), "IdentificationCode", party.country)


def _delivery(root: Element, invoice: Invoice, sums: Totals) -> None:
    goods_away = any(group.category is VatCategory.INTRA_EU for group in sums.groups) or bool(invoice.deliver_to)
    if invoice.supplied is None and not goods_away:
        return
    delivery = _group(root, "Delivery")
    _day(delivery, "ActualDeliveryDate", invoice.supplied)
    if goods_away:  # BR-IC-12
        country = _group(_group(_group(delivery, "DeliveryLocation"), "Address"), "Country")
        _text(country, "IdentificationCode", invoice.destination)


def _payment(root: Element, invoice: Invoice, payment: Payment) -> None:
    means = _group(root, "PaymentMeans")
    _text(means, "PaymentMeansCode", _DIRECT_DEBIT if payment.mandate else _TRANSFER)
    if invoice.kind is Kind.CREDIT_NOTE:
        _day(means, "PaymentDueDate", invoice.due)
    _text(means, "PaymentID", payment.reference)
    if payment.mandate:
        mandate = _group(means, "PaymentMandate")
        _text(mandate, "ID", payment.mandate)
        if payment.debtor_iban:
            _text(_group(mandate, "PayerFinancialAccount"), "ID", payment.debtor_iban)
        return
    account = _group(means, "PayeeFinancialAccount")
    _text(account, "ID", payment.iban)
    if invoice.profile is Profile.NLCIUS:  # BR-NL-30, BR-NL-31
        return
    _text(account, "Name", payment.account_name)
    if payment.bic:
        _text(_group(account, "FinancialInstitutionBranch"), "ID", payment.bic)


def _allowance(root: Element, one: DocumentAllowance) -> None:
    allowance = _group(root, "AllowanceCharge")
    _text(allowance, "ChargeIndicator", "true" if one.charge else "false")
    _text(allowance, "AllowanceChargeReason", one.reason)
    _amount(allowance, "Amount", one.cents)
    _category(_group(allowance, "TaxCategory"), one.vat.category, one.vat.rate)


def _tax(root: Element, invoice: Invoice, sums: Totals) -> None:
    tax = _group(root, "TaxTotal")
    _amount(tax, "TaxAmount", sums.vat)
    for group in sums.groups:
        subtotal = _group(tax, "TaxSubtotal")
        _amount(subtotal, "TaxableAmount", group.taxable)
        _amount(subtotal, "TaxAmount", group.vat)
        _category(_group(subtotal, "TaxCategory"), group.category, group.rate, group=group, invoice=invoice)


def _category(
    parent: Element, category: VatCategory, rate: int, *, group: VatGroup | None = None, invoice: Invoice | None = None
) -> None:
    _text(parent, "ID", category.value)
    if category is not VatCategory.OUTSIDE:  # BR-O-05
        _text(parent, "Percent", percent(rate))
    if group is not None and invoice is not None and group.grounds:
        codes = {ground.mention.vatex for ground in group.grounds} - {""}
        if len(codes) == 1 and invoice.profile is not Profile.NLCIUS:  # BR-NL-35
            _text(parent, "TaxExemptionReasonCode", codes.pop())
        _text(parent, "TaxExemptionReason", reasons(group.grounds, invoice.language))
    _text(_group(parent, "TaxScheme"), "ID", "VAT")


def _monetary(root: Element, sums: Totals) -> None:
    total = _group(root, "LegalMonetaryTotal")
    _amount(total, "LineExtensionAmount", sums.net)
    _amount(total, "TaxExclusiveAmount", sums.taxable)
    _amount(total, "TaxInclusiveAmount", sums.gross)
    if sums.allowances:
        _amount(total, "AllowanceTotalAmount", sums.allowances)
    if sums.charges:
        _amount(total, "ChargeTotalAmount", sums.charges)
    if sums.prepaid:
        _amount(total, "PrepaidAmount", sums.prepaid)
    if sums.rounding:
        _amount(total, "PayableRoundingAmount", sums.rounding)
    _amount(total, "PayableAmount", sums.payable)


def _line(root: Element, kind: Kind, place: int, line: Line, total: LineTotal) -> None:
    top = _group(root, f"{_NAMES[kind]}Line")
    _text(top, "ID", str(place))
    _text(top, _QUANTITY[kind], plain(line.quantity), unitCode=line.unit)
    _amount(top, "LineExtensionAmount", total.net)
    _period(top, line.period)
    if line.discount is not None:
        allowance = _group(top, "AllowanceCharge")
        _text(allowance, "ChargeIndicator", "false")
        _text(allowance, "AllowanceChargeReason", line.discount.reason)
        if line.discount.percent:
            _text(allowance, "MultiplierFactorNumeric", percent(line.discount.percent))
        _amount(allowance, "Amount", total.discount)
        if line.discount.percent:
            _amount(allowance, "BaseAmount", total.base)
    _item(top, line)
    _text(_group(top, "Price"), "PriceAmount", plain(line.unit_price), **_EUR)


def _item(top: Element, line: Line) -> None:
    item = _group(top, "Item")
    _text(item, "Description", line.detail)
    _text(item, "Name", line.description)
    vat: Vat = line.vat
    _category(_group(item, "ClassifiedTaxCategory"), vat.category, vat.rate)


def _period(parent: Element, period: Period | None) -> None:
    if period is not None:
        group = _group(parent, "InvoicePeriod")
        _day(group, "StartDate", period.first)
        _day(group, "EndDate", period.last)


def _group(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, _CAC + name)


def _text(parent: Element, name: str, value: str, **attributes: str) -> None:
    """An element with text; none when there is nothing to say (PEPPOL-EN16931-R008)."""
    if value := value.strip():
        etree.SubElement(parent, _CBC + name, attributes).text = value


def _day(parent: Element, name: str, day: date | None) -> None:
    if day is not None:
        etree.SubElement(parent, _CBC + name).text = day.isoformat()


def _amount(parent: Element, name: str, cents: int) -> None:
    etree.SubElement(parent, _CBC + name, _EUR).text = amount(cents)


def amount(cents: int) -> str:
    """``-1234.50``: two decimals, a point."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def percent(rate: int) -> str:
    """``21``, ``5.5``: a rate in hundredths of a per cent."""
    return plain(Decimal(rate).scaleb(-2))


def plain(value: Decimal) -> str:
    """Without exponent and without noughts at the end."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
