"""A backup: the database as it is at one moment, and the sealed files. Never the keys, never the ledger of erasures.

A backup with its keys would open everything that was erased since; a backup with its ledger would take the erasures
back. Both are kept apart (docs/how-to/back-up.md), and nothing is put back where they are missing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from klantkaart.audit import checkpoints
from klantkaart.audit.log import record_read
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.sealing.files import make_folder, sync_folder, write_private
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage

from . import dumps, events
from .destroy import ledger
from .ledger import Head

FORMAT = "klantkaart-backup"
MANIFEST, SEALED = "backup.json", "sealed"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made or put back. ``left_out``: sealed units whose key is gone, so that their files are noise."""

    folder: Path
    files: int
    left_out: int = 0


def back_up(folder: Path, *, by: Actor, at: datetime) -> Backup:
    """Write a backup into ``folder``, new or empty; logged before anything is taken out. Refuses (Refused) a folder
    with something in it, and a database that cannot be dumped here."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(_("De map %(folder)s is niet leeg. Kies een nieuwe of een lege map.") % {"folder": folder})
    dumps.refuse_without_tools()
    record_read(events.BACKED_UP, by=by, at=at, purpose="service")
    head = ledger().head()
    make_folder(folder)
    dumps.dump(folder / dumps.name())
    for unit in SealedStorage().units():
        _copy_unit(SealedStorage().root / str(unit), folder / SEALED / str(unit))
    found = {path.relative_to(folder).as_posix(): _digest(path) for path in _files(folder)}
    said = {
        "format": FORMAT,
        "version": 1,
        "made": at.isoformat(),
        "database": connection.vendor,
        "keys": checkpoints.key_id(),
        "ledger": str(head),
        "files": found,
    }
    write_private(folder / MANIFEST, json.dumps(said, indent=1).encode())  # last: without it there is no backup
    return Backup(folder, len(found))


def restore(folder: Path) -> Backup:
    """Put a backup into an installation that is still empty, and bring the database up to date. Nobody is served then
    until the ledger was replayed.

    Refuses (Refused), with nothing changed: no backup, a damaged one, one for another kind of database; an installation
    with something in it; without the keys of that installation, or with a ledger that is older than the backup.
    """
    said = _manifest(folder)
    _refuse_damaged(folder, said)
    _refuse_unfit(said)
    _refuse_without_keys(said)
    _refuse_old_ledger(said)
    left_out = 0
    for unit in sorted((folder / SEALED).glob("*")):
        if keystore().has(UUID(unit.name)):
            _copy_unit(unit, SealedStorage().root / unit.name)
        else:
            left_out += 1
    dumps.load(folder / dumps.name())
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return Backup(folder, len(said["files"]), left_out)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if said["format"] == FORMAT and said["version"] == 1 and isinstance(said["files"], dict):
            return said
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise Refused(
        _("In %(folder)s staat geen hele back-up. Kies de map die 'klantkaart backup' maakte.") % {"folder": folder}
    )


def _refuse_damaged(folder: Path, said: dict[str, Any]) -> None:
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    there.pop(MANIFEST, None)
    for name, digest in said["files"].items():
        if name not in there or _digest(there.pop(name)) != digest:
            raise Refused(
                _("De back-up is beschadigd bij %(name)s. Neem een andere back-up; hier is niets gewijzigd.")
                % {"name": name}
            )
    if there:
        raise Refused(
            _("In de back-up staat iets dat er niet bij hoort: %(name)s. Haal het weg.") % {"name": min(there)}
        )


def _refuse_unfit(said: dict[str, Any]) -> None:
    if said["database"] != connection.vendor:
        raise Refused(
            _("Deze back-up is van %(theirs)s en deze installatie gebruikt %(ours)s. Zet KLANTKAART_DATABASE_URL goed.")
            % {"theirs": said["database"], "ours": connection.vendor}
        )
    dumps.refuse_without_tools()
    root = SealedStorage().root
    if connection.introspection.table_names() or (root.exists() and any(root.iterdir())):
        raise Refused(
            _(
                "Hier staat al een administratie. Terugzetten kan alleen waar nog niets staat: kies een andere map met "
                "--data, of een lege database."
            )
        )


def _refuse_without_keys(said: dict[str, Any]) -> None:
    there = (Path(settings.KEY_ROOT) / "signing" / f"{checkpoints.KEY}.key").exists()
    if not there or checkpoints.key_id() != said["keys"]:
        raise Refused(
            _(
                "De sleutels van deze administratie staan hier niet. Ze zitten met opzet niet in de back-up: zet ze "
                "terug en wijs ze aan met KLANTKAART_KEYS."
            )
        )


def _refuse_old_ledger(said: dict[str, Any]) -> None:
    if ledger().verify(Head.parse(said["ledger"])):
        raise Refused(
            _(
                "Het wisregister hier is ouder dan de back-up, of beschadigd. Het zit met opzet niet in de back-up: "
                "zet de nieuwste kopie terug en wijs haar aan met KLANTKAART_LEDGER."
            )
        )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_unit(source: Path, target: Path) -> None:
    """Copy the sealed files of a unit; one that was erased meanwhile is no longer there, and need not be."""
    make_folder(target)
    for path in source.glob("[!.]*.age"):
        try:
            shutil.copyfile(path, target / path.name)
        except FileNotFoundError:
            (target / path.name).unlink(missing_ok=True)
    sync_folder(target)
