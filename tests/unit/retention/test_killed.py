"""A destruction that is killed at any step: nothing happened, or the next run completes it, and then every place that
knew the customer agrees - rows, search index, sealed files, keys, certificate, ledger and log (proof 4)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connections

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

AFTER = date(2026, 12, 31)
POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
# Databases of their own on that server, beside the one of the tests.
LIKE, ONE = f"klantkaart_kill_{os.getpid()}", f"klantkaart_killed_{os.getpid()}"
# In the order in which they happen. The process dies right after the first of its kind.
STEPS = (
    "klantkaart.retention.destroy.contents",
    "klantkaart.retention.destroy.ErasureLedger.append",
    "klantkaart.retention.destroy._remember_marks",
    "klantkaart.retention.destroy._delete_rows",
    "klantkaart.customers.search.forget_cards",
    "klantkaart.retention.destroy._certify",
    "klantkaart.audit.log.append",
    "klantkaart.retention.destroy.destroy_rows",
    "klantkaart.sealing.keys.KeyStore.destroy",
    "klantkaart.sealing.storage.SealedStorage.delete_unit",
    "klantkaart.sealing.stores.forget_unit",
    "klantkaart.retention.destroy.finish",
    "klantkaart.retention.actions._scrub",
)
BEFORE_THE_COMMIT = STEPS[: STEPS.index("klantkaart.retention.destroy.destroy_rows")]

SETUP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "klantkaart.project.settings"
import sys
sys.path.insert(0, sys.argv[1])
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import date
from django.core.files.base import ContentFile
from personas import card, company
from klantkaart.customers import actions
from klantkaart.customers.models import Contact, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.sealing.storage import SealedStorage
here = company()
leaves = card(here, values={"name": "Zqxjwv BV", "kvk_number": "99123456"})
stays = card(here, values={"name": "Blijvend BV", "kvk_number": ""}, bank=[])
with clock.at(date(2026, 11, 27)):
    by = {"by": SYSTEM, "at": clock.now()}
    row = Relationship.objects.get(card=leaves)
    actions.announce_leaving(card=leaves.uuid, relationship=row.uuid, ended_on=date(2026, 11, 30), **by)
    for one, name in ((leaves, "Zqxjwv Anders"), (stays, "Blijvend Anders")):
        actions.change_part(card=one.uuid, part="card", uuid=one.uuid, values={"name": name}, **by)
        for unit in (one.uuid, Contact.objects.get(card=one).uuid):
            SealedStorage().save_for(unit, ContentFile(b"een brief"))
"""

# Dies after the step, when one is given; says what each place knows, before and after a run.
RUN = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "klantkaart.project.settings"
import django
django.setup()
import importlib, json
from datetime import date
from django.db import connection
from django.utils.module_loading import import_string
from klantkaart.audit.models import Detail, Entry
from klantkaart.audit.verify import verify_log
from klantkaart.customers import search
from klantkaart.customers.models import Card, Contact
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions
from klantkaart.retention.destroy import ledger
from klantkaart.retention.models import Certificate
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.stores import sealed_files
from klantkaart.sealing.storage import SealedStorage

def known():
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM customers_search")
        texts = [text for (text,) in cursor.fetchall()]
        segments = b""
        if connection.vendor == "sqlite":
            cursor.execute("SELECT block FROM customers_search_data")
            segments = b"".join(bytes(data) for (data,) in cursor.fetchall())
    certificates = list(Certificate.objects.order_by("line"))
    lines = list(ledger().lines())
    return {
        "cards": sorted(Card.objects.values_list("name", flat=True)),
        "contacts": Contact.objects.count(),
        "found": [len(search.find(word, companies=None)) for word in ("zqxjwv", "blijvend", "hoekstra")],
        "indexed": [sum(word in text.lower() for text in texts) for word in ("zqxjwv", "blijvend")],
        "trigrams": b"qxj" in segments or b"xjw" in segments or b"jwv" in segments,
        "sealed": len([name for name, data in sealed_files() if data == b"een brief"]),
        "folders": len(list(SealedStorage().units())),
        "keys": len(list(keystore().units())),
        "details": Detail.objects.count(),
        "lines": [(line.n, line.mark, line.kind, line.head.digest) for line in lines],
        "certificates": [(one.line, one.mark, one.kind, one.digest) for one in certificates],
        "unfinished": sum(one.files_at is None or bool(one.pending) for one in certificates),
        "logged": Entry.objects.filter(event="retention.destroyed").count(),
        "ledger_problems": len(ledger().verify()),
        "log_problems": [one.sentence for one in verify_log(details=True).problems],
    }

step, on = sys.argv[1], date.fromisoformat(sys.argv[2])
before = known()
if step:
    owner, name = step.rsplit(".", 1)
    try:
        holder = import_string(owner)
    except ImportError:
        holder = importlib.import_module(owner)
    real = getattr(holder, name)
    def die(*args, **kwargs):
        real(*args, **kwargs)
        os.kill(os.getpid(), 9)
    setattr(holder, name, die)
with clock.at(on):
    actions.run(on=on, by=SYSTEM, at=clock.now())
print(json.dumps([before, known()]))
"""


@dataclass(frozen=True)
class Installation:
    """A data folder, and the database that goes with it: a file in it, or one of its own on the server."""

    folder: Path
    database: str = ""

    @property
    def env(self) -> dict[str, str]:
        place = {"KLANTKAART_DATA": str(self.folder), "KLANTKAART_DATABASE_URL": self.database}
        return {**os.environ, **place, "PYTHONWARNINGS": "ignore"}


def run(room: Installation, step: str = "") -> subprocess.CompletedProcess[str]:
    """Run the destruction in a process of its own that dies right after ``step``."""
    words = [sys.executable, "-c", RUN, step, AFTER.isoformat()]
    return subprocess.run(words, env=room.env, check=False, capture_output=True, text=True)


def on_server(name: str, *statements: str) -> str:
    """Run statements about whole databases on the tests' server; returns the address of the one called ``name``."""
    given = connections["default"].settings_dict
    with psycopg.connect(
        dbname="postgres", user=given["USER"], password=given["PASSWORD"], host=given["HOST"],
        port=given["PORT"] or None, autocommit=True,
    ) as server:  # fmt: skip
        for statement in statements:
            server.execute(statement.encode())
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'] or '')}@"
    return f"postgresql://{who}:{given['PORT']}/{name}?host={quote(given['HOST'], safe='')}"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with one customer who left and one who stays."""
    folder = tmp_path_factory.mktemp("installation")
    room = Installation(folder)
    if POSTGRES:
        room = Installation(folder, on_server(LIKE, f"CREATE DATABASE {LIKE}"))
    words = [sys.executable, "-c", SETUP, str(Path(__file__).parents[2])]
    subprocess.run(words, env=room.env, check=True, capture_output=True)
    yield room
    if POSTGRES:
        on_server(LIKE, f"DROP DATABASE {LIKE} WITH (FORCE)")


@pytest.fixture
def installation(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of it, database and all."""
    shutil.copytree(prepared.folder, tmp_path, dirs_exist_ok=True)
    if not POSTGRES:
        yield Installation(tmp_path)
        return
    yield Installation(tmp_path, on_server(ONE, f"CREATE DATABASE {ONE} TEMPLATE {LIKE}"))
    on_server(ONE, f"DROP DATABASE {ONE} WITH (FORCE)")


WHOLE = {
    "cards": ["Blijvend Anders", "Zqxjwv Anders"], "contacts": 2, "found": [1, 1, 2], "indexed": [1, 1], "sealed": 4,
    "folders": 4, "details": 2, "certificates": [], "unfinished": 0, "logged": 0,
}  # fmt: skip
GONE = {
    "cards": ["Blijvend Anders"], "contacts": 1, "found": [0, 1, 1], "indexed": [0, 1], "trigrams": False, "sealed": 2,
    "folders": 2, "details": 1, "unfinished": 0, "logged": 1,
}  # fmt: skip
SOUND = {"ledger_problems": 0, "log_problems": []}


def part(known: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    return {name: known[name] for name in like}


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_at_any_step_is_finished_by_the_next_run(step: str, installation: Installation) -> None:
    died = run(installation, step)
    assert died.returncode == -9, died.stderr
    done = run(installation)
    assert done.returncode == 0, done.stderr
    killed, finished = json.loads(done.stdout)
    if step in BEFORE_THE_COMMIT:
        assert part(killed, WHOLE | SOUND) == WHOLE | SOUND
        assert killed["keys"] == 4
    assert len(killed["lines"]) == (0 if step == STEPS[0] else 1)  # never gone without its line
    assert part(finished, GONE | SOUND) == GONE | SOUND
    assert len(finished["certificates"]) == 1
    assert finished["certificates"] == finished["lines"]
    assert finished["keys"] == 2


def test_a_run_that_nothing_stops_leaves_the_same(installation: Installation) -> None:
    """What the kills are held against."""
    done = run(installation)
    before, after = json.loads(done.stdout)
    assert part(before, WHOLE | SOUND) == WHOLE | SOUND
    assert before["lines"] == []
    assert part(after, GONE | SOUND) == GONE | SOUND
    assert after["certificates"] == after["lines"] != []
