"""The register follows the declarations: nothing in it is written by hand (P07, REG-1, REG-5, REG-6)."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from klantkaart.companies.models import Company
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Personal
from klantkaart.datamap.describe import start_label
from klantkaart.datamap.models import RuleParameter
from klantkaart.datamap.vocabulary import Category, Sensitivity
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import NotAllowed
from klantkaart.register import queries
from klantkaart.register.queries import register
from klantkaart.register.rows import Row
from personas import actor, company, sisters

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

ON = date(2026, 11, 1)


def row(code: str) -> Row:
    return next(one for one in queries.rows(ON, by=SYSTEM) if one.code == code)


def test_every_purpose_that_is_used_is_a_row_with_everything_filled_in() -> None:
    used = {code for one in registry.current().declarations.values() for code in one.row_purposes}
    rows = {one.code: one for one in queries.rows(ON, by=SYSTEM)}

    assert used <= set(rows)
    for one in rows.values():
        assert all((one.purpose, one.people, one.categories, one.grounds, one.terms, one.term_source, one.places))


def test_every_place_with_personal_data_is_in_some_row() -> None:
    titles = {place.title for one in queries.rows(ON, by=SYSTEM) for place in one.places}
    known = registry.current()

    assert {str(one.title) for one in known.declarations.values() if one.personal and one.row_purposes} <= titles
    assert {str(one.title) for one in known.stores.values() if one.personal and one.purposes} <= titles


def test_a_field_that_is_added_changes_the_register() -> None:
    before = register(ON, by=SYSTEM)
    changed = registry.current().copy()
    old = changed.declaration("customers.Card")
    field = Personal(Category.TECHNICAL, ("invoicing",), sensitivity=Sensitivity.ELEVATED)
    changed.declarations["customers.Card"] = replace(
        old, plain=tuple(name for name in old.plain if name != "reviewed_on"),
        personal={**old.personal, "reviewed_on": field},
    )  # fmt: skip
    with registry.using(changed):
        after = register(ON, by=SYSTEM)

    invoicing = next(one for one in after.rows if one.code == "invoicing")
    assert "technische kenmerken" in invoicing.categories
    assert "technische kenmerken" in invoicing.elevated
    assert after.fingerprint != before.fingerprint


def test_nothing_changed_is_the_same_fingerprint_in_any_language_on_any_day() -> None:
    company()
    first = register(ON, by=SYSTEM).fingerprint
    with translation.override("en"):
        assert register(date(2027, 1, 1), by=SYSTEM).fingerprint == first


def test_a_term_is_told_with_what_starts_it_and_where_it_comes_from() -> None:
    assert row("service").terms == (
        "30 dagen na: het einde van de relatie of het dienstverband of het einde van het onderdeel zelf",
    )
    assert row("service").term_source == "Eigen belofte (P20, P21); AVG art. 5(1)(e)"


def test_a_term_of_one_company_is_told_beside_that_of_the_group() -> None:
    at = company()
    RuleParameter.objects.create(code="card_after_end", company=at, value=10, unit="days", valid_from=ON, source="x")

    assert row("service").terms[1].startswith("Polder Telecom: 10 dagen na")


def test_each_kind_of_person_has_its_own_ground_with_its_reason() -> None:
    grounds = {one.people: one for one in row("service").grounds}

    assert "overeenkomst" in grounds["klant die een natuurlijk persoon is"].ground
    assert "gerechtvaardigd belang" in grounds["contactpersoon van een klant"].ground
    assert grounds["contactpersoon van een klant"].reason
    assert all("art. 12" in one.reason for one in row("rights").grounds)


def test_every_start_of_a_term_has_words() -> None:
    starts = {start for purpose in registry.current().purposes.values() for start in purpose.rule.starts}

    assert [start for start in starts if start_label(start) == start.name] == []


def test_the_head_names_controllers_and_their_arrangement() -> None:
    sisters()
    found = register(ON, by=SYSTEM)

    assert [one.legal_name for one in found.controllers] == ["Polder Beveiliging B.V.", "Polder Telecom B.V."]
    assert found.arrangements[0].essence == "Samen één klantkaart."


def test_a_company_that_is_not_filled_in_is_told() -> None:
    at = company()
    assert register(ON, by=SYSTEM).missing == ("Polder Telecom",)

    Company.objects.filter(pk=at.pk).update(kvk_number="99000001", street="Dreef 1", privacy_email="p@example.nl")
    assert register(ON, by=SYSTEM).missing == ()


def test_who_may_not_see_the_register_does_not() -> None:
    at = company()
    assert queries.rows(ON, by=actor("auditor", at))
    with pytest.raises(NotAllowed):
        queries.rows(ON, by=actor("technician", at))


def test_measures_are_those_that_run() -> None:
    texts = {one.text: one.in_place for one in register(ON, by=SYSTEM).measures}
    assert texts["IBAN staat versleuteld in de database."]
    assert not texts["Het verkeer met de browser is versleuteld (https)."]
