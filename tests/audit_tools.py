"""For tests of whoever logs, and for the flush after a transactional test.

A flush empties every table, and the log's triggers refuse just that. The table's owner may take triggers down, on both
databases, and a test run owns its own database: so the triggers are down for exactly the flush, in one transaction, and
put back as they were. The product has no such door; nothing here is importable from it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

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

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_with_triggers_down)
