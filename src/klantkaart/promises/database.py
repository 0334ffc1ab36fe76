"""What the database itself says about its tables: the source that declarations are compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

from klantkaart.datamap import registry


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the database describes it; ``model`` is its label, empty when no model has it."""

    name: str
    columns: tuple[str, ...]
    model: str


def tables() -> list[Table]:
    """Every table of this database, from its own catalogue."""
    by_name = _models()
    with connection.cursor() as cursor:
        return [
            Table(name, _columns(cursor, name), by_name.get(name, ""))
            for name in connection.introspection.table_names(cursor)
        ]


def _columns(cursor: CursorWrapper, table: str) -> tuple[str, ...]:
    described = connection.introspection.get_table_description(cursor, table)
    return tuple(column.name for column in described)


@lru_cache(maxsize=1)
def _models() -> dict[str, str]:
    return {model._meta.db_table: model._meta.label for model in apps.get_models(include_auto_created=True)}


def is_accounted_for(table: Table) -> bool:
    """Whether a table without a model belongs to a declared store, or is Django's list of migrations."""
    if table.name == MigrationRecorder.Migration._meta.db_table:
        return True
    patterns = [pattern for store in registry.current().stores.values() for pattern in store.tables]
    return any(fnmatchcase(table.name, pattern) for pattern in patterns)


def is_filled(table: Table) -> bool:
    """Whether the table has a row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table.name)} LIMIT 1")  # noqa: S608  (own catalogue)
        return cursor.fetchone() is not None


def pointing_at(names: set[str]) -> Iterator[Table]:
    """Tables with a foreign key to one of these tables, by the database's own account."""
    for table in tables():
        with connection.cursor() as cursor:
            relations = connection.introspection.get_relations(cursor, table.name)
        if any(target[1] in names for target in relations.values()):
            yield table


def stored(model: type[models.Model], name: str, pks: list[int]) -> list[object]:
    """The column as it is stored, past every reader: what these rows really hold."""
    meta, quote = model._meta, connection.ops.quote_name
    columns = {field.name: quote(str(field.column)) for field in meta.concrete_fields}
    column, key = columns[name], quote(str(meta.pk.column))
    marks = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {quote(meta.db_table)} WHERE {key} IN ({marks})",  # noqa: S608  (names are Django's)
            pks,
        )
        return [row[0] for row in cursor.fetchall()]
