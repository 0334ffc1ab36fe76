"""How many queries a screen may take: kept as data, held at two sizes, so that one query a row is found at once."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

import hashing
from imports import listed, read
from klantkaart.accounts.actions.factor_reset import ask_factor_reset
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Arrangement, Company
from klantkaart.customers import actions
from klantkaart.customers.models import Card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions as retention
from klantkaart.retention.models import Certificate, Hold
from personas import card, desk, sisters, staff

pytestmark = pytest.mark.django_db

BUDGETS: dict[str, int] = tomllib.loads((Path(__file__).parents[1] / "budgets.toml").read_text())["queries"]
SMALL, LARGE = 2, 8
SCREENS = {
    pattern.name: pattern
    for pattern in get_resolver().namespace_dict["office"][1].url_patterns
    if isinstance(pattern, URLPattern) and pattern.name
}


def _office(size: int) -> tuple[Client, dict[str, object]]:
    """An office with ``size`` of everything that a screen may show a row of; and what fills in the addresses."""
    here, sister = sisters()
    seat = desk(Role.OWNER, here)
    colleagues = [staff(Role.OFFICE, here) for _ in range(size)]
    _ended(here, size)
    for number in range(size):
        _leaver(here, f"Slager {number}", timedelta(days=-9 - number))
        card(here, values={"name": f"Bakkerij {number}", "kvk_number": ""}, bank=[])
        card(sister, values={"name": f"Zusje {number}", "kvk_number": ""}, bank=[])
        batch = read(listed(*(f"{100 * number + row};Zaak {row};;;;;;" for row in range(size))), here, seat.actor).uuid
    lost = colleagues[0]
    reset = ask_factor_reset(person=lost, reason="telefoon verloren", by=actor_for(lost), at=clock.now())
    full = _full(here, size)
    tie = full.relationships.get()
    values: dict[str, object] = {
        "card": full.uuid, "batch": batch, "person": colleagues[0].uuid, "company": here.uuid, "reset": reset.uuid,
        "hold": _held(seat.user).uuid, "certificate": Certificate.objects.all()[0].uuid, "code": "card_after_end",
        "since": clock.today().isoformat(), "kind": "csv", "seq": 1,
        "relationship": tie.uuid, "part": "note", "uuid": tie.notes.all()[0].uuid,
        "arrangement": Arrangement.objects.get().uuid,
    }  # fmt: skip
    return seat.client, values


def _held(owner: User) -> Hold:
    """A hold on every baker; returns the last."""
    today = clock.today()
    return [
        Hold.objects.create(
            model="customers.Card", target=one.uuid, reason="dispute", owner=owner, since=today, review_on=today
        )
        for one in Card.objects.filter(name__startswith="Bakkerij")
    ][-1]


def _ended(here: Company, size: int) -> None:
    """Customers who are gone, with a certificate each."""
    for number in range(size):
        _leaver(here, f"Weg {number}", timedelta(days=60))
    retention.run(on=clock.today(), by=SYSTEM, at=clock.now())


def _leaver(here: Company, name: str, ago: timedelta) -> None:
    found = card(here, values={"name": name, "kvk_number": ""}, bank=[])
    actions.announce_leaving(
        card=found.uuid, relationship=found.relationships.get().uuid, ended_on=clock.today() - ago,
        by=SYSTEM, at=clock.now(),
    )  # fmt: skip


def _full(here: Company, size: int) -> Card:
    """A card with many people, ways to reach them, notes and changes."""
    people = [
        actions.NewContact({"name": f"Iris {number}"}, [{"kind": "email", "value": f"iris{number}@kiezel.example.nl"}])
        for number in range(size)
    ]
    found = card(here, values={"name": "Bakkerij Vol"}, contacts=people, notes=[f"Notitie {n}" for n in range(size)])
    for number in range(size):
        actions.add_part(
            card=found.uuid, part="channel", values={"kind": "phone", "use": "general", "value": f"017212345{number}"},
            by=SYSTEM, at=clock.now(),
        )  # fmt: skip
    return found


def _counted(client: Client, name: str, path: str) -> int | None:
    """Queries of a page that is shown; the ends of transactions are none. None: the address shows no page."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        if answer.streaming:
            answer.getvalue()  # read to its end, which closes the file
    if answer.status_code != 200:
        assert answer.status_code != 404 or name in ELSEWHERE, f"{name}: fill in a value that exists"
        return None
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in asked)


# Addresses whose page needs more than a value in the address.
ELSEWHERE = {"import_answers", "withdraw_term"}


def _path(name: str, values: dict[str, object]) -> str:
    special = {"certificate": {"uuid": values["certificate"]}}.get(name, {})
    return reverse(
        f"office:{name}", kwargs={key: special.get(key, values[key]) for key in SCREENS[name].pattern.converters}
    )


def _measured(size: int) -> dict[str, int]:
    client, values = _office(size)
    for name in SCREENS:  # once before, so that nothing is counted that only a first request does
        client.get(_path(name, values))
    counted = {name: _counted(client, name, _path(name, values)) for name in SCREENS}
    return {name: count for name, count in counted.items() if count is not None}


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_screen_stays_within_its_budget_at_any_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hashing.make_cheap(monkeypatch)
    measured = _measured(size)
    assert measured.keys() == BUDGETS.keys(), "every screen has a budget, and every budget a screen"
    assert {name: (count, BUDGETS[name]) for name, count in measured.items() if count > BUDGETS[name]} == {}
