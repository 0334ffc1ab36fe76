"""The card as a life: its next step, its line, its relationships, and people added in one go."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Company
from klantkaart.customers import actions
from klantkaart.customers.models import Card, Channel, Contact, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import InvalidFields
from personas import Desk, card, company, desk, sisters
from staff import make_user, sign_in

pytestmark = pytest.mark.django_db


def page(who: Desk, found: Card) -> str:
    return " ".join(who.client.get(reverse("office:card", args=[found.uuid])).content.decode().split())


def both(first: Company, second: Company) -> Desk:
    """Somebody of the office of both companies."""
    who = desk("office", first)
    person = make_user(at={first.pk: Role.OFFICE, second.pk: Role.OFFICE})
    sign_in(who.client, person)
    return Desk(person, who.client)


def test_the_life_of_a_card_ends_with_today_while_it_goes_on() -> None:
    here = company()
    text = page(desk("office", here), card(here))
    assert '<th scope="row">1 januari 2024</th><td>Klant</td>' in text
    assert "<td>Vandaag</td>" in text
    assert "Kaart weg na" not in text


def test_who_leaves_has_a_next_step_and_an_end_on_the_line() -> None:
    here = company()
    found = card(here)
    row = Relationship.objects.get(card=found)
    ends = clock.today() + timedelta(days=10)
    actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=ends, by=SYSTEM, at=clock.now())
    text = page(desk("office", here), found)
    assert "en verdwijnt daarna." in text
    assert "Bekijk het vertrekplan" in text
    assert "<td>Laatste dag</td>" in text
    assert "<td>Kaart weg na</td>" in text


def test_an_old_card_asks_whether_it_is_still_right_and_one_click_says_so() -> None:
    """AVG-5d."""
    here = company()
    found = card(here)
    Card.objects.filter(pk=found.pk).update(reviewed_on=date(2020, 1, 1))
    office = desk("office", here)
    assert "Nagelopen op 1 januari 2020. Kloppen de gegevens nog?" in page(office, found)
    office.client.post(reverse("office:reviewed", args=[found.uuid]))
    found.refresh_from_db()
    assert found.reviewed_on == clock.today()
    assert "Kloppen de gegevens nog?" not in page(office, found)


def test_the_plan_is_one_click_away_and_history_is_on_the_card() -> None:
    here = company()
    found = card(here)
    office = desk("office", here)
    page(office, found)
    text = page(office, found)
    assert f'href="{reverse("office:leaving", args=[found.uuid])}" >Als deze klant vertrekt</a>' in text
    assert f"{office.user.name} · Levering en ondersteuning" in text


def test_a_technician_gets_no_acts_of_the_office() -> None:
    here = company()
    text = page(desk("technician", here), card(here))
    for words in ("Als deze klant vertrekt", "Klopt vandaag ook", ">Wijzig<", "Samenvoegen", "Uittreksel van alles"):
        assert words not in text


def test_opening_a_card_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    here = company()
    found = card(here)
    office = desk("office", here)
    page(office, found)
    with django_assert_max_num_queries(19):
        page(office, found)


def test_a_contact_is_added_with_number_and_address_in_one_go() -> None:
    here = company()
    found = card(here)
    values = {
        "name": "Bas Vermeer",
        "kind": "finance",
        "source": "customer",
        "phone": "06-87654321",
        "email": "bas@kiezel.example.nl",
    }
    desk("office", here).client.post(reverse("office:add_contact", args=[found.uuid]), values)
    contact = Contact.objects.get(name="Bas Vermeer")
    ways = Channel.objects.filter(contact=contact).values_list("kind", "value")
    assert set(ways) == {("mobile", "+31687654321"), ("email", "bas@kiezel.example.nl")}


def test_a_contact_that_cannot_be_read_is_refused_at_once_and_nothing_is_added() -> None:
    here = company()
    found = card(here)
    values = {"name": " ", "kind": "finance", "source": "customer", "phone": "12", "email": "bas@"}
    answer = desk("office", here).client.post(reverse("office:add_contact", args=[found.uuid]), values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "phone", "email"}
    assert text.count("Naam: vul de naam van de contactpersoon in.") == 2  # above the form, and at the field
    assert 'value="bas@"' in text
    assert Contact.objects.filter(card=found).count() == 1
    assert Channel.objects.filter(card=found).count() == 3


def test_no_form_is_shown_for_a_card_of_another_company() -> None:
    first, second = sisters()
    address = reverse("office:add_part", args=[card(first).uuid, "note"])
    assert desk("owner", second).client.get(address).status_code == 404


@pytest.mark.parametrize("part", ["contact", "channel", "bank", "note"])
def test_an_empty_form_says_each_thing_once(part: str) -> None:
    here = company()
    found = card(here)
    answer = desk("office", here).client.post(reverse("office:add_part", args=[found.uuid, part]), {"csrf": "x"})
    assert answer.status_code == 422
    for sentences in answer.context["form"].errors.values():
        assert len(sentences) == 1
        assert ":" in sentences[0]  # names its field


def test_a_text_that_is_too_long_is_told_by_the_name_of_its_field() -> None:
    found = card(company())
    contact = Contact.objects.get(card=found)
    values = {"function": "x" * 81}
    with pytest.raises(InvalidFields) as refused:
        actions.change_part(
            card=found.uuid, part="contact", uuid=contact.uuid, values=values, by=SYSTEM, at=clock.now()
        )
    assert str(refused.value.errors["function"]).startswith("Functie mag hooguit 80 tekens")
    contact.refresh_from_db()
    assert contact.function == "directeur"


def test_a_number_is_read_in_the_plan_of_the_country_of_the_customer() -> None:
    here = company()
    found = card(here, addresses=[{"street": "Meir 1", "postcode": "2000", "city": "Antwerpen", "country": "BE"}])
    add = {"card": found.uuid, "part": "channel", "by": SYSTEM, "at": clock.now()}
    for typed in ("03 234 56 78", "0172-654321"):
        actions.add_part(**add, values={"kind": "phone", "use": "general", "value": typed})  # type: ignore[arg-type]
    numbers = set(Channel.objects.filter(card=found).values_list("value", flat=True))
    assert {"+3232345678", "+31172654321"} <= numbers


def test_a_prospect_becomes_a_customer_in_one_click_and_back() -> None:
    here = company()
    found = card(here, relationship={"prospect_since": "2026-01-01"}, bank=[])
    row = Relationship.objects.get(card=found)
    office = desk("office", here)
    assert "Is klant geworden" in page(office, found)
    office.client.post(reverse("office:won", args=[found.uuid, row.uuid]))
    row.refresh_from_db()
    assert row.customer_since == clock.today()
    seq = Entry.objects.get(event="customers.won").seq
    office.client.post(reverse("office:undo", args=[found.uuid, seq]))
    row.refresh_from_db()
    assert row.customer_since is None


def test_a_customer_does_not_become_one_twice() -> None:
    here = company()
    found = card(here)
    row = Relationship.objects.get(card=found)
    answer = desk("office", here).client.post(reverse("office:won", args=[found.uuid, row.uuid]))
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.customer_since == date(2024, 1, 1)


def test_number_services_and_term_of_a_relationship_are_changed() -> None:
    here = company()
    found = card(here)
    row = Relationship.objects.get(card=found)
    values = {"number": "A-77", "services": ["alarm", "it"], "customer_since": "2024-01-01", "payment_term_days": "30"}
    desk("office", here).client.post(reverse("office:change_part", args=[found.uuid, "relationship", row.uuid]), values)
    row.refresh_from_db()
    assert (row.number, row.services, row.payment_term_days) == ("A-77", "alarm,it", 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"customer_since": ""}, "Klant sinds: vul in sinds wanneer"),
        ({"customer_since": "2028-01-01"}, "Klant sinds: deze klant vertrekt op 1 mei 2027."),
        ({"customer_since": "gisteren"}, "Klant sinds: deze datum bestaat niet."),
        ({"number": ""}, "Klantnummer: vul een nummer in."),
        ({"payment_term_days": "veel"}, "Betaaltermijn: vul een aantal dagen in"),
        ({"services": "gas"}, "Diensten: deze bestaat niet."),
    ],
)
def test_a_relationship_that_cannot_be_is_refused_and_unchanged(changes: dict[str, str], sentence: str) -> None:
    here = company()
    found = card(here)
    row = Relationship.objects.get(card=found)
    Relationship.objects.filter(pk=row.pk).update(ended_on=date(2027, 5, 1), announced_on=date(2026, 1, 1))
    values = {
        "number": "A-77",
        "services": "alarm",
        "customer_since": "2024-01-01",
        "payment_term_days": "30",
        **changes,
    }
    answer = desk("office", here).client.post(
        reverse("office:change_part", args=[found.uuid, "relationship", row.uuid]), values
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Relationship.objects.get(pk=row.pk).number == row.number


def test_a_sister_company_comes_on_the_card() -> None:
    first, second = sisters()
    found = card(first)
    who = both(first, second)
    address = reverse("office:add_relationship", args=[found.uuid])
    assert "Polder Beveiliging" in who.client.get(address).content.decode()
    values = {"company": second.pk, "services": ["alarm"], "customer_since": "2026-02-01"}
    who.client.post(address, values)
    row = Relationship.objects.get(card=found, company=second)
    assert (row.services, row.customer_since) == ("alarm", date(2026, 2, 1))


def test_without_an_arrangement_the_cards_stay_separate_and_the_sentence_says_what_to_do() -> None:
    """ROL-4."""
    first, second = company("Een"), company("Twee")
    found = card(first)
    answer = both(first, second).client.post(
        reverse("office:add_relationship", args=[found.uuid]), {"company": second.pk, "customer_since": ""}
    )
    assert answer.status_code == 409
    assert "Leg die vast bij Beheer, of maak een eigen kaart" in answer.content.decode()
    assert Relationship.objects.filter(card=found).count() == 1


@pytest.mark.parametrize(
    ("values", "field"), [({"company": ""}, "company"), ({"customer_since": "31-31-2026"}, "customer_since")]
)
def test_a_relationship_without_company_or_day_is_refused(values: dict[str, str], field: str) -> None:
    first, second = sisters()
    found = card(first)
    answer = both(first, second).client.post(
        reverse("office:add_relationship", args=[found.uuid]), {"company": str(second.pk), **values}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Relationship.objects.filter(card=found).count() == 1


def test_the_conflict_says_who_changed_it_and_in_words() -> None:
    here = company()
    found = card(here)
    contact = Contact.objects.get(card=found)
    first, second = desk("office", here), desk("owner", here)
    address = reverse("office:change_part", args=[found.uuid, "contact", contact.uuid])
    seen = second.client.get(address).context["seen"]
    base = {"source": "customer", "name": "Iris Hoekstra", "function": "directeur"}
    first.client.post(address, {**base, "kind": "finance"})
    answer = second.client.post(address, {**base, "kind": "management", "left_on": "2026-01-05", "seen": seen})
    text = " ".join(answer.content.decode().split())
    assert f"{first.user.name} wijzigde dit ook, op " in text
    assert "<td>ontvangt facturen</td><td><ins>directie</ins></td>" in text
    assert "5 januari 2026" in text
    assert Contact.objects.get(card=found).kind == "finance"


def test_merging_on_screen_takes_the_value_that_was_chosen() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123456"})
    office = desk("office", here)
    preview = office.client.get(reverse("office:merge", args=[kept.uuid]) + f"?met={dropped.uuid}").content.decode()
    assert "Kiezel Brood BV" in preview
    assert "Uit elkaar halen kan daarna niet met één klik." in preview
    office.client.post(reverse("office:do_merge", args=[kept.uuid]), {"met": str(dropped.uuid), "name": "drop"})
    assert Card.objects.get().name == "Kiezel Brood BV"


def test_a_form_shows_a_number_as_people_write_it_and_saving_it_changes_nothing() -> None:
    here = company()
    found = card(here)
    way = Channel.objects.get(card=found, kind="phone")
    office = desk("office", here)
    address = reverse("office:change_part", args=[found.uuid, "channel", way.uuid])
    assert 'value="0172-123 456"' in office.client.get(address).content.decode()
    office.client.post(address, {"kind": "phone", "use": "general", "value": "0172-123 456"})
    assert not Entry.objects.filter(event="customers.part_changed").exists()
    assert Channel.objects.get(pk=way.pk).value == "+31172123456"
