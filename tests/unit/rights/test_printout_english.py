"""A print-out, and the register, in English for who reads that; names of files and what was typed stay as they are."""

import re
from datetime import timedelta

import pytest

from dutch import dutch_in
from klantkaart.customers import actions
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.register.actions import files
from personas import actor, card, sisters
from printouts import Opened, opened

pytestmark = pytest.mark.django_db

TYPED = """bakkerij kiezel bv, directeur, dreef, belt graag vroeg; polder beveiliging; samen één klantkaart;
autoriteit persoonsgegevens, postbus"""
DATA = frozenset(re.findall(r"\w+", TYPED))
FILES = re.compile(r"\b(?:uittreksel|gegevens|overdraagbaar|contacten|bestanden)\b(?:\.\w+)?|LEESMIJ")


def dutch_of(made: Opened) -> dict[str, set[str]]:
    paper = FILES.sub(" ", made.paper).split(". ")
    note = FILES.sub(" ", made.files["LEESMIJ.txt"].decode()).splitlines()
    return dutch_in([*paper, *note], DATA)


def test_paper_and_note_are_in_english() -> None:
    here, _sister = sisters()
    found = card(here)
    by = actor("owner", here)
    assert dutch_of(opened(card=found.uuid, by=by, language="en")) == {}
    tie = found.relationships.get()
    day = clock.today() + timedelta(days=9)
    actions.announce_leaving(card=found.uuid, relationship=tie.uuid, ended_on=day, by=SYSTEM, at=clock.now())
    person = found.contacts.get().uuid
    assert dutch_of(opened(card=found.uuid, by=by, language="en")) == {}
    assert dutch_of(opened(card=found.uuid, by=by, contact=person, language="en")) == {}
    assert dutch_of(opened(card=found.uuid, by=by, language="nl")) != {}


def test_register_is_in_english() -> None:
    sisters()
    made = files(on=clock.today(), by=SYSTEM, at=clock.now(), language="en")
    lines = made["register.csv"].decode("utf-8-sig").splitlines()
    assert dutch_in(lines, DATA) == {}
    assert "Record of processing" in made["register.json"].decode() or "Processing" in lines[0]
