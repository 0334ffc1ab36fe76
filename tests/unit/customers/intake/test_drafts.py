"""From a row to a card: names, contact persons, addresses, where invoices go, and whose data it is."""

import json
from datetime import date
from pathlib import Path

import pytest

from customer_lists import drafts, findings, list_of, outcomes, sheet_of
from klantkaart.customers.intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft, ContactDraft, Kind
from klantkaart.customers.intake.findings import Level
from klantkaart.customers.intake.people import hides_bsn, is_partnership, is_trader_vat, kind_of
from klantkaart.customers.intake.tables import read_table
from klantkaart.customers.models import AddressUse, CardKind, ChannelKind, ChannelUse, ContactKind, Service
from klantkaart.kernel.text import fold

FIXTURES = Path(__file__).parent / "fixtures"
IBAN, OTHER_IBAN = "NL27ABNA0000010162", "NL82RABO0000010219"
TRADER_VAT, COMPANY_VAT = "NL999912261B32", "NL992638355B02"


def draft(**cells: object) -> CardDraft:
    (only,) = drafts(list_of({name.replace("_", " "): value for name, value in cells.items()}))
    return only


def mails(card: CardDraft, use: str) -> list[str]:
    return [channel.value for channel in card.channels if (channel.kind, channel.use) == ("email", use)]


def test_a_whole_card_from_one_row_of_moneybird() -> None:
    card = drafts(read_table(FIXTURES / "moneybird.csv"))[0]
    assert card == CardDraft(
        rows=(2,),
        name="Bakkerij Kwikstaart B.V.",
        kind=Kind.ORGANISATION,
        number="2001",
        kvk_number="99100003",
        vat_id=COMPANY_VAT,
        customer_since=date(2010, 4, 10),
        notes=("Belt liever",),
        contacts=(
            ContactDraft("Willem van Dalen"),
            ContactDraft(
                "Anna Smit", "", "finance", (ChannelDraft("email", "facturen@kwikstaart.example.nl", "invoice"),)
            ),
        ),
        channels=(
            ChannelDraft("phone", "+31200123456"),
            ChannelDraft("email", "info@kwikstaart.example.nl"),
            ChannelDraft("email", "info@kwikstaart.example.nl", "invoice"),
        ),
        addresses=(
            AddressDraft("visiting", "Proefstraat 1", "", "1234 AB", "Proefdorp", "NL"),
            AddressDraft("postal", "Postbus 12", "", "1234 AC", "Proefdorp", "NL"),
        ),
        bank=(BankDraft(IBAN, "ABNANL2A"),),
    )


def test_a_whole_card_from_two_rows_of_a_hand_kept_list() -> None:
    person, company = drafts(read_table(FIXTURES / "handkept.csv"))
    assert (person.name, person.kind, person.contacts, person.rows) == ("Zoë in 't Veld", Kind.PERSON, (), (5,))
    assert (company.rows, company.services, company.notes) == ((4, 6), ("telephony",), ("Belt liever",))
    assert company.contacts == (
        ContactDraft(
            "Willem van Dalen", "Directeur", "general",
            (ChannelDraft("mobile", "+31612345678"), ChannelDraft("email", "willem@kwikstaart.example.nl")),
        ),
        ContactDraft(
            "Anna Smit", "Boekhouding", "general",
            (ChannelDraft("phone", "+31200123458"), ChannelDraft("email", "anna@kwikstaart.example.nl")),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["moneybird", "moneybird_api", "snelstart", "snelstart_fld", "wefact", "handkept"])
def test_a_draft_survives_json(name: str) -> None:
    for card in drafts(read_table(FIXTURES / f"{name}.csv"), include_inactive=True):
        assert CardDraft.from_json(json.loads(json.dumps(card.as_json()))) == card


def test_the_words_of_a_draft_are_those_of_the_card() -> None:
    assert {kind.value for kind in Kind} == set(CardKind.values)
    assert {"visiting", "postal", "billing"} == set(AddressUse.values)
    assert {"phone", "mobile", "email", "website"} == set(ChannelKind.values)
    assert {"general", "invoice"} == set(ChannelUse.values)
    assert {"general", "finance"} <= set(ContactKind.values)
    from klantkaart.customers.intake.values import SERVICES  # noqa: PLC0415

    assert set(SERVICES.values()) == set(Service.values)


def test_a_person_is_named_by_the_fields_of_a_person() -> None:
    card = draft(Bedrijfsnaam="", Voornaam="Zoë", Tussenvoegsel="in 't", Achternaam="Veld", Mobiel="06-12345678")
    assert (card.name, card.kind, card.contacts) == ("Zoë in 't Veld", Kind.PERSON, ())
    assert card.channels == (ChannelDraft("mobile", "+31612345678"),)
    assert draft(Bedrijfsnaam="", Contactpersoon="Jan Smit").name == "Jan Smit"
    assert draft(Bedrijfsnaam="", Ter_attentie_van="Jan Smit").name == "Jan Smit"
    assert draft(Bedrijfsnaam="", Voorletters="J.", Achternaam="Smit").name == "J. Smit"


def test_whoever_is_named_besides_is_a_contact_person_once() -> None:
    card = draft(
        Bedrijfsnaam="Zilver B.V.",
        Voornaam="Willem",
        Achternaam="van Dalen",
        Ter_attentie_van="W. van Dalen",
        Facturen_tav="WILLEM VAN DALEN",
    )
    assert [contact.name for contact in card.contacts] == ["Willem van Dalen"]
    card = draft(
        Bedrijfsnaam="Zilver B.V.", Voornaam="Willem", Achternaam="van Dalen", Ter_attentie_van="Anna van Dalen"
    )
    assert [contact.name for contact in card.contacts] == ["Willem van Dalen", "Anna van Dalen"]


def test_a_function_needs_somebody_who_has_it() -> None:
    table = list_of({"Naam": "Zilver B.V.", "Contactpersoon": "", "Functie": "Directeur"})
    assert [(finding.code, finding.column) for finding in findings(table)] == [("function_alone", "Functie")]


def test_an_invoice_address_that_is_the_general_one_adds_nothing() -> None:
    card = draft(Naam="Zilver B.V.", Email="info@example.nl", Factuur_email="info@example.nl")
    assert (mails(card, "general"), mails(card, "invoice")) == (["info@example.nl"], [])


def test_of_a_wefact_list_the_first_is_general_and_all_get_invoices() -> None:
    (card, person) = drafts(read_table(FIXTURES / "wefact.csv"))
    assert mails(card, "general") == ["info@kwikstaart.example.nl"]
    assert mails(card, "invoice") == [
        "info@kwikstaart.example.nl", "boek@kwikstaart.example.nl", "crediteuren@kwikstaart.example.nl",
    ]  # fmt: skip
    assert (mails(person, "general"), mails(person, "invoice")) == (["zoe@example.nl"], [])


def test_a_correspondence_address_is_postal_for_a_postbus_and_billing_for_a_street() -> None:
    card, person = drafts(read_table(FIXTURES / "wefact.csv"))
    assert card.addresses[1] == AddressDraft(
        "billing", "Testlaan 5", "Kwikstaart Beheer B.V.", "1234 AD", "Proefdorp", "NL"
    )
    assert person.addresses[1] == AddressDraft("postal", "Postbus 7", "", "1234 AE", "Proefdorp", "NL")
    assert [contact.name for contact in card.contacts] == ["W. van Dalen", "A. Smit"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("Postbus 12, 1234 ac Proefdorp", AddressDraft("postal", "Postbus 12", "", "1234 AC", "Proefdorp")),
        ("P.O. Box 12 1234AC Den Haag", AddressDraft("postal", "P.O. Box 12", "", "1234 AC", "Den Haag")),
        ("Postbus 12", AddressDraft("postal", "Postbus 12")),
        ("Postbus 12, 1234 SS Proefdorp", AddressDraft("postal", "Postbus 12, 1234 SS Proefdorp")),
    ],
)
def test_a_postbus_on_the_second_line_is_the_postal_address(second: str, expected: AddressDraft) -> None:
    assert draft(Naam="Zilver B.V.", Adres="Straat 1", Adres_2=second).addresses == (
        AddressDraft("visiting", "Straat 1"),
        expected,
    )


def test_any_other_second_line_stays_with_the_address() -> None:
    (address,) = draft(Naam="Zilver B.V.", Adres="Straat 1", Adres_2="achterom").addresses
    assert (address.street, address.extra) == ("Straat 1", "achterom")
    (alone,) = draft(Naam="Zilver B.V.", Adres_2="achterom").addresses
    assert alone == AddressDraft("visiting", extra="achterom")


def test_a_second_postbus_line_does_not_push_the_postal_address_out() -> None:
    card = draft(Naam="Zilver B.V.", Adres="Straat 1", Adres_2="Postbus 12", Postadres="Postbus 13")
    assert [(address.use, address.street, address.extra) for address in card.addresses] == [
        ("visiting", "Straat 1", "Postbus 12"), ("postal", "Postbus 13", ""),
    ]  # fmt: skip


def test_house_numbers_come_behind_their_street() -> None:
    card = draft(Naam="Zilver B.V.", Straat="Proefstraat", Huisnummer="12", Toevoeging="bis", Postcode="1234ab")
    assert card.addresses == (AddressDraft("visiting", "Proefstraat 12 bis", "", "1234 AB"),)


def test_a_country_alone_is_no_address() -> None:
    assert draft(Naam="Zilver B.V.", Land="België").addresses == ()


def test_the_country_of_an_address_decides_about_postcode_and_telephone() -> None:
    card = draft(
        Naam="Zilver BVBA", Postcode="9000", Plaats="Gent", Telefoon="02 555 01 71", Land="België", Btw="0403.019.261"
    )
    assert card.addresses == (AddressDraft("visiting", "", "", "9000", "Gent", "BE"),)
    assert (card.channels, card.vat_id) == ((ChannelDraft("phone", "+3225550171"),), "BE0403019261")


@pytest.mark.parametrize(
    ("answer", "ibans"),
    [("", [IBAN]), ("account", [IBAN]), ("sepa", [OTHER_IBAN]), ("both", [IBAN, OTHER_IBAN])],
)
def test_two_ibans_that_differ_are_asked_about(answer: str, ibans: list[str]) -> None:
    table = list_of({"Naam": "Zilver B.V.", "Rekeningnummer": IBAN, "SEPA IBAN": OTHER_IBAN, "SEPA BIC": "RABONL2U"})
    (outcome,) = outcomes(table, answers={"iban_differs": answer} if answer else {})
    assert outcome.draft is not None
    assert [account.iban for account in outcome.draft.bank] == ibans
    assert [(finding.code, finding.level) for finding in outcome.findings] == (
        [] if answer else [("iban_differs", Level.ASK)]
    )


def test_a_bic_without_an_iban_is_left_and_said() -> None:
    table = list_of({"Naam": "Zilver B.V.", "IBAN": "", "BIC": "ABNANL2A"})
    assert drafts(table)[0].bank == ()
    assert [finding.code for finding in findings(table)] == ["bic_alone"]


def test_who_is_no_customer_any_more_is_left_out_unless_asked() -> None:
    table = read_table(FIXTURES / "snelstart_fld.csv")
    assert [outcome.draft is None for outcome in outcomes(table)] == [False, True]
    assert [finding.code for finding in findings(table)] == ["inactive"]
    assert [card.inactive for card in drafts(table, include_inactive=True)] == [False, True]


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Bakkerij Zilver B.V.", {}, (Kind.ORGANISATION, True)),
        ("Stichting Zilver", {}, (Kind.ORGANISATION, True)),
        ("Zilver Technik GmbH", {}, (Kind.ORGANISATION, True)),
        ("M. Müller h.o.d.n. Zilver", {}, (Kind.SOLE_TRADER, True)),
        ("Zilver eenmanszaak", {}, (Kind.SOLE_TRADER, True)),
        ("Hotel Zilver V.O.F.", {"vat_id": "NL996522189B01"}, (Kind.SOLE_TRADER, True)),
        ("Maatschap Zilver en Goud", {}, (Kind.SOLE_TRADER, True)),
        ("Café Zilver", {"vat_id": TRADER_VAT}, (Kind.SOLE_TRADER, True)),
        ("Café Zilver", {"vat_id": COMPANY_VAT}, (Kind.ORGANISATION, False)),
        ("Zoë in 't Veld", {}, (Kind.PERSON, False)),
        ("Zoë in 't Veld", {"contacts": ["Zoë in 't Veld"]}, (Kind.PERSON, True)),
        ("Zoë in 't Veld", {"contacts": ["Jan Smit"]}, (Kind.ORGANISATION, False)),
        ("Zoë in 't Veld", {"kvk": "99100003"}, (Kind.ORGANISATION, False)),
        ("Zilverbouw", {}, (Kind.ORGANISATION, False)),
        ("Jansen & Zonen", {}, (Kind.ORGANISATION, False)),
        ("B.V. Jansen", {"has_company": False}, (Kind.PERSON, True)),
        ("J. Jansen", {"has_company": False, "kvk": "99100003"}, (Kind.SOLE_TRADER, False)),
    ],
)
def test_whose_data_it_is(name: str, known: dict[str, object], expected: tuple[Kind, bool]) -> None:
    contacts = known.get("contacts", [])
    assert isinstance(contacts, list)
    found = kind_of(
        name,
        fold(name),
        has_company=bool(known.get("has_company", True)),
        kvk=str(known.get("kvk", "")),
        vat_id=str(known.get("vat_id", "")),
        contacts=[fold(contact) for contact in contacts],
    )
    assert found == expected


def test_natural_persons_are_known_as_such() -> None:
    assert draft(Naam="M. Müller h.o.d.n. Zilver").natural_person
    assert not draft(Naam="Zilver B.V.").natural_person


def test_forms_of_a_btw_id() -> None:
    assert is_trader_vat(TRADER_VAT)
    assert not is_trader_vat(COMPANY_VAT)
    assert not is_trader_vat("BE0403019261")
    assert hides_bsn("NL123456782B01")
    assert not hides_bsn(TRADER_VAT)
    assert is_partnership("Hotel Zilver V.O.F.")
    assert not is_partnership("Hotel Zilver")


def test_excel_damage_in_a_workbook_is_repaired_and_said() -> None:
    table = sheet_of(
        {
            "Klantnr": 10601,
            "Naam": "Zilver B.V.",
            "KvK": 1234567,
            "Telefoon": 612345678,
            "Klant sinds": date(2013, 9, 9),
            "PC": "1234ab",
        },
        {
            "Klantnr": 10602,
            "Naam": "Goud B.V.",
            "KvK": 99100003,
            "Telefoon": 31201234567,
            "Klant sinds": 41526,
            "PC": "1234 AB",
        },
    )
    first, second = drafts(table)
    assert (first.number, first.kvk_number, first.customer_since) == ("10601", "01234567", date(2013, 9, 9))
    assert [channel.value for card in (first, second) for channel in card.channels] == ["+31612345678", "+31201234567"]
    assert second.customer_since == date(2013, 9, 9)
    told = [(finding.row, finding.column, finding.code, finding.before_shape) for finding in findings(table)]
    assert told == [
        (2, "KvK", "kvk_zeros", "9999999"), (2, "Telefoon", "repaired", "999999999"),
        (3, "Telefoon", "repaired", "99999999999"), (3, "Klant sinds", "serial_date", "99999"),
    ]  # fmt: skip
    assert {finding.level for finding in findings(table)} == {Level.REPAIRED}
