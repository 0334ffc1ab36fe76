"""Whatever is typed in the terminal: a sentence that names it, exit 1 or 2, and nothing changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

import bad_words
import hashing
import personas
from bad_input import snapshot
from terminal import command

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
SLOTS = bad_words.slots()


@pytest.fixture(autouse=True)
def nobody_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """``run`` would become another process; that it gets there at all is the failure."""

    def become(*_words: Any) -> None:
        raise AssertionError("the server was started")

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setenv("KLANTKAART_DATA", os.environ.get("KLANTKAART_DATA", ""))
    hashing.make_cheap(monkeypatch)


@pytest.fixture(autouse=True)
def keys_are_there(nobody_is_served: None) -> None:
    """Those of the installation are made on first use, by whatever comes first."""
    with transaction.atomic():
        personas.card(personas.company("Ooit BV"))
        assert command("erasures", "verify").exit_code == 0
        assert command("audit", "verify").exit_code == 0
        transaction.set_rollback(True)


def test_the_sweep_knows_every_command() -> None:
    assert {one.path for one in SLOTS} >= {("import",), ("retention", "run"), ("keys", "rotate"), ("audit", "verify")}
    assert len(SLOTS) > 40


@pytest.mark.parametrize("slot", SLOTS, ids=[one.name for one in SLOTS])
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_changes(
    slot: bad_words.Slot, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "kamer"
    room.mkdir()
    monkeypatch.chdir(room)
    if not slot.path or slot.path[0] not in bad_words.MAKES_ITS_OWN:
        request.getfixturevalue("card")
    found = []
    for why, value in bad_words.values(slot, room).items():
        words = bad_words.line(slot, value, room)
        before = snapshot(), bad_words.files(tmp_path)
        result = command(*words)
        found += [f"{why}: {wrong}" for wrong in bad_words.judge(slot, result.exit_code, result.stdout, result.stderr)]
        if (snapshot(), bad_words.files(tmp_path)) != before:
            found.append(f"{why}: something changed")
    assert not found, "\n".join(found)


def test_a_flag_that_takes_no_value_refuses_one() -> None:
    for slot in bad_words.flags():
        flag = slot.parameter.opts[0]
        result = command(*slot.path, f"{flag}=zqslecht")
        assert (result.exit_code, result.stdout) == (2, ""), slot.name
        assert f"De optie {flag} wordt verkeerd gebruikt" in result.stderr, slot.name
