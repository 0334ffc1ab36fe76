"""Somebody the log is about, somebody who acts, and a checkpoint folder of the test's own."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from audit_examples import AT, COUNTED, EVENTS, Somebody
from audit_tools import triggers_down
from klantkaart.audit import events, log
from klantkaart.kernel.actor import Actor, ActorKind


@pytest.fixture(autouse=True)
def known_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """The events of these tests exist only during them."""
    for event in EVENTS:
        monkeypatch.setitem(events._known, event.code, event)


@pytest.fixture(autouse=True)
def checkpoint_folder(settings: Any, tmp_path: Path) -> Path:
    settings.CHECKPOINT_ROOT = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


@pytest.fixture
def customer() -> Somebody:
    return Somebody()


@pytest.fixture
def colleague() -> Actor:
    return Actor(ActorKind.STAFF, uuid4(), secrets.token_bytes(16))


@pytest.fixture
def write(colleague: Actor, customer: Somebody) -> Callable[[int], None]:
    """Log so many lines about the customer, an act each."""

    def lines(count: int) -> None:
        for number in range(count):
            with log.act(COUNTED, by=colleague, at=AT, about=customer, facts={"number": number}):
                pass

    return lines


@pytest.fixture
def tamper() -> Callable[[str], None]:
    """Change the tables as an owner of the database could, behind the triggers."""

    def run(statement: str) -> None:
        with triggers_down(connection), connection.cursor() as cursor:
            cursor.execute(statement)

    return run
