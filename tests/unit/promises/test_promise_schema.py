"""P01 and P07: declarations against the database's own account."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from klantkaart.companies.models import Company
from klantkaart.datamap import registry
from klantkaart.datamap.vocabulary import People
from klantkaart.promises.checks.schema import only_when_needed, register_is_current
from klantkaart.promises.verdicts import State
from personas import card, company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

ON = date(2026, 11, 1)


def test_this_product_accounts_for_every_column() -> None:
    verdict = only_when_needed(ON)

    assert verdict.state is State.KEPT, verdict.where
    assert verdict.checked > 200


@pytest.fixture
def stray_table() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE schaduw_klanten (id integer, naam varchar(100))")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE schaduw_klanten")


@pytest.mark.usefixtures("stray_table")
def test_a_table_that_nobody_declared_breaks_the_promise() -> None:
    verdict = only_when_needed(ON)

    assert verdict.state is State.BROKEN
    assert verdict.where == ("schaduw_klanten",)


def test_a_column_that_nobody_declared_breaks_the_promise() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE customers_card ADD COLUMN bijnaam varchar(100) DEFAULT ''")

    assert only_when_needed(ON).where == ("customers_card.bijnaam",)


def changed(model: str, **changes: Any) -> Any:
    copy = registry.current().copy()
    copy.declarations[model] = replace(copy.declaration(model), **changes)
    return registry.using(copy)


def test_a_field_without_purpose_breaks_the_promise() -> None:
    with registry.without_purpose("customers.BankAccount", ["iban"], "invoicing"):
        assert only_when_needed(ON).where == ("customers.BankAccount.iban",)


def test_a_purpose_without_ground_for_these_people_breaks_the_promise() -> None:
    with changed("customers.Note", people=(People.STAFF,), purposes=("service",)):
        assert set(only_when_needed(ON).where) == {"customers.Note.text", "customers.Note.written_at"}


def test_an_interest_that_is_not_named_breaks_the_promise() -> None:
    copy = registry.current().copy()
    copy.purposes["invoicing"] = replace(copy.purposes["invoicing"], interest="")
    with registry.using(copy):
        assert "customers.BankAccount.iban" in only_when_needed(ON).where


def test_a_legal_duty_without_its_article_breaks_the_promise() -> None:
    copy = registry.current().copy()
    copy.purposes["tax"] = replace(copy.purposes["tax"], article="")
    bank = replace(copy.declaration("customers.BankAccount"), purposes=("tax",))
    copy.declarations["customers.BankAccount"] = bank
    with registry.using(copy):
        assert "customers.BankAccount.iban" in only_when_needed(ON).where


def filled_in(at: Company) -> None:
    Company.objects.filter(pk=at.pk).update(kvk_number="99000001", street="Dreef 1", privacy_email="p@example.nl")


def test_the_register_holds_every_table_that_is_filled() -> None:
    at = company()
    filled_in(at)
    card(at)

    assert register_is_current(ON).state is State.KEPT


def test_a_filled_table_outside_the_register_breaks_the_promise() -> None:
    at = company()
    filled_in(at)
    card(at)
    personal = registry.current().declaration("customers.Note").personal
    loose = {name: replace(one, purposes=("none",)) for name, one in personal.items()}
    with changed("customers.Note", purposes=(), personal=loose):
        verdict = register_is_current(ON)

    assert verdict.state is State.BROKEN
    assert verdict.where == ("customers_note",)


def test_an_unknown_controller_is_not_configured() -> None:
    assert register_is_current(ON).evidence == "Er is nog geen bedrijf ingesteld."
    company()
    verdict = register_is_current(ON)

    assert verdict.state is State.NOT_CONFIGURED
    assert "Polder Telecom" in verdict.evidence
