"""Back up, erase, restore: nobody is back, and nobody is served before the ledger was replayed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

TESTS = Path(__file__).parents[2]
PREPARE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "klantkaart.project.settings"
sys.path.insert(0, sys.argv[1])
import django
django.setup()
from datetime import date
from django.core.files.base import ContentFile
from django.core.management import call_command
call_command("migrate", verbosity=0)
from personas import card, company
from klantkaart.customers.models import Relationship
from klantkaart.sealing.storage import SealedStorage
here = company()
goes, stays = card(here), card(here, values={"name": "Bakkerij Blijft"})
for one in (goes, stays):
    SealedStorage().save_for(one.uuid, ContentFile(b"een brief"))
Relationship.objects.filter(card=goes).update(ended_on=date(2026, 9, 1))
"""


class Installation:
    """A data folder with its own database, and keys and ledger that may lie elsewhere."""

    def __init__(self, data: Path, url: str, **places: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KLANTKAART_", "PYTEST_"))}
        self.env = {
            **kept,
            "KLANTKAART_DATA": str(data),
            "KLANTKAART_DATABASE_URL": url,
            "PYTHONWARNINGS": "ignore",
            **{f"KLANTKAART_{name.upper()}": str(path) for name, path in places.items()},
        }

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, env=self.env, check=False, capture_output=True, text=True, cwd=self.data.parent)

    def klantkaart(self, *words: object, code: int = 0) -> str:
        done = self.run("-m", "klantkaart.cli", *words)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stderr


made: list[str] = []


@pytest.fixture(autouse=True)
def _databases_go(transactional_db: None) -> Iterator[None]:
    yield
    while made:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {made.pop()} WITH (FORCE)")


def address(name: str) -> str:
    """The address of another database on the server that the tests use; empty for SQLite."""
    if connection.vendor != "postgresql":
        return ""
    where = connection.settings_dict
    name = f"{name}_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    made.append(name)
    login = f"{where['USER']}:{where['PASSWORD']}@" if where["USER"] else ""
    return f"postgresql://{login}/{name}?host={where['HOST']}" + (f"&port={where['PORT']}" if where["PORT"] else "")


@pytest.fixture
def office(tmp_path: Path, transactional_db: None) -> Installation:
    """One customer whose term is over, one who stays, each with a sealed file."""
    (tmp_path / "office").mkdir()
    found = Installation(tmp_path / "office", address("kk_office"))
    done = found.run("-c", PREPARE, TESTS)
    assert done.returncode == 0, done.stderr
    return found


def another(office: Installation, **places: Path) -> Installation:
    """An empty installation, with the keys and the ledger of the first unless told otherwise."""
    data = office.data.with_name(f"other-{uuid4().hex[:6]}")
    data.mkdir()
    apart = {"keys": office.data / "keys", "ledger": office.data / "ledger", **places}
    return Installation(data, address("kk_other"), **apart)


def names(at: Installation) -> list[str]:
    return sorted(row["name"] for row in json.loads(at.klantkaart("customers", "--json")))


def test_who_was_erased_after_the_backup_does_not_come_back(office: Installation) -> None:
    folder = office.data.with_name("backup")
    said = office.klantkaart("backup", folder)
    assert str(office.data / "keys") in said
    assert str(office.data / "ledger") in said
    office.klantkaart("retention", "run")
    assert names(office) == ["Bakkerij Blijft"]
    new = another(office)
    assert "klantkaart erasures replay" in new.klantkaart("restore", folder)
    assert "klantkaart erasures replay" in new.klantkaart("customers", code=1)
    new.klantkaart("erasures", "replay")
    assert names(new) == ["Bakkerij Blijft"]
    new.klantkaart("erasures", "verify")
    new.klantkaart("audit", "verify")
    assert len(list((new.data / "sealed").iterdir())) == 1


def test_server_answers_nobody_before_the_replay(office: Installation) -> None:
    folder = office.data.with_name("backup")
    office.klantkaart("backup", folder)
    office.klantkaart("retention", "run")
    new = another(office)
    new.klantkaart("restore", folder)
    ask = "from klantkaart.project.wsgi import application as a; print(a({'PATH_INFO': '/'}, lambda s, h: print(s)))"
    done = new.run("-c", ask)
    assert "503 Service Unavailable" in done.stdout, done.stderr
    assert "klantkaart erasures replay" in done.stderr


def test_backup_holds_no_key_and_no_ledger(office: Installation) -> None:
    folder = office.data.with_name("backup")
    office.klantkaart("backup", folder)
    files = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    database = "database.dump" if connection.vendor == "postgresql" else "database.sqlite3"
    assert files == {"backup.json", database, "sealed"}
    secret = next((office.data / "keys" / "units").rglob("*.age")).read_bytes()
    assert not any(secret in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def refused(at: Installation, folder: Path) -> str:
    """The reason; and nothing was put anywhere."""
    before = _files(at)
    reason = at.klantkaart("restore", folder, code=1)
    assert _files(at) == before
    return reason


def _files(at: Installation) -> list[Path]:
    """What an installation holds, but for what every command makes on its first use."""
    made = {"session-signing.key", "klantkaart.sqlite3", "klantkaart.sqlite3-wal", "klantkaart.sqlite3-shm"}
    return sorted(path for path in at.data.rglob("*") if path.is_file() and path.name not in made)


def test_restore_refuses_what_is_not_fit_and_changes_nothing(office: Installation) -> None:
    folder = office.data.with_name("backup")
    empty = another(office)
    assert "geen hele back-up" in refused(empty, folder)
    office.klantkaart("backup", folder)
    assert "is niet leeg" in office.klantkaart("backup", folder, code=1)
    assert "Hier staat al een administratie" in refused(office, folder)
    assert "KLANTKAART_KEYS" in refused(another(office, keys=office.data.with_name("no-keys")), folder)
    office.klantkaart("retention", "run")
    later = office.data.with_name("later")
    office.klantkaart("backup", later)
    assert "KLANTKAART_LEDGER" in refused(another(office, ledger=office.data.with_name("no-ledger")), later)
    sealed = next((later / "sealed").rglob("*.age"))
    sealed.write_bytes(sealed.read_bytes()[:-1])
    assert f"beschadigd bij sealed/{sealed.parent.name}/{sealed.name}" in refused(empty, later)
    (folder / "vreemd.txt").write_text("x", encoding="utf-8")
    assert "vreemd.txt" in refused(empty, folder)


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="SQLite's own question")
def test_backup_of_the_other_kind_of_database_is_refused(office: Installation) -> None:
    folder = office.data.with_name("backup")
    office.klantkaart("backup", folder)
    said = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    (folder / "backup.json").write_text(json.dumps({**said, "database": "postgresql"}), encoding="utf-8")
    assert "KLANTKAART_DATABASE_URL" in refused(another(office), folder)
