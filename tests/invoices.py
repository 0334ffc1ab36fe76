"""Invoices to test with: varied on purpose, invented parties, days in 2026."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from klantkaart.billing.documents.grounds import Ground, VatCategory
from klantkaart.billing.documents.parts import (
    Discount,
    DocumentAllowance,
    Invoice,
    Kind,
    Line,
    Party,
    Payment,
    Period,
    Preceding,
    Profile,
    Vat,
    standard,
    without,
)
from klantkaart.billing.documents.profiles import missing

D = Decimal
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
ZERO = Vat(category=VatCategory.ZERO)

SELLER = Party(
    name="Kiezel Telecom",
    legal_name="Kiezel Telecom en Beveiliging B.V.",
    street="Havenstraat 12",
    postcode="2404 CC",
    city="Alphen aan den Rijn",
    kvk="99000123",
    vat_id="NL999000111B01",
    endpoint="99000123",
    endpoint_scheme="0106",
)
BUYER = Party(
    name="Bakkerij Hoekstra",
    legal_name="Hoekstra Brood en Banket B.V.",
    street="Dorpsstraat 1",
    postcode="2405 AB",
    city="Alphen aan den Rijn",
    kvk="99000456",
    vat_id="NL999000500B01",
    endpoint="99000456",
    endpoint_scheme="0106",
)
CONSUMER = Party(name="Iris de Vries", street="Lindelaan 8", postcode="2406 KJ", city="Alphen aan den Rijn")
MUNICIPALITY = Party(
    name="Gemeente Waterrijk",
    street="Postbus 100",
    postcode="2400 AA",
    city="Waterrijk",
    legal_id="00000009900000001000",
    legal_scheme="0190",
    endpoint="00000009900000001000",
    endpoint_scheme="0190",
)
BELGIAN = Party(
    name="Drukkerij Peeters",
    street="Kerkstraat 3",
    postcode="2000",
    city="Antwerpen",
    country="BE",
    legal_id="0999000129",
    legal_scheme="0208",
    vat_id="BE0999000129",
    endpoint="0999000129",
    endpoint_scheme="0208",
)
GERMAN = Party(
    name="Müller & Söhne GmbH",
    street="Königsallee 5",
    extra_line="2. Hinterhof",
    postcode="40212",
    city="Düsseldorf",
    country="DE",
    vat_id="DE999000105",
    endpoint="DE999000105",
    endpoint_scheme="9930",
)
AMERICAN = Party(name="Acme Phones Inc.", street="1 Main Street", postcode="10001", city="New York", country="US")
IRISH_CONSUMER = Party(name="Aoife Ní Bhriain", street="12 Strand Road", city="Dublin", postcode="D04", country="IE")

TRANSFER = Payment(
    iban="NL67ABNA0999000123", bic="ABNANL2A", account_name="Kiezel Telecom en Beveiliging B.V.", reference="2026-0042"
)
DEBIT = Payment(
    mandate="M-2025-0007",
    creditor_id="NL98ZZZ990001230000",
    debtor_iban="NL67INGB0999000456",
    reference="2026-0042",
    collected=date(2026, 4, 14),
)
PHONE = Line(
    description="Hosted telefonie, 5 toestellen",
    quantity=D(5),
    unit="MON",
    unit_price=D("12.50"),
    period=MARCH,
    telecom=True,
)
INTERNET = Line(description="Glasvezel 500/500", quantity=D(1), unit="MON", unit_price=D("44.95"), period=MARCH)
BREAD = Line(description="Vakliteratuur", quantity=D(3), unit_price=D("19.99"), vat=standard(900))


def invoice(*lines: Line, **changes: Any) -> Invoice:
    """A correct invoice with these lines."""
    values: dict[str, Any] = {
        "number": "2026-0042",
        "issued": date(2026, 3, 31),
        "due": date(2026, 4, 14),
        "supplied": date(2026, 3, 31),
        "seller": SELLER,
        "buyer": BUYER,
        "buyer_reference": "10012",
        "payment": TRANSFER,
        "lines": lines or (PHONE, INTERNET),
    }
    return Invoice(**(values | changes))


def credit(*lines: Line, **changes: Any) -> Invoice:
    """A correct credit note with these lines."""
    preceding = (Preceding(number="2026-0007", issued=date(2026, 2, 28)),)
    return invoice(*lines, **({"kind": Kind.CREDIT_NOTE, "preceding": preceding, "due": None} | changes))


def line(quantity: str = "1", price: str = "10.00", vat: Vat | None = None, **changes: Any) -> Line:
    """A line of so many at that price."""
    values: dict[str, Any] = {"description": "Levering", "quantity": D(quantity), "unit_price": D(price)}
    return Line(**(values | {"vat": vat or standard()} | changes))


def named(name: str, **changes: Any) -> Invoice:
    """For a customer with that name."""
    return invoice(buyer=replace(BUYER, name=name, legal_name=name), **changes)


def profiles(one: Invoice) -> list[Invoice]:
    """The document in every profile it can have; plain EN 16931 always."""
    return [replace(one, profile=profile) for profile in Profile if not missing(one, profile)]


_AE_TELECOM, _EU_SERVICE = without(Ground.TELECOM_RESALE), without(Ground.EU_SERVICE)
_ABROAD = {"buyer": GERMAN, "language": "en"}
_FIVE_PERCENT = Discount(reason="Vaste klant", percent=500)

EXAMPLES: dict[str, Invoice] = {
    # plain
    "plain": invoice(),
    "english": invoice(language="en"),
    "one-cent": invoice(line(price="0.01")),
    "large": invoice(line("99999", "9999.99")),
    "period": invoice(period=MARCH, supplied=None),
    "no-supply-day": invoice(supplied=None),
    "order-number": invoice(buyer_reference="", order_reference="PO-4711"),
    "all-references": invoice(order_reference="PO-4711", contract_reference="C-9", cost_centre="4100"),
    "terms": invoice(due=None, terms="Betaling binnen 14 dagen"),
    "notes": invoice(notes=("Bedankt voor de opdracht.", "Monteur: mevrouw Jansen.")),
    "no-vat-id-of-buyer": invoice(buyer=replace(BUYER, vat_id="")),
    "municipality": invoice(buyer=MUNICIPALITY),
    "consumer": invoice(buyer=CONSUMER),
    "direct-debit": invoice(payment=DEBIT),
    "direct-debit-without-account": invoice(payment=replace(DEBIT, debtor_iban="")),
    "extra-address-line": invoice(buyer=replace(BUYER, extra_line="t.a.v. de administratie")),
    "detail": invoice(replace(INTERNET, detail="Op het adres Dorpsstraat 1\nInclusief modem")),
    "hours": invoice(line("2.25", "87.50", unit="HUR", description="Montage")),
    "issued-by-buyer": invoice(issued_by_buyer=True),
    # rates
    "low-rate": invoice(BREAD),
    "mixed-rates": invoice(PHONE, BREAD, line(vat=ZERO)),
    "zero-rate": invoice(line(vat=ZERO)),
    "old-rate": invoice(line(vat=standard(600)), supplied=date(2018, 12, 31)),
    "exempt-and-taxed": invoice(PHONE, line(vat=without(Ground.EXEMPT))),
    "exempt": invoice(line(vat=without(Ground.EXEMPT))),
    "kor": invoice(line(vat=without(Ground.KOR)), kor=True),
    "kor-consumer": invoice(line(vat=without(Ground.KOR)), kor=True, buyer=CONSUMER),
    "outside-scope": invoice(line(vat=without(Ground.OUTSIDE)), buyer=AMERICAN),
    "oss-consumer": invoice(line(vat=standard(2300)), buyer=IRISH_CONSUMER, language="en"),
    # reverse charge, Europe, export
    "telecom-resale": invoice(replace(PHONE, vat=_AE_TELECOM), buyer_resells_telecom=True),
    "telecom-resale-mixed": invoice(replace(PHONE, vat=_AE_TELECOM), BREAD, buyer_resells_telecom=True),
    "mobile-phones": invoice(line("40", "299.00", without(Ground.MOBILE_PHONES))),
    "subcontracting": invoice(line("8", "55.00", without(Ground.SUBCONTRACTING), unit="HUR")),
    "two-grounds": invoice(
        replace(PHONE, vat=_AE_TELECOM), line(vat=without(Ground.SUBCONTRACTING)), buyer_resells_telecom=True
    ),
    "eu-service": invoice(line(vat=_EU_SERVICE), **_ABROAD),
    "eu-service-belgium": invoice(line(vat=_EU_SERVICE), buyer=BELGIAN),
    "eu-goods": invoice(line("3", "199.00", without(Ground.EU_GOODS)), **_ABROAD),
    "eu-goods-elsewhere": invoice(line("3", "199.00", without(Ground.EU_GOODS)), deliver_to="AT", **_ABROAD),
    "eu-goods-and-service": invoice(line(vat=without(Ground.EU_GOODS)), line(vat=_EU_SERVICE), **_ABROAD),
    "export": invoice(line("10", "75.00", without(Ground.EXPORT)), buyer=AMERICAN, language="en"),
    "german-with-dutch-vat": invoice(line(), **_ABROAD),
    # discounts, charges
    "line-discount-percent": invoice(replace(PHONE, discount=_FIVE_PERCENT)),
    "line-discount-amount": invoice(replace(PHONE, discount=Discount(reason="Actie", cents=1000))),
    "line-discount-all": invoice(line(discount=Discount(reason="Garantie", percent=100_00)), line()),
    "line-discount-half-cent": invoice(line("1", "0.10", discount=Discount(reason="Actie", percent=500))),
    "document-discount": invoice(allowances=(DocumentAllowance(reason="Kwantumkorting", cents=500),)),
    "document-charge": invoice(allowances=(DocumentAllowance(reason="Administratiekosten", cents=250, charge=True),)),
    "discounts-everywhere": invoice(
        replace(PHONE, discount=_FIVE_PERCENT),
        BREAD,
        allowances=(
            DocumentAllowance(reason="Kwantumkorting", cents=300),
            DocumentAllowance(reason="Kwantumkorting", cents=100, vat=standard(900)),
            DocumentAllowance(reason="Verzendkosten", cents=695, charge=True),
        ),
    ),
    "discount-with-reverse-charge": invoice(
        line("2", "100.00", _EU_SERVICE),
        allowances=(DocumentAllowance(reason="Discount", cents=1500, vat=_EU_SERVICE),),
        **_ABROAD,
    ),
    # paying
    "prepaid": invoice(prepaid=5000),
    "fully-prepaid": invoice(line("1", "100.00"), prepaid=12100, payment=None, due=None),
    "overpaid": invoice(line("1", "100.00"), prepaid=20000, payment=None, due=None),
    "rounded": invoice(line("1", "0.99"), rounding=-2),
    "prepaid-and-rounded": invoice(line("1", "9.99"), prepaid=500, rounding=1),
    # edges of rounding
    "half-cent-price": invoice(line("1", "0.005")),
    "half-cent-quantity": invoice(line("0.5", "0.01"), line("0.25", "0.02")),
    "half-cent-vat": invoice(line("1", "0.50"), line("1", "1.00", standard(900))),
    "many-decimals": invoice(line("1234.567891", "0.072513", unit="MIN", description="Belminuten")),
    "third": invoice(line("0.333333", "99.99", description="Deel van de maand")),
    "many-half-cents": invoice(*[line("1", "0.005") for _ in range(7)]),
    # negative and nought
    "negative-line": invoice(line("2", "50.00"), line("-1", "12.34", description="Terugname")),
    "negative-line-discount": invoice(line("5", "50.00"), line("-1", "33.33", discount=_FIVE_PERCENT)),
    "negative-half-cent": invoice(line("1", "1.00"), line("-1", "0.005")),
    "negative-invoice": invoice(line("-3", "12.50"), payment=None, due=None),
    "zero-line": invoice(line("0", "12.50"), line()),
    "free-line": invoice(line("1", "0"), line()),
    "zero-invoice": invoice(line("1", "0"), payment=None, due=None),
    "group-comes-to-nought": invoice(line("1", "10", standard(900)), line("-1", "10", standard(900)), line()),
    # credit notes
    "credit": credit(),
    "credit-part": credit(line("0.5", "44.95")),
    "credit-english": credit(language="en"),
    "credit-reverse-charge": credit(line(vat=_EU_SERVICE), **_ABROAD),
    "credit-direct-debit": credit(payment=replace(DEBIT, collected=None), due=date(2026, 4, 14)),
    "credit-mixed": credit(PHONE, BREAD, allowances=(DocumentAllowance(reason="Kwantumkorting", cents=500),)),
    "credit-two-invoices": credit(preceding=(Preceding(number="2026-0001"), Preceding(number="2026-0002"))),
    "credit-without-account": credit(payment=None),
    "credit-negative-line": credit(line("2", "50.00"), line("-1", "5.00")),
    # simplified
    "simplified": invoice(line("1", "49.00"), buyer=Party(name=""), simplified=True),
    "simplified-hundred": invoice(line("1", "82.64"), buyer=Party(name=""), simplified=True),
    # names
    "chinese": named("北京面包店有限公司"),
    "arabic": named("مخبز الهلال"),
    "greek": named("Αρτοποιείο Παπαδόπουλος"),
    "cyrillic": named("Пекарня Ковальчук"),
    "emoji": named("Bakkerij 🥐 Hoekstra"),
    "accents": named("Zoë Łukasiewicz-Ångström & Çelik B.V."),
    "markup": named('<b>Peper</b> & Zout #let "x" $y$ *z* `u` @v \\w'),
    "long-name": named("Vereniging tot Bevordering van de Belangen van " + "Zeer Lange Namen " * 9),
    "long-word": named("W" * 120),
    # long
    "many-lines": invoice(*[line("1", f"{n}.{n % 100:02d}", description=f"Toestel {n}") for n in range(1, 61)]),
    "very-many-lines": invoice(*[line(str(n % 7), "3.335", description=f"Regel {n}") for n in range(1, 301)]),
    "long-texts": invoice(
        replace(INTERNET, description="Een omschrijving die doorgaat. " * 8, detail="En een toelichting. " * 20),
        notes=("Een lange opmerking over wat er is gedaan. " * 12,),
    ),
}
