"""Who a row is: recognised, perhaps the same, erased before, or new."""

from datetime import date

import pytest

from imports import listed, read, take_over
from klantkaart.audit.models import Entry
from klantkaart.customers import imports
from klantkaart.customers.models import (
    BankAccount,
    Card,
    Channel,
    Contact,
    ImportBatch,
    ImportRow,
    Relationship,
)
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Invalid
from klantkaart.sealing.recognition import recognised_as, suppress
from personas import card, company, sisters

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
IBAN = "NL91ABNA0417164300"


def _row(batch: ImportBatch, number: int = 2) -> tuple[str, bool, list[str]]:
    row = batch.rows.get(row=number)
    return row.outcome, row.chosen, [one["code"] for one in row.findings]


def _take(batch: ImportBatch, number: int = 2, reason: str = "") -> None:
    imports.choose_rows(batch=batch.uuid, rows=[number], chosen=True, reason=reason, by=TERMINAL)


@pytest.mark.parametrize(
    ("row", "how"),
    [
        (";Bakkerij Kiezel;99123456;;;;;", "known_kvk"),
        ("A1;Bakkerij Kiezel BV;;;;;;", "known_number"),
    ],
)
def test_a_customer_who_is_there_is_recognised(row: str, how: str) -> None:
    here = company()
    found = card(here)
    Relationship.objects.filter(card=found).update(number="A1")
    assert _row(read(listed(row), here)) == ("duplicate", False, [how, "complete"])


def test_empty_fields_are_filled_and_nothing_is_overwritten() -> None:
    here = company()
    found = card(here, values={"name": "Bakkerij Kiezel BV", "kvk_number": "99123456"}, bank=[], notes=[])
    batch = read(
        listed(f";Ander Bedrijf;99123456;nieuw@kiezel.example.nl;;{IBAN};Piet Nieuw;piet@kiezel.example.nl"), here
    )
    assert _row(batch) == ("update", True, ["known_kvk", "fills"])
    assert batch.rows.get().findings[-1]["facts"]["fields"] == "contactpersoon, IBAN"
    take_over(batch.uuid)
    found.refresh_from_db()
    assert found.name == "Bakkerij Kiezel BV"
    assert set(Contact.objects.values_list("name", flat=True)) == {"Iris Hoekstra", "Piet Nieuw"}
    assert BankAccount.objects.get().iban == IBAN
    assert not Channel.objects.filter(value="nieuw@kiezel.example.nl").exists()
    assert Entry.objects.filter(event="customers.imported").count() == 1


def test_a_number_of_another_customer_is_asked_about() -> None:
    here = company()
    Relationship.objects.filter(card=card(here)).update(number="A1")
    batch = read(listed("A1;Heel Iemand Anders;;;;;;"), here)
    assert _row(batch) == ("ask", False, ["number_other"])
    _take(batch)
    take_over(batch.uuid)
    assert Card.objects.count() == 2
    assert Relationship.objects.exclude(number="A1").count() == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f";Kiezel Holding;;;;{IBAN};;", "like_iban"),
        (";Bakkerij Kiezel BV;;info@kiezel.example.nl;;;;", "like_email"),
        (";Bakkerij Kiezel BV;;;0172 123456;;;", "like_phone"),
        (";Bakkerij Kiezel BV;;;;;;", "like_name"),
    ],
)
def test_who_only_looks_alike_is_asked_about(row: str, code: str) -> None:
    here = company()
    card(here)
    assert _row(read(listed(row), here)) == ("ask", False, [code])


def test_a_shared_name_or_address_alone_is_somebody_new() -> None:
    here = company()
    card(here)
    batch = read(listed("77;Bakkerij Kiezel BV;;;;;;", ";Iemand Anders;;info@kiezel.example.nl;;;;"), here)
    assert [_row(batch, number)[0] for number in (2, 3)] == ["new", "new"]


def test_a_row_that_repeats_another_is_asked_about() -> None:
    batch = read(listed("1;Zon BV;99000012;;;;;", "2;Zon Filiaal BV;99000012;;;;;"), company())
    assert [_row(batch, number) for number in (2, 3)] == [("new", True, []), ("ask", False, ["in_file"])]


def test_a_customer_of_a_sister_company_becomes_one_here_too() -> None:
    first, second = sisters()
    found = card(first)
    batch = read(listed("9;Bakkerij Kiezel;99123456;;;;;"), second)
    assert _row(batch)[2] == ["known_kvk", "sister", "fills"]
    take_over(batch.uuid)
    assert set(Relationship.objects.filter(card=found).values_list("company", flat=True)) == {first.pk, second.pk}


def test_without_an_arrangement_a_sister_company_is_not_seen() -> None:
    first, second = company("Een"), company("Twee")
    card(first)
    assert _row(read(listed("9;Bakkerij Kiezel;99123456;;;;;"), second)) == ("new", True, [])


def _erased(kind: str, value: str) -> None:
    suppress([recognised_as(kind, value)], since=date(2020, 1, 1), until=date(2099, 1, 1))


def test_an_erased_customer_comes_back_only_for_a_reason() -> None:
    here = company()
    _erased("channel", "weg@voorbeeld.example.nl")
    batch = read(listed("1;Jan Weg;;weg@voorbeeld.example.nl;;;;", "2;Blijft BV;;;;;;"), here)
    assert _row(batch) == ("suppressed", False, ["suppressed"])
    with pytest.raises(Invalid, match="Kies waarom"):
        _take(batch)
    assert not ImportRow.objects.get(row=2).chosen
    _take(batch, reason="again")
    take_over(batch.uuid)
    assert set(Card.objects.values_list("name", flat=True)) == {"Jan Weg", "Blijft BV"}
    assert _row(batch)[2] == ["suppressed", "chosen_again"]


def test_an_erased_customer_does_not_come_back_by_itself() -> None:
    _erased("iban", IBAN)
    batch = read(listed(f"1;Jan Weg;;;;{IBAN};;", "2;Blijft BV;;;;;;"), company())
    take_over(batch.uuid)
    assert list(Card.objects.values_list("name", flat=True)) == ["Blijft BV"]


def test_an_erased_contact_stays_away_while_the_customer_comes() -> None:
    _erased("channel", "weg@voorbeeld.example.nl")
    batch = read(listed("1;Blijft BV;;;;;Jan Weg;weg@voorbeeld.example.nl"), company())
    assert _row(batch) == ("new", True, ["suppressed_contact"])
    take_over(batch.uuid)
    assert Card.objects.count() == 1
    assert not Contact.objects.exists()


def test_a_refused_row_cannot_be_chosen() -> None:
    batch = read(listed("1;;;;;;;", "2;Blijft BV;;;;;;"), company())
    with pytest.raises(Invalid, match="geweigerd"):
        _take(batch)
    assert not ImportRow.objects.get(row=2).chosen
