"""A customer leaves: the last day, the plan, what is due, and destruction - by whom it may be done ahead of time."""

from datetime import date, timedelta

import pytest

import personas
from klantkaart.companies.models import Company
from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Refused
from klantkaart.retention import actions
from klantkaart.retention.models import Certificate
from terminal import command, reported

TODAY = date(2026, 11, 24)


def last_day() -> date | None:
    return Relationship.objects.get(number="10001").ended_on


@pytest.mark.usefixtures("card")
def test_last_day_is_set_and_what_follows_is_told() -> None:
    with clock.at(TODAY):
        result = command("end", "10001", "--on", "2026-12-31")
    assert result.exit_code == 0
    assert "Klant 10001 van Polder Telecom vertrekt op 31 december 2026." in result.stdout
    assert "De kaart blijft tot en met 30 januari 2027 en verdwijnt daarna." in result.stdout
    assert last_day() == date(2026, 12, 31)


@pytest.mark.usefixtures("card")
def test_leaving_is_taken_back() -> None:
    with clock.at(TODAY):
        command("end", "10001", "--on", "31-12-2026")
        result = command("end", "10001", "--withdraw")
    assert (result.exit_code, result.stdout) == (0, "Het vertrek is ingetrokken.\n")
    assert last_day() is None


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("words", [["--on", "2019-01-01"], ["--on", "2039-01-01"], ["--withdraw"]])
def test_leaving_that_cannot_be_is_refused_and_changes_nothing(words: list[str]) -> None:
    with clock.at(TODAY):
        result = command("end", "10001", *words)
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(".")
    assert last_day() is None


@pytest.mark.usefixtures("card")
def test_plan_says_what_stays_until_when_and_changes_nothing() -> None:
    with clock.at(TODAY):
        result = command("erase", "10001", "--plan", "--on", "2026-12-31")
        found = reported("erase", "10001", "--plan")
    assert "Klantkaart" in result.stdout
    assert "30 januari 2027" in result.stdout
    assert {fate["reason"] for fate in found["fates"]} <= {"term", "term_over", "running", "legal_duty", "hold"}
    assert last_day() is None
    assert Card.objects.count() == 1


@pytest.mark.usefixtures("card")
def test_nothing_is_due_while_somebody_is_a_customer() -> None:
    with clock.at(TODAY):
        assert reported("retention", "due")["units"] == {}
        assert "Op 24 november 2026 is er niets aan de beurt." in command("retention", "due").stdout
        assert command("retention", "run").stdout == "Er was niets te vernietigen.\n"
    assert Card.objects.count() == 1


@pytest.mark.usefixtures("card")
def test_who_left_goes_once_the_term_is_over_with_a_certificate() -> None:
    with clock.at(TODAY):
        command("end", "10001", "--on", "2026-12-31")
    with clock.at(date(2027, 1, 30)):
        assert reported("retention", "due")["units"] == {}
    with clock.at(date(2027, 1, 31)):
        assert reported("retention", "due")["units"] == {"customers.Card": 1}
        assert reported("retention", "run")["units"] == {"customers.Card": 1}
    assert Card.objects.count() == 0
    assert Certificate.objects.count() == 1


@pytest.mark.usefixtures("card")
def test_day_to_come_is_refused_where_real_people_are() -> None:
    command("end", "10001", "--on", clock.today().isoformat())
    later = clock.today() + timedelta(days=40)
    result = command("retention", "run", "--on", later)
    assert result.exit_code == 1
    assert "die dag moet nog komen" in result.stderr
    assert Card.objects.count() == 1
    assert reported("retention", "run", "--on", later, "--ahead")["units"] == {"customers.Card": 1}


@pytest.mark.usefixtures("practice")
def test_day_to_come_can_be_played_in_the_practice_administration() -> None:
    before = Card.objects.count()
    due = reported("retention", "due", "--on", clock.today() + timedelta(days=60))["units"]["customers.Card"]
    run = reported("retention", "run", "--on", clock.today() + timedelta(days=60))
    assert due > 0
    assert (run["failed"], Card.objects.count()) == ({}, before - due)


def test_unit_that_cannot_go_is_told_and_is_exit_1(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise Refused("Nee.")

    personas.card(company)
    command("end", "10001", "--on", (clock.today() - timedelta(days=60)).isoformat())
    monkeypatch.setattr(actions, "destroy", refuse)
    result = command("retention", "run")
    assert result.exit_code == 1
    assert "Niet gelukt: 1." in result.stdout
    assert Card.objects.count() == 1
