"""P11 and P26: the print-out against the database, for who is here and for who left."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from klantkaart.customers.models import Relationship
from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.promises.checks import access
from klantkaart.promises.checks.access import access_at_all_times, printed_completely
from klantkaart.promises.verdicts import State
from klantkaart.rights.contents import Contents, gather
from personas import card, company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

ON = date(2026, 11, 1)


def test_everything_the_database_holds_is_printed() -> None:
    at = company()
    for _number in range(4):
        card(at, bank=[])
    card(at)
    verdict = printed_completely(ON)

    assert verdict.state is State.KEPT
    assert verdict.checked > 40


def test_a_printout_that_leaves_something_out_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    card(company())

    def forgetful(**asked: object) -> Contents:
        found = gather(**asked)  # type: ignore[arg-type]  # handed on as they came
        return replace(found, parts=tuple(part for part in found.parts if part.title != "Notities"))

    monkeypatch.setattr(access, "gather", forgetful)
    verdict = printed_completely(ON)

    assert verdict.state is State.BROKEN
    assert verdict.where == ("customers.Note.text",)


def test_a_table_that_points_at_a_customer_and_is_not_theirs_breaks_the_promise() -> None:
    card(company())
    copy = registry.current().copy()
    copy.declarations["customers.Address"] = replace(
        copy.declaration("customers.Address"), subject="", path="", personal={}, people=(), purposes=()
    )
    with registry.using(copy):
        assert printed_completely(ON).where == ("customers_address",)


def test_a_table_the_models_do_not_know_is_found_too() -> None:
    card(company())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE schaduw (kaart bigint REFERENCES customers_card (id), naam varchar(9))")

    assert printed_completely(ON).where == ("schaduw",)


def test_without_customers_there_is_nothing_to_print() -> None:
    assert printed_completely(ON).state is State.NOT_CONFIGURED
    assert access_at_all_times(ON).state is State.NOT_CONFIGURED


def test_the_check_itself_leaves_no_line_about_the_customer() -> None:
    from klantkaart.audit.queries import timeline  # noqa: PLC0415  (only here)

    held = card(company())
    printed_completely(ON)

    assert [line.event for line in timeline(held)] == ["customers.created"]


def test_who_left_gets_what_remains() -> None:
    at = company()
    Relationship.objects.filter(card=card(at)).update(ended_on=clock.today())
    card(at, bank=[])
    verdict = access_at_all_times(clock.today().replace(year=clock.today().year + 1))

    assert verdict.state is State.KEPT
    assert "Van 2 klanten, 1 van hen vertrokken" in verdict.evidence


def test_a_copy_that_holds_less_than_the_plan_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    held = card(company())

    def forgetful(**asked: object) -> Contents:
        found = gather(**asked)  # type: ignore[arg-type]  # handed on as they came
        return replace(found, parts=found.parts[1:])

    monkeypatch.setattr(access, "gather", forgetful)
    verdict = access_at_all_times(ON)

    assert verdict.state is State.BROKEN
    assert verdict.where == (str(held.uuid),)
