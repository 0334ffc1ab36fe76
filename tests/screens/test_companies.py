"""Bedrijven: looking at them, changing one, adding one, and what they arranged."""

from typing import Any

import pytest
from django.urls import reverse

from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Arrangement, Company
from klantkaart.kernel import clock
from personas import Desk, card, company, desk, sisters
from staff import make_user, sign_in

pytestmark = pytest.mark.django_db


def _owner_of_both(first: Company, second: Company) -> Desk:
    found = desk(Role.OWNER, first)
    found.user = make_user(at={first.pk: Role.OWNER, second.pk: Role.OWNER})
    sign_in(found.client, found.user)
    return found


def _typed(owner: Desk, found: Company, **changes: str) -> dict[str, Any]:
    """What the form shows, with changes."""
    shown = owner.client.get(reverse("office:company", args=[found.uuid]))
    form = shown.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return {**values, "seen": shown.context["seen"], "accent": "green", **changes}


def test_companies_show_what_is_known_and_what_is_wanting() -> None:
    here = company()
    text = desk(Role.OFFICE, here).client.get(reverse("office:settings")).content.decode()
    assert "Polder Telecom B.V." in text
    assert "Aanspreekpunt privacy." in text
    assert "Er is één bedrijf" in text
    assert reverse("office:company", args=[here.uuid]) not in text


def test_a_company_is_changed_and_the_book_shows_it() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    values = _typed(owner, here, iban="NL45 ABNA 0123 4500 01", phone="0172-100200", accent="teal")
    answer = owner.client.post(reverse("office:company", args=[here.uuid]), values, follow=True)
    text = answer.content.decode()
    assert "NL45 ABNA 0123 4500 01" in text
    assert "0172-100 200" in text
    assert 'data-accent="teal"' in text


def test_a_refused_change_names_the_field_and_keeps_what_was_typed() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    values = _typed(owner, here, kvk_number="123", city="Weert")
    answer = owner.client.post(reverse("office:company", args=[here.uuid]), values)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "KvK-nummer heeft 8 cijfers" in text
    assert 'value="Weert"' in text
    here.refresh_from_db()
    assert here.city == ""


@pytest.mark.parametrize("accent", ["", "pink", "red; background: url(x)"])
def test_a_colour_the_style_sheet_does_not_have_is_refused(accent: str) -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    answer = owner.client.post(reverse("office:company", args=[here.uuid]), _typed(owner, here, accent=accent))
    assert answer.status_code == 422
    here.refresh_from_db()
    assert here.accent == "green"


def test_the_second_of_two_sees_both_versions() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    address = reverse("office:company", args=[here.uuid])
    mine = _typed(owner, here, city="Echt")
    owner.client.post(address, _typed(owner, here, city="Weert"))
    answer = owner.client.post(address, mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>Weert</td><td><ins>Echt</ins></td>" in text
    owner.client.post(address, {**mine, "seen": answer.context["seen"]})
    here.refresh_from_db()
    assert here.city == "Echt"


def test_who_owns_another_company_cannot_open_this_one() -> None:
    first, second = sisters()
    address = reverse("office:company", args=[first.uuid])
    assert desk(Role.OWNER, second).client.get(address).status_code == 404
    clerk_here_owner_there = _owner_of_both(first, second)
    clerk_here_owner_there.user.memberships.filter(company=first).update(role=Role.OFFICE)
    assert clerk_here_owner_there.client.get(address).status_code == 403


def test_a_sister_company_is_added_and_can_be_worked_in_at_once() -> None:
    owner = desk(Role.OWNER, company())
    address = reverse("office:new_company")
    assert 'value="20001"' in owner.client.get(address).content.decode()
    values = {"name": "Polder Energie", "legal_name": "Polder Energie B.V.", "first_number": "x", "accent": "teal"}
    assert owner.client.post(address, values).status_code == 422
    assert Company.objects.count() == 1
    answer = owner.client.post(address, {**values, "first_number": "20001"}, follow=True)
    assert "Polder Energie is toegevoegd; jij bent er eigenaar van." in answer.content.decode()
    made = Company.objects.get(name="Polder Energie")
    assert owner.client.get(reverse("office:company", args=[made.uuid])).status_code == 200


def test_an_arrangement_is_put_on_file_shown_and_ended() -> None:
    first, second = company("Polder Telecom"), company("Polder Beveiliging")
    owner = _owner_of_both(first, second)
    assert "Er is geen regeling vastgelegd." in owner.client.get(reverse("office:settings")).content.decode()
    address = reverse("office:new_arrangement")
    values = {"companies": [first.pk, second.pk], "signed_on": "2024-02-30", "essence": "Samen één kaart."}
    answer = owner.client.post(address, {**values, "signed_by": "M. Tolsma", "reference": "Map 4"})
    assert "deze datum bestaat niet" in answer.content.decode()
    assert not Arrangement.objects.exists()
    owner.client.post(address, {**values, "signed_on": "2024-02-29", "signed_by": "M. Tolsma", "reference": "Map 4"})
    text = owner.client.get(reverse("office:settings")).content.decode()
    for word in ("29 februari 2024", "M. Tolsma", "Map 4", "Samen één kaart.", "Geldt"):
        assert word in text
    made = Arrangement.objects.get()
    end = reverse("office:end_arrangement", args=[made.uuid])
    card(first)
    assert "0 klanten staan op een kaart die deze bedrijven delen" in owner.client.get(end).content.decode()
    owner.client.post(end, {"ended_on": clock.today().isoformat()})
    made.refresh_from_db()
    assert made.ended_on == clock.today()


def test_one_company_is_not_enough_for_an_arrangement() -> None:
    first, second = company("Polder Telecom"), company("Polder Beveiliging")
    owner = _owner_of_both(first, second)
    values = {"companies": [first.pk, "x"], "signed_on": "2024-02-29", "essence": "Samen."}
    answer = owner.client.post(reverse("office:new_arrangement"), values)
    assert answer.status_code == 422
    assert "kies er minstens twee" in answer.content.decode()
    assert not Arrangement.objects.exists()
