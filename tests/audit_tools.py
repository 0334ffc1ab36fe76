"""For tests of whoever logs, and for the flush after a transactional test.

A flush empties every table, and the log's triggers refuse just that. The table's owner may take triggers down, on both
databases, and a test run owns its own database: so the triggers are down for exactly the flush, in one transaction, and
put back as they were. The product has no such door; nothing here is importable from it.
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from klantkaart.audit.offline import verify_log as offline

TABLE = "audit_entry"


@contextmanager
def triggers_down(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, lines of the log can be changed and deleted, as only an owner of the database could."""
    with transaction.atomic(using=connection.alias):
        up = _take_down(connection)
        yield
        with connection.cursor() as cursor:
            for statement in up:
                cursor.execute(statement)


def _take_down(connection: BaseDatabaseWrapper) -> list[str]:
    """Returns the statements that put the triggers back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
            return [f"ALTER TABLE {TABLE} ENABLE TRIGGER USER"]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in triggers]


def let_flush_empty_the_log(patch: pytest.MonkeyPatch) -> None:
    """Make the flush after transactional tests work, for as long as ``patch`` lasts."""
    flush: Callable[..., None] = BaseDatabaseOperations.execute_sql_flush

    def flush_with_triggers_down(operations: Any, sql_list: Sequence[str]) -> None:
        connection = connections[operations.connection.alias]
        if TABLE not in connection.introspection.table_names():
            flush(operations, sql_list)
            return
        with triggers_down(connection):
            flush(operations, sql_list)
            with connection.cursor() as cursor:  # no model's table, so the flush does not know it
                cursor.execute("DELETE FROM customers_search")
                cursor.execute("DELETE FROM customers_search_names")

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_with_triggers_down)


def sign_again(folder: Path, sign: Callable[[str], str]) -> None:
    """Make the manifest of an export say what its files are now, as whoever holds the signing key could."""
    lines = (folder / "log.jsonl").read_bytes().splitlines()
    chain = base64.b64encode(bytes.fromhex(json.loads(lines[-1])["chain"])).decode()
    (folder / "manifest.note").unlink()
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    listed = "".join(f"{offline.digest_of(folder / name)}  {name}\n" for name in files)
    text = f"{offline.NAME}/export\n{len(lines)}\n{chain}\n{listed}"
    (folder / "manifest.note").write_text(sign(text), encoding="utf-8")
