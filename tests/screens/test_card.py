import pytest
from django.urls import reverse

from klantkaart.audit.models import Entry
from klantkaart.customers.models import Card, Channel, Contact, Relationship
from klantkaart.datamap.registry import without_purpose
from personas import card, company, desk, sisters

pytestmark = pytest.mark.django_db


def test_the_card_shows_what_is_known_and_logs_that_it_was_opened() -> None:
    here = company()
    found = card(here)
    answer = desk("office", here).client.get(reverse("office:card", args=[found.uuid]))
    text = answer.content.decode()
    assert answer.status_code == 200
    for value in ("Bakkerij Kiezel BV", "Iris Hoekstra", "0172-123 456", "Dreef 1", "Belt graag vroeg."):
        assert value in text
    assert Entry.objects.filter(event="customers.opened").count() == 1


def test_a_technician_does_not_see_the_iban() -> None:
    here = company()
    found = card(here)
    text = desk("technician", here).client.get(reverse("office:card", args=[found.uuid])).content.decode()
    assert "Iris Hoekstra" in text
    assert "NL91" not in text


def test_a_term_that_a_role_does_not_see_is_not_shown_as_nought() -> None:
    here = company()
    address = reverse("office:card", args=[card(here).uuid])
    assert "Betaalt binnen 14 dagen" in desk("office", here).client.get(address).content.decode()
    assert "Betaalt binnen" not in desk("technician", here).client.get(address).content.decode()


@pytest.mark.parametrize("name", ["history", "add_contact", "merge"])
def test_a_page_about_a_card_says_whose_it_is(name: str) -> None:
    here = company()
    address = reverse(f"office:{name}", args=[card(here).uuid])
    text = desk("owner", here).client.get(address).content.decode()
    assert "Bakkerij Kiezel BV" in text.partition('class="crumbs"')[2].partition("</nav>")[0]


def test_a_search_of_two_letters_says_what_it_looks_through() -> None:
    office = desk("office", company())
    for typed, said in (("bv", True), ("bvx", False)):
        text = office.client.post(reverse("office:search"), {"q": typed}, follow=True).content.decode()
        assert "Niets gevonden" in text
        assert ("alleen op het begin van de naam" in text) is said


def test_staff_of_another_company_get_404() -> None:
    first, second = sisters()
    found = card(first)
    answer = desk("owner", second).client.get(reverse("office:card", args=[found.uuid]))
    assert answer.status_code == 404
    assert not Entry.objects.filter(event="customers.opened").exists()


def test_removing_a_purpose_removes_the_field_from_the_card() -> None:
    """P01: every screen reads through purposes, so what has none is not there."""
    here = company()
    found = card(here)
    owner = desk("office", here)
    with (
        without_purpose("customers.Contact", ["function"], "service"),
        without_purpose("customers.Contact", ["function"], "quote"),
        without_purpose("customers.Contact", ["function"], "invoicing"),
    ):
        text = owner.client.get(reverse("office:card", args=[found.uuid])).content.decode()
    assert "Iris Hoekstra" in text
    assert "directeur" not in text


def test_a_change_can_be_undone_from_the_toast() -> None:
    here = company()
    found = card(here)
    contact = Contact.objects.get(card=found)
    office = desk("office", here)
    address = reverse("office:change_part", args=[found.uuid, "contact", contact.uuid])
    form = office.client.get(address)
    values = {"name": "Iris de Hoekstra", "function": "directeur", "kind": "general", "source": "customer"}
    answer = office.client.post(address, {**values, "seen": form.context["seen"]}, follow=True)
    assert "Iris de Hoekstra" in answer.content.decode()
    undo = Entry.objects.filter(event="customers.part_changed").latest("seq").seq
    office.client.post(reverse("office:undo", args=[found.uuid, undo]))
    assert Contact.objects.get(card=found).name == "Iris Hoekstra"


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing() -> None:
    here = company()
    found = card(here)
    contact = Contact.objects.get(card=found)
    first, second = desk("office", here), desk("owner", here)
    address = reverse("office:change_part", args=[found.uuid, "contact", contact.uuid])
    seen = second.client.get(address).context["seen"]
    base = {"kind": "general", "source": "customer"}
    first.client.post(address, {**base, "name": "Iris Eerst", "function": "directeur"})
    answer = second.client.post(address, {**base, "name": "Iris Tweede", "function": "directeur", "seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Iris Eerst" in text
    assert "Iris Tweede" in text
    assert Contact.objects.get(card=found).name == "Iris Eerst"


def test_a_refused_phone_keeps_what_was_typed_and_changes_nothing() -> None:
    here = company()
    found = card(here)
    address = reverse("office:add_part", args=[found.uuid, "channel"])
    answer = desk("office", here).client.post(address, {"kind": "phone", "use": "general", "value": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.content.decode()
    assert Channel.objects.filter(card=found).count() == 3


def test_leaving_shows_the_plan_before_and_sets_the_date() -> None:
    here = company()
    found = card(here)
    office = desk("office", here)
    address = reverse("office:leaving", args=[found.uuid])
    text = office.client.get(f"{address}?ended_on=2027-05-01").content.decode()
    assert "31 mei 2027" in text
    relationship = Relationship.objects.get(card=found)
    office.client.post(address, {"ended_on": "2027-05-01", "relatie": [str(relationship.uuid)]})
    relationship.refresh_from_db()
    assert str(relationship.ended_on) == "2027-05-01"
    office.client.post(reverse("office:staying", args=[found.uuid]))
    relationship.refresh_from_db()
    assert relationship.ended_on is None


def test_the_list_and_the_search_keep_names_out_of_addresses() -> None:
    here = company()
    card(here)
    office = desk("office", here)
    assert "Bakkerij Kiezel BV" in office.client.get(reverse("office:customers")).content.decode()
    answer = office.client.post(reverse("office:search"), {"q": "kiezel"})
    assert "kiezel" not in answer.headers["Location"]
    assert "Bakkerij Kiezel BV" in office.client.get(answer.headers["Location"]).content.decode()


def test_a_new_customer_needs_only_a_name() -> None:
    here = company()
    office = desk("office", here)
    values = {"company": here.pk, "stage": "customer", "kind": "organisation", "name": "Café Noord"}
    answer = office.client.post(reverse("office:new_customer"), values, follow=True)
    assert answer.status_code == 200
    assert Card.objects.get().name == "Café Noord"


def test_a_new_customer_without_a_name_is_refused_with_a_sentence() -> None:
    here = company()
    values = {"company": here.pk, "stage": "customer", "kind": "organisation", "name": " ", "phone": "0172-123456"}
    answer = desk("office", here).client.post(reverse("office:new_customer"), values)
    assert answer.status_code == 422
    assert "vul de naam" in answer.content.decode()
    assert not Card.objects.exists()
