"""The companies of the group: adding one, changing one, and who may."""

from typing import Any

import pytest

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import Membership
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies import actions, queries
from klantkaart.companies.models import Company
from klantkaart.companies.numbering import take_numbers
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor
from klantkaart.kernel.errors import Conflict, DomainError, InvalidFields, NotAllowed, NotFound
from personas import actor, company, sisters
from staff import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def _change(found: Company, by: Actor, seen: str = "", **values: Any) -> list[str]:
    return actions.change_company(company=found.uuid, values=values, by=by, at=clock.now(), seen=seen)


def _add(by: Actor, **changes: Any) -> int:
    given: dict[str, Any] = {"name": "Polder Energie", "legal_name": "Polder Energie B.V.", "accent": "teal"}
    given["first_number"] = 60001
    return actions.add_company(**(given | changes), by=by, at=clock.now())


def test_every_field_is_kept_in_its_regular_form() -> None:
    here = company()
    values = {
        "name": "  Polder  Groep ", "legal_name": "Polder Groep B.V.", "kvk_number": "9901 2345",
        "vat_id": "nl990000011b01", "iban": "nl45 abna 0123 4500 01", "street": "Dreef 1", "postcode": "2411ab",
        "city": "Bodegraven", "phone": "0172-100200", "email": "info@polder.example.nl", "privacy_contact": "Petra",
        "privacy_email": "privacy@polder.example.nl", "privacy_phone": "0172 100 300", "book_year_end_month": "6",
        "next_number": "20.001", "accent": "teal",
    }  # fmt: skip
    changed = _change(here, TERMINAL, **values)
    here.refresh_from_db()
    assert set(changed) == set(values)
    assert (here.name, here.kvk_number, here.vat_id) == ("Polder Groep", "99012345", "NL990000011B01")
    assert (here.iban, here.postcode) == ("NL45ABNA0123450001", "2411 AB")
    assert (here.phone, here.book_year_end_month, here.next_number) == ("+31172100200", 6, 20001)
    assert Entry.objects.get().event == "companies.changed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("legal_name", ""), ("name", "x" * 121), ("kvk_number", "1234567"), ("vat_id", "NL123"),
        ("iban", "NL00ABNA0417164300"), ("postcode", "12 AB"), ("phone", "12"), ("email", "info"),
        ("privacy_email", "x@"), ("privacy_phone", "06"), ("book_year_end_month", "13"), ("book_year_end_month", "x"),
        ("next_number", "nul"), ("next_number", "0"), ("next_number", "999999999"), ("accent", "#fff"),
        ("city", "Weert\x00"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_by_field_and_nothing_changes(field: str, value: str) -> None:
    here = company()
    before = Company.objects.values().get()
    with pytest.raises(InvalidFields) as refusal:
        _change(here, TERMINAL, **{"city": "Elders", field: value})
    assert list(refusal.value.errors) == [field]
    assert Company.objects.values().get() == before
    assert not Entry.objects.exists()


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidFields) as refusal:
        _change(company(), TERMINAL, kvk_number="1", iban="NL1", phone="x")
    assert set(refusal.value.errors) == {"kvk_number", "iban", "phone"}


def test_a_number_that_was_passed_does_not_come_back() -> None:
    here = company()
    take_numbers(company=here.pk, count=5)
    with pytest.raises(InvalidFields, match="10006"):
        _change(here, TERMINAL, next_number="10005")
    assert _change(here, TERMINAL, next_number="") == []
    here.refresh_from_db()
    assert here.next_number == 10006
    _change(here, TERMINAL, next_number="20001")
    assert take_numbers(company=here.pk, count=1) == ["20001"]


def test_a_name_belongs_to_one_company_whatever_its_capitals() -> None:
    first, second = sisters()
    with pytest.raises(InvalidFields, match="Er is al een bedrijf"):
        _change(second, TERMINAL, name=first.name.upper())
    with pytest.raises(InvalidFields, match="Er is al een bedrijf"):
        _add(TERMINAL, name=first.name.lower())
    assert _change(first, TERMINAL, name=first.name.upper()) == ["name"]
    assert Company.objects.count() == 2


def test_the_second_of_two_is_told_what_the_first_changed() -> None:
    here = company()
    owner = actor("owner", here)
    seen = queries.company_page(here.uuid, by=owner).seen
    take_numbers(company=here.pk, count=1)  # a new customer meanwhile is no conflict
    _change(here, owner, seen, city="Weert")
    with pytest.raises(Conflict) as refusal:
        _change(here, owner, seen, city="Echt")
    assert (refusal.value.theirs["city"], refusal.value.yours["city"]) == ("Weert", "Echt")
    here.refresh_from_db()
    assert here.city == "Weert"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_an_owner_changes_or_adds_a_company(role: Role) -> None:
    here = company()
    by = actor(role, here)
    for act in (lambda: _change(here, by, city="Weert"), lambda: _add(by)):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert list(Company.objects.values_list("city", flat=True)) == [""]
    assert not Entry.objects.exists()


def test_an_owner_of_the_sister_company_cannot_see_or_change_this_one() -> None:
    first, second = sisters()
    by = actor("owner", second)
    with pytest.raises(NotFound):
        _change(first, by, city="Weert")
    with pytest.raises(NotFound):
        queries.company_page(first.uuid, by=by)
    first.refresh_from_db()
    assert first.city == ""


def test_who_owns_the_whole_group_adds_a_sister_and_owns_it() -> None:
    first, second = sisters()
    both = make_user(at={first.pk: Role.OWNER, second.pk: Role.OWNER})
    made = _add(actor_for(both))
    assert Membership.objects.get(company=made).user == both
    assert take_numbers(company=made, count=1) == ["60001"]
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    assert set(events) == {"companies.added", "accounts.roles_changed"}


@pytest.mark.parametrize("changes", [{"name": ""}, {"accent": "?"}, {"first_number": 0}, {"legal_name": "x" * 161}])
def test_a_sister_that_cannot_be_is_refused_and_nobody_owns_it(changes: dict[str, Any]) -> None:
    here = company()
    by = actor("owner", here)
    with pytest.raises(DomainError):
        _add(by, **changes)
    assert Company.objects.count() == 1
    assert Membership.objects.count() == 1
    assert not Entry.objects.exists()


def test_an_owner_of_one_of_two_companies_adds_none() -> None:
    first, _second = sisters()
    with pytest.raises(NotAllowed, match="alle bedrijven"):
        _add(actor("owner", first))
    assert Company.objects.count() == 2


def test_what_is_wanting_is_told_until_it_is_there() -> None:
    here = company()
    owner = actor("owner", here)
    assert "privacy_email" in queries.company_page(here.uuid, by=owner).wanting
    _change(here, owner, privacy_phone="0172-100200", kvk_number="99012345")
    wanting = queries.company_page(here.uuid, by=owner).wanting
    assert not {"privacy_email", "kvk_number"} & set(wanting)
    assert "iban" in wanting


def test_a_next_series_does_not_meet_the_others() -> None:
    assert queries.free_series() == 10001
    here = company()
    take_numbers(company=here.pk, count=1)
    assert queries.free_series() == 20001
