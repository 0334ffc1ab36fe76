"""What nobody declared does not start: each omission has its error, and every command that starts refuses (P01)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from klantkaart.datamap import checks, registry
from klantkaart.datamap.declaration import Store
from klantkaart.datamap.registry import Registry
from klantkaart.datamap.vocabulary import People

Change = Callable[[Registry], None]
CARD, CHANNEL, ROW = "customers.Card", "customers.Channel", "customers.ImportRow"


def swap(label: str, **changes: Any) -> Change:
    def change(known: Registry) -> None:
        known.declarations[label] = replace(known.declarations[label], **changes)

    return change


def without_field(label: str, name: str) -> Change:
    def change(known: Registry) -> None:
        one = known.declarations[label]
        personal = {key: value for key, value in one.personal.items() if key != name}
        plain = tuple(key for key in one.plain if key != name)
        known.declarations[label] = replace(one, personal=personal, plain=plain)

    return change


def without_keys(known: Registry) -> None:
    one = known.declarations[ROW]
    draft = replace(one.personal["draft"], keys=())
    known.declarations[ROW] = replace(one, personal={**one.personal, "draft": draft})


def purpose(code: str, **changes: Any) -> Change:
    def change(known: Registry) -> None:
        known.purposes[code] = replace(known.purposes[code], **changes)

    return change


def rule(code: str, **changes: Any) -> Change:
    def change(known: Registry) -> None:
        one = known.purposes[code]
        known.purposes[code] = replace(one, rule=replace(one.rule, **changes))

    return change


def without(label: str) -> Change:
    def change(known: Registry) -> None:
        del known.declarations[label]

    return change


def without_store(known: Registry) -> None:
    del known.stores["sealed_files"]


def another_store(known: Registry) -> None:
    known.stores["extra"] = Store(code="extra", title="Extra", holds="namen", ends="nooit")


OMISSIONS: dict[str, tuple[str, Change]] = {
    "a model": ("E001", without(CARD)),
    "a through table": ("E001", without("companies.Arrangement_companies")),
    "a model that does not exist": ("E002", lambda known: known.declarations.update({"a.B": known.declarations[CARD]})),
    "a personal field": ("E003", without_field(CARD, "kvk_number")),
    "a plain field": ("E003", without_field(CARD, "reviewed_on")),
    "a field that does not exist": ("E004", swap(CHANNEL, plain=("id", "uuid", "card", "contact", "nothing"))),
    "a field said twice": ("E005", swap(CHANNEL, plain=("id", "uuid", "card", "contact", "value"))),
    "a lawful basis": ("E006", purpose("service", basis={})),
    "a term": ("E007", rule("service", starts=())),
    "the source of a term": ("E007", rule("service", source="")),
    "the article of a duty": ("E008", purpose("tax", article="")),
    "the interest": ("E009", purpose("service", interest="")),
    "a purpose": ("E010", swap(CHANNEL, purposes=())),
    "a purpose that exists": ("E011", swap(CHANNEL, purposes=("marketing",))),
    "whose data it is": ("E012", swap(CHANNEL, people=())),
    "a basis for those people": ("E013", swap(CHANNEL, people=(People.STAFF,))),
    "an anchor that ties to a company": ("E017", swap(CHANNEL, anchor="card")),
    "a link that can be cut": ("E022", swap(CHANNEL, detach=("card",))),
    "how a row outlives its card": ("E023", swap(CHANNEL, purposes=("service", "importing"))),
    "a subject": ("E014", swap(CHANNEL, subject="")),
    "a subject that exists": ("E015", swap(CHANNEL, subject="nobody")),
    "a path to the card": ("E016", swap(CHANNEL, path="contact")),
    "a path that resolves": ("E016", swap(CHANNEL, path="nowhere__card")),
    "a person at the end of the path": ("E018", swap(CHANNEL, person="card")),
    "the keys of a JSON field": ("E019", without_keys),
    "a place that settings switch on": ("E020", without_store),
    "the purpose of a store": ("E021", another_store),
}


def found(known: Registry) -> set[str]:
    with registry.using(known):
        return {str(one.id).removeprefix("datamap.") for one in checks.check_declarations()}


def test_the_running_declarations_have_no_omission() -> None:
    assert found(registry.current().copy()) == set()


@pytest.mark.parametrize("what", OMISSIONS)
def test_an_omission_is_an_error(what: str) -> None:
    code, change = OMISSIONS[what]
    known = registry.current().copy()
    change(known)
    assert code in found(known)


APP = {
    "__init__.py": "",
    "apps.py": (
        "from django.apps import AppConfig\n\n\nclass Extra(AppConfig):\n    name = 'extra'\n"
        "    default_auto_field = 'django.db.models.BigAutoField'\n"
    ),
    "models.py": (
        "from django.db import models\n\n\nclass Hobby(models.Model):\n"
        "    card = models.ForeignKey('customers.Card', on_delete=models.PROTECT)\n"
        "    name = models.CharField(max_length=40)\n"
    ),
}
SETTINGS = "from klantkaart.project.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'extra']\n"
DECLARED = """
from klantkaart.datamap.declaration import Declaration, Personal
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People

declare(
    Declaration(
        model="extra.Hobby", title="Hobby", subject="customer", path="card", people=(People.CUSTOMER,),
        purposes=("quote", "service", "invoicing"), personal={"name": Personal(Category.IDENTITY)},
        plain=("id", "card"),
    )
)
"""
UNDECLARED_FIELD = DECLARED.replace('personal={"name": Personal(Category.IDENTITY)},', "")
SERVE = "from klantkaart.cli.main import main; import sys; sys.argv = ['klantkaart', *sys.argv[1:]]; main()"
COMMANDS = {
    "check": [sys.executable, "-c", SERVE, "check"],
    "migrate": [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
    "server": [sys.executable, "-c", SERVE, "run", "--port", "8116"],
}


def start(command: str, room: Path, datamap: str | None) -> subprocess.CompletedProcess[str]:
    """Run the command as an installation that has one more app, with that datamap."""
    (room / "extra").mkdir()
    for name, text in APP.items():
        (room / "extra" / name).write_text(text, encoding="utf-8")
    if datamap is not None:
        (room / "extra" / "datamap.py").write_text(datamap, encoding="utf-8")
    (room / "with_extra.py").write_text(SETTINGS, encoding="utf-8")
    paths = os.pathsep.join([str(room), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    env = {
        **os.environ,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "with_extra",
        "KLANTKAART_DATA": str(room / "data"),
        "KLANTKAART_DATABASE_URL": "",
    }
    return subprocess.run(COMMANDS[command], env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_field_without_declaration_stops_every_start(command: str, tmp_path: Path) -> None:
    done = start(command, tmp_path, UNDECLARED_FIELD)
    assert done.returncode != 0
    assert "extra.Hobby.name" in done.stdout + done.stderr


def test_a_model_without_declaration_stops_migrate(tmp_path: Path) -> None:
    done = start("migrate", tmp_path, None)
    assert done.returncode != 0
    assert "extra.Hobby has no declaration" in done.stdout + done.stderr
    assert not (tmp_path / "data" / "klantkaart.sqlite3").exists() or done.returncode == 1


def test_the_same_app_starts_once_it_is_declared(tmp_path: Path) -> None:
    """Else the refusals above could come from anything."""
    done = start("check", tmp_path, DECLARED)
    assert (done.returncode, "Hobby" in done.stdout + done.stderr) == (0, False), done.stderr
