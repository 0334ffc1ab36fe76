"""INV-1 to INV-13: what may not be issued is refused on the field it is about, before anything is made."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from invoices import (
    AMERICAN,
    BELGIAN,
    BREAD,
    BUYER,
    DEBIT,
    GERMAN,
    INTERNET,
    IRISH_CONSUMER,
    PHONE,
    SELLER,
    TRANSFER,
    ZERO,
    credit,
    invoice,
    line,
)
from klantkaart.billing.documents import making, paper, ubl
from klantkaart.billing.documents.checks import check, remarks
from klantkaart.billing.documents.grounds import Ground, VatCategory
from klantkaart.billing.documents.parts import (
    Discount,
    DocumentAllowance,
    Invoice,
    Party,
    Period,
    Preceding,
    Profile,
    Vat,
    standard,
    without,
)
from klantkaart.billing.documents.rates import rates_on, show_rate
from klantkaart.kernel.errors import InvalidFields

AT = datetime(2026, 3, 31, 12, tzinfo=UTC)
TURN = Period(date(2018, 12, 1), date(2019, 1, 31))  # of 6% to 9%
ELSEWHERE = replace(BUYER, kvk="", legal_id="1", legal_scheme="0088")
_AE, _IC = without(Ground.EU_SERVICE), without(Ground.EU_GOODS)


def seller(**changes: Any) -> Invoice:
    return invoice(seller=replace(SELLER, **changes))


def buyer(**changes: Any) -> Invoice:
    return invoice(buyer=replace(BUYER, **changes))


REFUSED: list[tuple[str, Invoice, str]] = [
    # INV-1, INV-2: parties
    ("seller.kvk", seller(kvk=""), "KvK-nummer"),
    ("seller.kvk", seller(kvk="9900123"), "KvK"),
    ("seller.vat_id", seller(vat_id=""), "Btw-id van je bedrijf"),
    ("seller.vat_id", seller(vat_id="NL123456789B90"), "Btw-id"),
    ("seller.vat_id", seller(vat_id="NL 9990.00.111.B01"), "vorm"),
    ("seller.street", seller(street=""), "straat"),
    ("seller.name", seller(name=" "), "naam"),
    ("buyer.name", buyer(name=""), "naam"),
    ("buyer.city", buyer(city=""), "straat, postcode en plaats"),
    ("buyer.postcode", buyer(postcode=""), "straat, postcode en plaats"),
    ("buyer.country", buyer(country=""), "Land"),
    ("buyer.kvk", buyer(kvk="123"), "KvK"),
    ("buyer.vat_id", buyer(vat_id="NL999000501B01"), "Btw-id"),
    # INV-3, INV-9: number, correction
    ("number", invoice(number=""), "Factuurnummer"),
    ("number", invoice(number="x" * 31), "30 tekens"),
    ("preceding", credit(preceding=()), "Kies de factuur"),
    ("preceding", credit(preceding=(Preceding(number="2026-0042"),)), "juiste factuur"),
    ("preceding", credit(preceding=(Preceding(number="1", issued=date(2026, 4, 1)),)), "juiste factuur"),
    # days
    ("due", invoice(due=date(2026, 3, 30)), "Vervaldatum"),
    ("due", invoice(due=None), "vervaldatum"),
    ("period", invoice(line(), period=Period(date(2026, 3, 2), date(2026, 3, 1))), "eindigt voordat"),
    ("lines.1", invoice(line(period=Period(date(2026, 3, 2), date(2026, 3, 1)))), "Regel 1"),
    ("lines.1", invoice(PHONE, period=Period(date(2026, 3, 2), date(2026, 3, 31))), "buiten die van de factuur"),
    # lines
    ("lines", replace(invoice(), lines=()), "geen regels"),
    ("lines.2", invoice(PHONE, line(description=" ")), "Regel 2"),
    ("lines.1", invoice(line(price="-1")), "minteken bij het aantal"),
    ("lines.1", invoice(line(unit="stuks")), "eenheid"),
    ("lines.1", invoice(line("1.1234567")), "zes decimalen"),
    ("lines.1", invoice(line("1", "1e9")), "miljard"),
    ("lines.1", invoice(line("Infinity")), "zes decimalen"),
    ("lines.1", invoice(line(discount=Discount(reason="", cents=1))), "reden"),
    ("lines.1", invoice(line(discount=Discount(reason="x"))), "percentage of als bedrag"),
    ("lines.1", invoice(line(discount=Discount(reason="x", cents=-1))), "zonder minteken"),
    ("lines.1", invoice(line(discount=Discount(reason="x", percent=1, cents=1))), "percentage of als bedrag"),
    ("lines.1", invoice(line(discount=Discount(reason="x", percent=10001))), "meer dan 100%"),
    ("allowances.1", invoice(allowances=(DocumentAllowance(reason="x", cents=-1),)), "zonder minteken"),
    ("allowances.1", invoice(allowances=(DocumentAllowance(reason="", cents=1),)), "reden"),
    ("lines", invoice(*[line("999999999", "999999999")]), "te groot"),
    # INV-7, INV-10: rate or reason
    ("lines.1", invoice(line(vat=standard(600))), "6%"),
    ("lines.1", invoice(BREAD, supplied=date(2018, 12, 31)), "9%"),
    ("lines.1", invoice(line(vat=standard(900), period=TURN)), "splits de regel"),
    ("lines.1", invoice(line(vat=standard(0))), "boven nul"),
    ("lines.1", invoice(line(vat=Vat(category=VatCategory.ZERO, rate=900))), "Haal het tarief weg"),
    ("lines.1", invoice(line(vat=Vat(category=VatCategory.EXEMPT))), "waarom er geen btw"),
    ("lines.1", invoice(line(vat=replace(_AE, category=VatCategory.EXEMPT))), "waarom er geen btw"),
    ("lines.1", invoice(line(vat=replace(_AE, rate=2100)), buyer=GERMAN), "Haal het tarief weg"),
    ("allowances.1", invoice(allowances=(DocumentAllowance(reason="x", cents=1, vat=standard(700)),)), "7%"),
    ("lines", invoice(line(vat=without(Ground.OUTSIDE)), line(), buyer=AMERICAN), "twee facturen"),
    # INV-8: telecom resale
    ("lines.1", invoice(PHONE, buyer_resells_telecom=True), "verkoopt telecomdiensten door"),
    ("lines.1", invoice(replace(PHONE, vat=without(Ground.TELECOM_RESALE))), "doorverkoper"),
    ("lines.1", invoice(line(vat=without(Ground.SUBCONTRACTING)), buyer=GERMAN), "klant in Nederland"),
    # INV-11: KOR
    ("kor", invoice(kor=True), "kleineondernemersregeling"),
    ("kor", invoice(line(vat=ZERO), kor=True), "kleineondernemersregeling"),
    # INV-12: Europe
    ("buyer.vat_id", invoice(line(vat=_AE), buyer=replace(GERMAN, vat_id="")), "btw-id van de klant"),
    ("buyer.vat_id", invoice(line(vat=_IC), buyer=replace(BELGIAN, vat_id="")), "btw-id van de klant"),
    ("lines.1", invoice(line(vat=_AE)), "ander land van de EU"),
    ("lines.1", invoice(line(vat=_AE), buyer=replace(AMERICAN, vat_id="US1234")), "ander land van de EU"),
    ("lines.1", invoice(line(vat=_IC)), "ander land van de EU"),
    ("lines.1", invoice(line(vat=without(Ground.EXPORT)), buyer=GERMAN), "buiten de EU"),
    ("supplied", invoice(line(vat=_IC), buyer=GERMAN, supplied=None), "dag of de periode"),
    ("lines.1", invoice(line(vat=standard(2300)), buyer=replace(IRISH_CONSUMER, vat_id="IE6388047V")), "23%"),
    # INV-5: simplified
    ("simplified", invoice(line("1", "82.65"), buyer=Party(name=""), simplified=True), "100 euro"),
    ("simplified", invoice(line(vat=_IC), buyer=GERMAN, simplified=True), "vereenvoudigde"),
    # paying
    ("payment", invoice(payment=None), "hoe er betaald"),
    ("payment.iban", invoice(payment=replace(TRANSFER, iban="NL67ABNA0999000124")), "IBAN"),
    ("payment.iban", invoice(payment=replace(TRANSFER, iban="")), "Rekeningnummer"),
    ("payment.iban", invoice(payment=replace(TRANSFER, iban="NL67 ABNA 0999 0001 23")), "vorm"),
    ("payment.debtor_iban", invoice(payment=replace(DEBIT, debtor_iban="x")), "IBAN"),
    ("payment.creditor_id", invoice(payment=replace(DEBIT, creditor_id="")), "Incassant-ID"),
    ("rounding", invoice(rounding=100), "99 cent"),
    # profile, texts
    ("buyer_reference", invoice(buyer_reference="", profile=Profile.NLCIUS), "referentie"),
    ("buyer.endpoint", invoice(buyer=replace(BUYER, endpoint=""), profile=Profile.PEPPOL), "Peppol-adres"),
    ("buyer.kvk", invoice(buyer=replace(BUYER, kvk=""), profile=Profile.NLCIUS), "KvK-nummer of het OIN"),
    ("buyer.kvk", invoice(buyer=ELSEWHERE, profile=Profile.PEPPOL), "OIN"),
    ("", buyer(name="Bak\x00ker"), "stuurteken"),
    ("", invoice(notes=("a\u202eb",)), "stuurteken"),
    ("language", invoice(language="de"), "Nederlands of Engels"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "wrong", "words"), REFUSED, ids=[f"{n}-{row[0]}" for n, row in enumerate(REFUSED)])
def test_it_is_refused_and_nothing_is_made(
    field: str, wrong: Invoice, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(ubl, "write", lambda *_args: made.append("ubl"))
    monkeypatch.setattr(paper, "render", lambda *_args, **_more: made.append("paper"))
    with pytest.raises(InvalidFields) as raised:
        making.make(wrong, at=AT)
    assert words in str(raised.value.errors[field])
    assert str(raised.value.errors[field]).endswith((".", "?"))
    assert made == []


def test_all_fields_are_told_at_once() -> None:
    with pytest.raises(InvalidFields) as raised:
        check(seller(kvk="", street="", vat_id=""))
    assert set(raised.value.errors) == {"seller.kvk", "seller.street", "seller.vat_id"}


@pytest.mark.parametrize(
    "right",
    [
        invoice(line(vat=standard(2300)), buyer=IRISH_CONSUMER),  # OSS
        invoice(INTERNET, buyer_resells_telecom=True),
        invoice(PHONE, buyer=GERMAN, buyer_resells_telecom=True),
        buyer(country="IE", postcode="", kvk="", vat_id=""),  # not every country has postcodes
        credit(payment=None),
    ],
)
def test_it_is_accepted(right: Invoice) -> None:
    check(right)


def test_a_late_invoice_is_remarked_and_not_refused() -> None:
    """INV-4: the 15th of the month after the supply, over the turn of a year too."""
    on_time = invoice(supplied=date(2025, 12, 31), issued=date(2026, 1, 15), due=date(2026, 2, 1))
    late = replace(on_time, issued=date(2026, 1, 16))
    check(late)
    assert remarks(on_time) == []
    assert "15e" in remarks(late)[0]
    assert remarks(credit(supplied=date(2020, 1, 1))) == []


def test_rates_hold_on_their_days() -> None:
    assert rates_on(date(2026, 1, 1)) == {2100, 900}
    assert rates_on(date(2018, 12, 31)) == {2100, 600}
    assert rates_on(date(2012, 9, 30)) == {1900, 600}
    assert [show_rate(rate) for rate in (2100, 550, 505, 0)] == ["21%", "5,5%", "5,05%", "0%"]


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_has_words_in_both_languages(ground: Ground, language: str) -> None:
    said = ground.mention.words(language)
    assert "Wet OB" in said or "Uitvoeringsbesluit" in said or "Btw-richtlijn" in said or "VAT Directive" in said
    assert ground.mention.category is not VatCategory.STANDARD
    if ground.mention.category is VatCategory.REVERSE:
        assert "verlegd" in said


def test_the_mention_of_reverse_charge_is_in_the_e_invoice() -> None:
    """INV-7: btw verlegd, in the note and beside the rate."""
    document = ubl.write(invoice(line("1", "10", _AE), buyer=GERMAN)).decode()
    assert document.count("Btw verlegd (reverse charge)") == 2
    assert "<cbc:TaxExemptionReasonCode>VATEX-EU-AE<" in document
