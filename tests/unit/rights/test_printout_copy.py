"""The copy itself: everything declared, nothing secret, and for a contact only what is about that contact (DSR-10)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from klantkaart.customers import actions
from klantkaart.customers.models import BankAccount, Card, Contact, Note
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Personal
from klantkaart.datamap.vocabulary import Category, Sensitivity
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from personas import actor, card, company, sisters
from printouts import Opened, opened

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def two_contacts(at: Any) -> Card:
    """A customer with two people; the notes name both."""
    made: Card = card(
        at,
        contacts=[
            actions.NewContact({"name": "Noor Zwaluw"}, [{"kind": "mobile", "value": "06-11111111"}]),
            actions.NewContact({"name": "Kees Kanarie"}, [{"kind": "email", "value": "kees.kanarie@example.nl"}]),
        ],
        notes=["Kanarie belt namens Zwaluw.", "Meterkast zit links.", "Terugbellen op 06-11111111."],
    )
    return made


def test_every_printable_value_is_in_the_data_and_on_paper() -> None:
    held = card(company())
    made = opened(card=held.uuid, by=SYSTEM)

    for declaration in registry.current().of_subject("customer"):
        rows = registry.model_of(declaration.model)._base_manager.filter(**{declaration.path or "pk": held.pk})
        names = [name for name, personal in declaration.personal.items() if personal.access]
        for row in rows.values(*names):
            printed = [one["values"] for one in made.section(declaration.model)["rows"]]
            assert {name: _stored(value) for name, value in row.items()} in printed
    for text in ("Bakkerij Kiezel BV", "99123456", "0172-123 456", "NL91 ABNA 0417 1643 00", "Belt graag vroeg."):
        assert text in made.paper


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def test_what_secures_the_data_is_not_printed() -> None:
    held = card(company())
    mark = BankAccount.objects.get(card=held).mark
    made = opened(card=held.uuid, by=SYSTEM)

    assert mark not in made.everything
    assert bytes(held.log_salt).hex() not in made.everything
    assert "Niet afgedrukt zijn wachtwoorden, codes" in made.paper


def test_a_secret_field_stays_out_of_every_file() -> None:
    held = card(company())
    with _declared("customers.Card", kvk_number=Personal(Category.REGISTRATION, sensitivity=Sensitivity.SECRET,
                                                         access=False, portable=False)):  # fmt: skip
        made = opened(card=held.uuid, by=SYSTEM)

    assert "99123456" not in made.everything


def test_a_field_that_is_declared_later_appears_by_itself() -> None:
    held = card(company())
    with _declared("customers.Card", reviewed_on=Personal(Category.RELATIONSHIP)):
        made = opened(card=held.uuid, by=SYSTEM)

    assert made.section("customers.Card")["fields"]["reviewed_on"]["label"] == "gecontroleerd op"
    assert "Gecontroleerd op" in made.paper
    assert b"Gecontroleerd op" in made.files["csv/01-klantkaart.csv"]


def _declared(model: str, **personal: Personal) -> Any:
    changed = registry.current().copy()
    old = changed.declaration(model)
    plain = tuple(name for name in old.plain if name not in personal)
    changed.declarations[model] = replace(old, plain=plain, personal={**old.personal, **personal})
    return registry.using(changed)


def test_a_contact_gets_only_their_own_data() -> None:
    held = two_contacts(company())
    noor = held.contacts.get(name="Noor Zwaluw")
    made = opened(card=held.uuid, contact=noor.uuid, by=SYSTEM)

    assert "Noor Zwaluw" in made.paper
    assert "06-11111111" in made.paper
    assert {section["model"] for section in made.data()["sections"]} == {"customers.Contact", "customers.Channel"}
    for other in ("Kanarie", "kanarie", "99123456", "ABNA", "Meterkast", "info@kiezel.example.nl", "Dreef"):
        assert other not in made.everything


def test_a_contact_of_a_natural_person_does_not_get_that_persons_name() -> None:
    held = card(company(), values={"name": "Anna Merel", "kind": "person"})
    made = opened(card=held.uuid, contact=held.contacts.get().uuid, by=SYSTEM)

    assert "Iris Hoekstra" in made.paper
    assert "Merel" not in made.everything


def test_a_natural_person_gets_everything() -> None:
    held = card(company(), values={"name": "Anna Merel", "kind": "person"})
    paper = opened(card=held.uuid, by=SYSTEM).paper

    for text in ("Anna Merel", "Iris Hoekstra", "Belt graag vroeg.", "Dreef 1", "0172-123 456"):
        assert text in paper


def test_notes_that_may_be_about_a_contact_are_counted_for_somebody_to_read() -> None:
    held = two_contacts(company())
    made = opened(card=held.uuid, contact=held.contacts.get(name="Noor Zwaluw").uuid, by=SYSTEM)

    assert made.to_review == 2
    assert "In 2 notities over uw organisatie kan uw naam voorkomen." in made.paper


def test_the_whole_customer_has_nothing_left_to_read() -> None:
    assert opened(card=two_contacts(company()).uuid, by=SYSTEM).to_review == 0


def test_another_companys_relationship_stays_out_and_is_named() -> None:
    held, first = _shared_card()
    made = opened(card=held.uuid, by=actor("owner", first))

    assert "Alleen voor de zuster." not in made.everything
    assert "Polder Beveiliging B.V. Heeft u ook als klant." in made.paper


def test_who_prints_for_both_companies_gets_both() -> None:
    held, _first = _shared_card()
    made = opened(card=held.uuid, by=SYSTEM)

    assert "Alleen voor de zuster." in made.paper
    assert {row["company"] for row in made.section("customers.Note")["rows"]} == {
        "Polder Telecom", "Polder Beveiliging",
    }  # fmt: skip


def _shared_card() -> tuple[Card, Any]:
    first, second = sisters()
    held = card(first)
    tie = held.relationships.create(company=second, number="77", customer_since=date(2025, 1, 1))
    Note.objects.create(relationship=tie, text="Alleen voor de zuster.", written_at=clock.now())
    return held, first


def test_a_left_contact_is_still_printed() -> None:
    held = card(company())
    Contact.objects.filter(card=held).update(left_on=clock.today())

    assert "Iris Hoekstra" in opened(card=held.uuid, contact=held.contacts.get().uuid, by=SYSTEM).paper


def test_what_can_be_taken_along_leaves_out_what_the_company_wrote() -> None:
    made = opened(card=card(company()).uuid, by=SYSTEM)
    models = {section["model"] for section in made.data("overdraagbaar.json")["sections"]}

    assert "customers.Note" not in models
    assert {"customers.Card", "customers.Contact", "customers.Channel", "customers.Address"} <= models


def test_a_phone_that_is_taken_along_says_whose_it_is() -> None:
    made = opened(card=card(company()).uuid, by=SYSTEM)
    contact = made.section("customers.Contact", "overdraagbaar.json")["rows"][0]["id"]
    channels = made.section("customers.Channel", "overdraagbaar.json")["rows"]

    assert {row["values"]["value"]: row.get("contact") for row in channels} == {
        "+31172123456": None, "info@kiezel.example.nl": None, "+31612345678": contact,
    }  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_card(django_assert_max_num_queries: Any) -> None:
    held = card(company(), notes=[f"Notitie {number}." for number in range(60)])

    with django_assert_max_num_queries(60):
        made: Opened = opened(card=held.uuid, by=SYSTEM)
    assert "Notitie 59." in made.paper
