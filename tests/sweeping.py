"""Everywhere that something of a person could be, as bytes: rows as they open, tables, stores, files, index terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from canaries import Canaries
from index_terms import leaf_terms
from klantkaart.accounts import housekeeping
from klantkaart.customers.search import TABLE
from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions

# Nothing of a person may ever be here, not while they are a customer either.
NEVER = (
    "store:audit_log", "store:erasure_ledger", "store:keys", "store:checkpoints", "table:audit_entry",
    "table:audit_checkpoint", "table:sealing_suppression", "table:retention_", "table:django_tasks", "file:keys/",
    "file:ledger/", "file:sealed/", "file:checkpoints/", "table:audit_detail", "table:django_session",
)  # fmt: skip
Found = tuple[str, bytes]


def everywhere() -> Iterator[Found]:
    """Each place with what it holds; what is sealed is opened where the product can open it."""
    yield from rows()
    yield from tables()
    for store in registry.current().stores.values():
        for place, data in store.contents():
            yield f"store:{store.code}/{place}", data
    yield from files()


def rows() -> Iterator[Found]:
    """Every row of every declared model as it opens, per model."""
    for label in registry.current().declarations:
        model = registry.model_of(label)
        names = [field.name for field in model._meta.concrete_fields]
        yield f"rows:{label}", b"\n".join(map(_joined, model._base_manager.values_list(*names)))


def _joined(cells: Iterable[object]) -> bytes:
    return b"\n".join(bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cells)


def tables() -> Iterator[Found]:
    """Every table of the database as it is stored, also those that no declaration names."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{name}"')
                yield f"table:{name}", b"\n".join(map(_joined, cursor.fetchall()))
            return
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename), tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for quoted, name in cursor.fetchall():
            with cursor.copy(f"COPY (SELECT t::text FROM {quoted} t) TO STDOUT") as lines:
                yield f"table:{name}", b"".join(map(bytes, lines))


def files() -> Iterator[Found]:
    """Every file of the installation as it is on disk: database and write-ahead log, keys, ledger, sealed files."""
    for path in sorted(Path(settings.DATA).rglob("*")):
        if path.is_file():
            yield f"file:{path.relative_to(settings.DATA)}", path.read_bytes()


def found(canaries: Canaries) -> dict[str, set[str]]:
    """Name of each word -> places it is found in."""
    scanner = canaries.scanner
    seen: dict[str, set[str]] = {name: set() for name in canaries.words}
    for where, data in everywhere():
        for name in scanner.seen_in(data):
            seen[name].add(where)
    return seen


def dangling_terms() -> set[str]:
    """Terms that the search index still holds and no text in it has (SQLite keeps those of what was deleted until its
    index is merged)."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, block FROM {TABLE}_data")
        held = leaf_terms({number: bytes(block) for number, block in cursor.fetchall()})
        cursor.execute(f"SELECT text FROM {TABLE}")
        texts = [row[0] for row in cursor.fetchall()]
    return held - {text[start : start + 3] for text in texts for start in range(len(text) - 2)}


def left_over(canaries: Canaries) -> dict[str, set[str]]:
    """Words that are still somewhere, with where."""
    return {place: where for place, where in found(canaries).items() if where}


def in_the_wrong_place(seen: dict[str, set[str]]) -> list[tuple[str, str]]:
    return [(place, where) for place, many in seen.items() for where in many if where.startswith(NEVER)]


def night(on: date) -> actions.RunReport:
    """What happens every night, on that night."""
    with clock.at(on):
        housekeeping.sweep(at=clock.now())
        return actions.run(on=on, by=SYSTEM, at=clock.now())
