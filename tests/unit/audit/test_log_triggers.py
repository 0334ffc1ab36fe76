"""Nobody rewrites the log: not through this program, not through another connection (DESIGN 7, ASVS 16.4.2)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit_examples import AT, COUNTED
from audit_tools import triggers_down
from klantkaart.audit import checks
from klantkaart.audit.append import append
from klantkaart.audit.body import Line, compose
from klantkaart.audit.maintenance import maintenance, missing_triggers
from klantkaart.audit.models import Detail, Entry
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bothdb]

EMPTIED = "body = NULL, at = NULL, event = NULL, subject = NULL, actor = NULL"
REWRITINGS = [
    "UPDATE audit_entry SET subject = NULL WHERE seq = 1",
    "UPDATE audit_entry SET body = body",
    f"UPDATE audit_entry SET {EMPTIED} WHERE seq = 1",
    "UPDATE audit_entry SET seq = 9 WHERE seq = 3",
    "DELETE FROM audit_entry WHERE seq = 3",
    "DELETE FROM audit_entry",
]


def table() -> list[Any]:
    rows = Entry.objects.order_by("seq").values_list()
    return [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]


@contextmanager
def foreign_cursor() -> Iterator[Any]:
    """A connection of some other program to the same database."""
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], timeout=5)
    else:
        other = psycopg.connect(**connection.get_connection_params())
    try:
        yield other.cursor()
        other.commit()
    finally:
        other.close()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", REWRITINGS)
def test_rewriting_is_refused(statement: str, write: Callable[[int], None]) -> None:
    write(3)
    before = table()
    with pytest.raises(DatabaseError):
        run(statement)
    assert table() == before


@pytest.mark.parametrize("statement", REWRITINGS)
def test_rewriting_by_another_program_is_refused(statement: str, write: Callable[[int], None]) -> None:
    write(3)
    before = table()
    with pytest.raises((sqlite3.Error, psycopg.Error)), foreign_cursor() as cursor:
        cursor.execute(statement)
    assert table() == before


def test_replacing_truncating_and_skipping_are_refused(write: Callable[[int], None]) -> None:
    write(3)
    before = table()
    columns = "SELECT {seq}, body, leaf, chain, at, event, subject, actor FROM audit_entry WHERE seq = 1"
    with pytest.raises(DatabaseError):
        run(f"INSERT INTO audit_entry (seq, body, leaf, chain, at, event, subject, actor) {columns.format(seq=2)}")
    other = {
        "sqlite": "INSERT OR REPLACE INTO audit_entry (seq, body, leaf, chain, at, event, subject, actor) "
        + columns.format(seq=2),
        "postgresql": "TRUNCATE audit_entry",
    }
    with pytest.raises(DatabaseError):
        run(other[connection.vendor])
    assert table() == before


@pytest.mark.parametrize(
    "assignment",
    [
        "body = NULL",
        f"{EMPTIED}, leaf = chain",
        f"{EMPTIED}, seq = 9",
        "actor = 'x'",
        "body = NULL, at = NULL, event = NULL, subject = NULL",
    ],
)
def test_maintenance_may_only_empty_a_whole_line(assignment: str, write: Callable[[int], None]) -> None:
    write(3)
    before = table()
    with pytest.raises(DatabaseError), transaction.atomic(), maintenance():
        run(f"UPDATE audit_entry SET {assignment} WHERE seq = 2")
    assert table() == before


def test_maintenance_may_not_delete(write: Callable[[int], None]) -> None:
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), maintenance():
        run("DELETE FROM audit_entry")
    assert Entry.objects.count() == 1


def test_maintenance_empties_a_line_once_and_is_over_afterwards(write: Callable[[int], None]) -> None:
    write(2)
    before = table()
    with transaction.atomic(), maintenance():
        run(f"UPDATE audit_entry SET {EMPTIED} WHERE seq = 1")
    emptied = Entry.objects.get(seq=1)
    assert (emptied.body, emptied.actor) == (None, None)
    assert table()[1:] == before[1:]
    with pytest.raises(DatabaseError):
        run(f"UPDATE audit_entry SET {EMPTIED} WHERE seq = 2")
    with pytest.raises(DatabaseError), transaction.atomic(), maintenance():
        run("UPDATE audit_entry SET body = leaf, at = '2026-01-01', event = 'x', actor = 'x' WHERE seq = 1")
    assert Entry.objects.get(seq=1).body is None


def test_maintenance_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError), maintenance():
        pass


def test_appending_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        append([compose(Line(COUNTED, SYSTEM, AT))])
    assert not Entry.objects.exists()


def test_maintenance_ends_with_an_error_inside(write: Callable[[int], None]) -> None:
    write(1)
    with pytest.raises(LookupError), transaction.atomic(), maintenance():
        raise LookupError
    with pytest.raises(DatabaseError):
        run(f"UPDATE audit_entry SET {EMPTIED} WHERE seq = 1")
    assert Entry.objects.get(seq=1).body is not None


def test_details_may_be_deleted() -> None:
    Detail.objects.create(seq=1, subject="00000000-0000-0000-0000-000000000001", blob=b"x")
    Detail.objects.all().delete()
    assert not Detail.objects.exists()


def test_deployment_check_finds_missing_triggers() -> None:
    assert checks.check_database(None) == []
    with pytest.raises(LookupError), triggers_down(connection):  # noqa: PT012
        assert [found.id for found in checks.check_database(None)] == [checks.NO_TRIGGERS]
        raise LookupError  # put everything back
    assert checks.check_database(None) == []


def test_deployment_check_says_what_to_run_without_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    monkeypatch.setattr("klantkaart.audit.maintenance.ROLE", "klantkaart_nobody")
    found = checks.check_database(None)
    assert [message.id for message in found] == [checks.NO_ROLE]
    assert "GRANT" in str(found[0].hint)


def test_deployment_check_says_so_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantkaart.audit.checks.missing_triggers", lambda: run("SELECT 1 FROM audit_nowhere"))
    assert [message.id for message in checks.check_database(None)] == [checks.NO_DATABASE]


def test_maintenance_without_the_role_is_refused_with_the_remedy(
    write: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    write(1)
    monkeypatch.setattr("klantkaart.audit.maintenance.ROLE", "klantkaart_nobody")
    with pytest.raises(Refused, match="check --deploy"), transaction.atomic(), maintenance():
        run(f"UPDATE audit_entry SET {EMPTIED} WHERE seq = 1")
    assert Entry.objects.get(seq=1).body is not None


def test_triggers_are_installed_by_a_user_who_may_not_make_roles() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    migration = import_module("klantkaart.audit.migrations.0002_refuse_rewriting")
    with pytest.raises(LookupError), transaction.atomic():  # noqa: PT012
        run("CREATE ROLE audit_poor; CREATE SCHEMA poor AUTHORIZATION audit_poor")
        run("GRANT SELECT ON audit_entry TO audit_poor; SET LOCAL ROLE audit_poor; SET LOCAL search_path = poor")
        run("CREATE TABLE audit_entry (LIKE public.audit_entry)")
        for statement in migration.POSTGRESQL:
            run(statement.replace("klantkaart_maintenance", "klantkaart_unmade"))
        run("INSERT INTO audit_entry (seq, leaf, chain) VALUES (1, 'x', 'x')")
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            run("DELETE FROM audit_entry")
        raise LookupError  # put everything back


def test_migration_goes_back_and_forth() -> None:
    call_command("migrate", "audit", "0001", verbosity=0, skip_checks=True)
    try:
        assert len(missing_triggers()) > 1
    finally:
        call_command("migrate", "audit", verbosity=0, skip_checks=True)
    assert missing_triggers() == set()
