"""The ledger itself: four honest states, and never kept because nothing was checked (PROM-1)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import NotAllowed, NotFound
from klantkaart.promises import catalogue, markdown, queries
from klantkaart.promises.catalogue import PROMISES
from klantkaart.promises.verdicts import State, Verdict, broken, kept
from klantkaart.register import markdown as register
from personas import actor, company

ROOT = Path(__file__).parents[3]
ON = date(2026, 11, 1)


def test_nothing_checked_is_not_kept() -> None:
    assert kept("Alles klopt.", checked=0).state is State.NOT_CONFIGURED
    assert kept("Alles klopt.", checked=1).state is State.KEPT


@pytest.mark.django_db
def test_an_empty_installation_keeps_nothing_that_needs_somebody() -> None:
    states = {entry.id: entry.state for entry in queries.ledger(clock.today(), by=SYSTEM)}

    assert {name for name, state in states.items() if state is State.KEPT} == {"P01", "P02"}
    assert {name for name, state in states.items() if state is State.NOT_CONFIGURED} == set(states) - {"P01", "P02"}


@pytest.mark.django_db
def test_a_check_that_fails_itself_is_broken_and_says_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_on: date) -> Verdict:
        raise ValueError("Iris Hoekstra")

    monkeypatch.setattr(queries, "PROMISES", (replace(PROMISES[0], check=fails), *PROMISES[1:]))
    first, *others = queries.ledger(ON, by=SYSTEM)

    assert first.state is State.BROKEN
    assert first.verdict.evidence == "De controle zelf liep vast (ValueError)."
    assert len(others) == len(PROMISES) - 1


def test_what_is_wrong_is_named_twenty_times_at_most() -> None:
    assert len(broken("x", where=range(100)).where) == 20


@pytest.mark.django_db
def test_one_promise_is_found_by_its_id() -> None:
    assert queries.entry(" p01 ", ON, by=SYSTEM).title == "Alleen wat nodig is"
    with pytest.raises(NotFound, match="Kies een van: P01"):
        queries.entry("P99", ON, by=SYSTEM)


@pytest.mark.django_db
def test_who_may_not_see_the_promises_does_not() -> None:
    by = actor("technician", company())
    with pytest.raises(NotAllowed):
        queries.ledger(ON, by=by)
    with pytest.raises(NotAllowed):
        queries.entry("P01", ON, by=by)


@pytest.mark.django_db
def test_what_needs_somebody_comes_broken_first(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = queries.ledger(ON, by=SYSTEM)
    states = [State.KEPT, State.AT_RISK, State.BROKEN]
    changed = [
        replace(one, verdict=replace(one.verdict, state=state)) for one, state in zip(entries[:3], states, strict=True)
    ]

    assert [one.state for one in queries.failing(changed)] == [State.BROKEN, State.AT_RISK]


def test_the_promises_of_the_card_are_all_there() -> None:
    assert [promise.id for promise in PROMISES] == [
        "P01", "P02", "P04", "P05", "P07", "P08", "P10", "P11", "P13", "P20", "P21", "P26",
    ]  # fmt: skip


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_a_promise_leads_to_code_and_tests_that_exist(promise: catalogue.Promise) -> None:
    assert [path for path in (*promise.code, *promise.tests) if not (ROOT / path).exists()] == []
    assert promise.check.__doc__


@pytest.mark.parametrize(("name", "text"), [("promises.md", markdown.page), ("register.md", register.page)])
def test_the_generated_document_is_current(name: str, text: object) -> None:
    assert callable(text)
    assert (ROOT / "docs" / name).read_text("utf-8") == text(), "Run tools/docs.py."
