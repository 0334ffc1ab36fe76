"""Every event that the log knows is really logged: a registered one that nobody writes would promise too much."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from klantkaart.audit.events import EventType, known

ROOT = Path(__file__).resolve().parent.parent.parent


def registered() -> Iterator[tuple[str, str, EventType]]:
    """Module and name of the constant of every event."""
    for path in sorted((ROOT / "src/klantkaart").glob("*/*events.py")):
        name = f"klantkaart.{path.parent.name}.{path.stem}"
        for constant, value in vars(import_module(name)).items():
            if isinstance(value, EventType):
                yield name, constant, value


EVENTS = list(registered())


def used_in(app: str) -> set[str]:
    """Names that the code of an app mentions, outside the modules that only register events."""
    config = next(one for one in apps.get_app_configs() if one.name == app)
    trees = (
        ast.parse(path.read_text(encoding="utf-8"))
        for path in Path(config.path).rglob("*.py")
        if path.name not in {"events.py", "own_events.py"}
    )
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }


def test_every_registered_event_has_a_constant() -> None:
    assert {event.code for _module, _name, event in EVENTS} == {
        code for code in known() if not code.startswith("tests.")
    }


@pytest.mark.parametrize(("module", "name", "event"), EVENTS, ids=[event.code for _m, _n, event in EVENTS])
def test_every_event_is_logged_by_its_own_app(module: str, name: str, event: EventType) -> None:
    assert name in used_in(module.rpartition(".")[0]), f"{event.code} is registered and never logged"
