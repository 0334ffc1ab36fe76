"""Every form and address with everything that does not belong in it: a sentence, and nothing changed.

The forms are read from the pages, and the pages from the list of addresses: a new screen joins by itself.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from bad_answers import REFUSALS, Findings, forms, pages, sweep, ways_in
from bad_input import MARK, bad_values, listening, snapshot, taken_back
from klantkaart.customers.models import Note
from world import ADDRESSES, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

# The gallery shows how things look, with invented data; nothing on it is sent anywhere.
OFFICE = sorted(name for name in ADDRESSES if name.startswith("office:") and name != "office:gallery")
PLACED = [name for name in OFFICE if ADDRESSES[name].pattern.converters]
# Their first sight is refused: they ask for a day, a reason or a choice that no filling in of empty lines gives.
ASK_MORE = {
    "office:hold", "office:holds", "office:import_mapping", "office:invite", "office:new_arrangement",
    "office:new_company", "office:person_back", "office:place_hold",
}  # fmt: skip
NOT_THERE = {403, 404, 405, 409}
# Posted to without a form of its own on any page, and why.
WITHOUT_FORM = {
    "office:import_resume": "only on an import that stands still",
    "office:undo": "in the message after a change",
    "office:do_merge": "on the preview, which has its own test",
    "office:staying": "only on a card that leaves",
    "office:won": "only on a prospect",
    "office:undo_end": "only after an end",
    "office:person_sessions": "only with sessions",
    "office:register_file": "in the menu beside the register; it takes no words",
    "office:withdraw_term": "only on a term that is decided for later",
}


@pytest.fixture
def world() -> World:
    made = make_world()
    for desk in (made.boss, made.chief):
        desk.client.raise_request_exception = False
    return made


@pytest.mark.parametrize("name", OFFICE)
def test_bad_input_in_a_form_is_refused_with_a_sentence_and_changes_nothing(name: str, world: World) -> None:
    """Nor does a log tell what was typed."""
    found = Findings(name)
    with listening() as said:
        for form in forms(world.chief.client, world.addresses(name), around=name == "office:home"):
            sweep(world.chief.client, form, found, fine=frozenset({200, 302, 422 if name in ASK_MORE else 200}))
    found.unless(not any(MARK in line for line in said.lines), "what was typed is in a log", "")
    assert not found, "\n".join(found)


def test_every_address_that_takes_a_form_is_swept(world: World) -> None:
    """Else the sweep could pass by finding nothing."""
    client = world.chief.client
    reached = {form.action for name in OFFICE for form in forms(client, world.addresses(name), around=True)}
    takes = {name for name in OFFICE if any("POST" in ways_in(client, url) for url in world.addresses(name))}
    swept = {name for name in takes if reached & set(world.addresses(name))}
    assert takes - swept == set(WITHOUT_FORM)


def test_bad_words_in_an_address_never_break_a_page(world: World) -> None:
    """Everything a link or a search form on a page puts behind the question mark."""
    client, found = world.boss.client, Findings("addresses")
    before = snapshot()
    asked = set()
    for page in (page for name in OFFICE for page in pages(client, world.addresses(name))):
        asked |= {(urlsplit(link).path, key) for link in page.links for key, _value in parse_qsl(urlsplit(link).query)}
        asked |= {(form.action, field) for form in page.forms if form.method == "get" for field in form.fields}
    assert len(asked) > 5
    for path, key in sorted(asked):
        for why, value in bad_values().items():
            with taken_back(client):
                status = client.get(path, {key: value}).status_code
                found.unless(status in {200, 302, *REFUSALS}, f"answers {status}", f"{path} {key} {why}")
    assert snapshot() == before
    assert not found, "\n".join(found)


def strange(world: World) -> dict[str, list[object]]:
    """An identity nobody has, somebody else's, a number beyond every column, no word of ours."""
    note = Note.objects.get(relationship__card=world.twin)
    return {
        "card": [uuid4(), world.elsewhere.uuid],
        "batch": [uuid4()],
        "uuid": [uuid4(), note.uuid, world.elsewhere.uuid],
        "seq": [0, 10**30],
        "part": ["x" * 200, "card-", "__init__"],
        **{name: [uuid4()] for name in ("company", "arrangement", "person", "reset", "hold", "relationship")},
        "code": ["x" * 200, "zq"],
        "kind": ["exe", "x" * 300],
        "since": ["x", "2026-02-30", "0000-00-00"],
    }


def test_an_address_of_nothing_or_of_others_is_not_found_and_changes_nothing(world: World) -> None:
    client, found = world.boss.client, Findings("addresses")
    values, before = strange(world), snapshot()
    for name, places, place in ((n, p, one) for n in PLACED for p in world.places(n) for one in p):
        for value in values[place]:
            url = reverse(name, kwargs={**places, place: value})
            for method in ("GET", "POST"):
                with taken_back(client):
                    status = client.generic(method, url).status_code
                    found.unless(status in NOT_THERE, f"answers {status}", f"{method} {name} {place}={value!s:.20}")
    assert snapshot() == before
    assert not found, "\n".join(found)


def test_a_card_that_ended_breaks_no_page(world: World) -> None:
    client = world.boss.client
    for name in (name for name in PLACED if "card" in ADDRESSES[name].pattern.converters):
        for places in world.places(name):
            with taken_back(client):
                answer = client.get(reverse(name, kwargs={**places, "card": world.ended.uuid}))
            assert answer.status_code in {200, *REFUSALS}, name
