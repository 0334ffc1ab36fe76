"""Sealed files and keys as stores: what the scanner opens, and what an erasure takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from klantkaart.datamap.declaration import Found, Unit

from .keys import keystore
from .storage import SealedStorage


def sealed_files() -> Iterator[Found]:
    """Every sealed file of which the key exists, opened."""
    storage = SealedStorage()
    for unit in storage.units():
        if not keystore().has(unit):
            continue
        for name in storage.list_unit(unit):
            with storage.open(name) as file:
                yield name, file.read()


def forget_files(unit: Unit) -> None:
    """Destroy the keys of everything the unit takes along, then the files: after the key they are noise, in every
    copy. Emptying some fields takes nothing along: the row and what was sealed for it stay."""
    if unit.fields:
        return
    for uuid in sorted(unit.rows | {unit.uuid}):
        forget_unit(uuid)


def forget_unit(unit: UUID) -> None:
    """As :func:`forget_files`, for a unit known by its identity. Idempotent."""
    keystore().destroy(unit)
    SealedStorage().delete_unit(unit)


def plain_files(root: str | Path) -> Iterator[Found]:
    """Every file under a folder as it is."""
    for path in sorted(Path(root).rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def keys() -> Iterator[Found]:
    return plain_files(settings.KEY_ROOT)


def ledger() -> Iterator[Found]:
    return plain_files(settings.LEDGER_ROOT)


def checkpoints() -> Iterator[Found]:
    return plain_files(settings.CHECKPOINT_ROOT)
