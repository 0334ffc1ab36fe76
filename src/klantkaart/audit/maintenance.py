"""The one door in the wall of triggers: emptying lines after their term, by one maintenance role.

SQLite has no roles: its triggers ask a function that only this program registers, so that any other connection fails
on it. On PostgreSQL the role ``klantkaart_maintenance`` has to be taken on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Refused

ROLE = "klantkaart_maintenance"
FUNCTION = "klantkaart_maintenance"
TRIGGERS = {
    "sqlite": {"audit_entry_refuse_update", "audit_entry_refuse_delete", "audit_entry_refuse_replace"},
    "postgresql": {"audit_entry_refuse_rewriting", "audit_entry_refuse_truncate"},
}

_open: ContextVar[bool] = ContextVar("klantkaart_audit_maintenance", default=False)


def watch_connections() -> None:
    """Give every SQLite connection of this program the function that the triggers ask."""
    connection_created.connect(_register, dispatch_uid="klantkaart.audit.maintenance")


def _register(*, connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.create_function(FUNCTION, 0, lambda: int(_open.get()))


@contextmanager
def maintenance() -> Iterator[None]:
    """Allow emptying lines inside, in the transaction that runs. Refuses when the role was never made."""
    if not connection.in_atomic_block:
        raise RuntimeError("Maintenance happens inside a transaction.")
    if connection.vendor == "postgresql":
        with _role():
            yield
    else:
        token = _open.set(True)
        try:
            yield
        finally:
            _open.reset(token)


@contextmanager
def _role() -> Iterator[None]:
    if not may_take_role():
        raise Refused(
            _(
                "Het logboek kan niet worden opgeschoond: de databaserol %(role)s ontbreekt. "
                "'klantkaart check --deploy' zegt welke opdrachten de beheerder van de database moet geven."
            )
            % {"role": ROLE}
        )
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    # Not in a finally: after an error the transaction only rolls back, and that gives the role back as well.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")


def may_take_role() -> bool:
    """Whether the maintenance role exists, may be taken on and may empty lines (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, oid, 'MEMBER')"
            " AND has_column_privilege(oid, 'audit_entry', 'body', 'UPDATE') FROM pg_roles WHERE rolname = %s",
            [ROLE],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def missing_triggers() -> set[str]:
    """Names of the triggers that should refuse rewriting and are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgenabled IN ('O', 'A')"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        found = {row[0] for row in cursor.fetchall()}
    return TRIGGERS[connection.vendor] - found
