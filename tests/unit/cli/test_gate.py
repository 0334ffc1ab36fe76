"""Nobody is served before the erasure ledger was replayed."""

from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from klantkaart.audit.models import Entry
from klantkaart.cli.serving import gate
from klantkaart.cli.serving.gate import Gate
from klantkaart.customers.models import Card
from klantkaart.kernel import clock
from klantkaart.retention.destroy import ledger
from klantkaart.retention.replay import refuse_unreplayed
from terminal import command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PAUSE", 0)


def inner(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"served"]


def asked(door: Gate, path: str = "/klanten/") -> tuple[str, str]:
    said: list[str] = []
    body = b"".join(door({"PATH_INFO": path}, lambda status, _heads: said.append(status)))
    return said[0], body.decode()


def behind() -> None:
    """What an older backup looks like: the ledger knows of an erasure that the database does not."""
    ledger().append(unit=uuid4(), kind="customers.Card", at=clock.now())


def test_server_opens_only_after_the_replay(capsys: pytest.CaptureFixture[str]) -> None:
    behind()
    door = Gate(inner)
    assert "klantkaart erasures replay" in capsys.readouterr().err
    status, page = asked(door)
    assert status.startswith("503")
    assert "klantkaart erasures replay" in page
    assert "served" not in page
    assert asked(door, "/static/css/base.css") == ("200 OK", "served")
    assert command("erasures", "replay").exit_code == 0
    assert asked(door) == ("200 OK", "served")


def test_server_stays_open_without_asking_again() -> None:
    door = Gate(inner)
    with patch.object(gate, "refuse_unreplayed", side_effect=AssertionError):
        assert asked(door) == ("200 OK", "served")


def test_destruction_that_runs_right_now_is_waited_for() -> None:
    with patch.object(gate, "refuse_unreplayed", side_effect=[refusal(), None]):
        assert gate.why_closed() == ""


def refusal() -> Exception:
    behind()
    try:
        refuse_unreplayed()
    except Exception as error:  # noqa: BLE001  (it is what the test needs)
        return error
    raise AssertionError


@pytest.mark.parametrize("words", [("customers",), ("card", "10001"), ("end", "10001", "--on", "2026-11-30")])
@pytest.mark.usefixtures("card")
def test_terminal_tells_nothing_about_people_either(words: tuple[str, ...]) -> None:
    behind()
    before = Entry.objects.count()
    result = command(*words)
    assert result.exit_code == 1
    assert "klantkaart erasures replay" in result.stderr
    assert result.stdout == ""
    assert Entry.objects.count() == before
    assert Card.objects.count() == 1


def test_help_is_given_anyway() -> None:
    behind()
    assert command("customers", "--help").exit_code == 0
