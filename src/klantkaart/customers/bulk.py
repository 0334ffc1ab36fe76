"""Many rows at once, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import count, islice
from typing import Any

from django.db import connection, models

Values = Sequence[Any]


def take_keys(model: type[models.Model], number: int) -> Iterable[int]:
    """Fresh primary keys, for rows that others point at. Inside a transaction that is going to write.

    SQLite has one writer, so the next numbers are free until the commit; PostgreSQL's sequence gives each once.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return islice(count((row[0] if row else 0) + 1), number)


def pick(
    model: type[models.Model], names: Sequence[str], key: str, values: Collection[int | str], **same: int | bool
) -> list[tuple[Any, ...]]:
    """Plain values of rows of which ``key`` is one of these ``values`` and the other fields the ``same``; one query.

    For chunks of hundreds: the query is not built value by value. Identities and days come as the database has them.
    """
    if not values:
        return []
    quoted = {name: connection.ops.quote_name(_column(model, name)) for name in (*names, key, *same)}
    where = [f"{quoted[key]} IN ({', '.join(['%s'] * len(values))})", *(f"{quoted[name]} = %s" for name in same)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(quoted[name] for name in names)} FROM {table} WHERE {' AND '.join(where)}",  # noqa: S608
            [*values, *same.values()],
        )
        return list(cursor.fetchall())


def _column(model: type[models.Model], name: str) -> str:
    return next(field.column or "" for field in model._meta.concrete_fields if field.name == name)


def insert_values(model: type[models.Model], names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows given as values that the database takes as they are, in the order of the field ``names``."""
    if not rows:
        return
    meta = model._meta
    known = {one.name: one.column or "" for one in meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(known[name]) for name in names)
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608  (names of columns)
