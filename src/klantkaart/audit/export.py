"""The log as files that anybody can check without this product: docs/formats/audit-export.md."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext as _

from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.sealing.files import make_folder, writing

from . import checkpoints
from .log import record_read
from .models import Checkpoint, Entry
from .own_events import EXPORTED

MANIFEST = "manifest.note"
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Export:
    """What was written. ``key_id`` is what the receiver should know from another source."""

    folder: Path
    size: int
    key_id: str


def export_log(*, folder: Path, by: Actor, at: datetime, purpose: str = "accountability") -> Export:
    """Write the whole log to an empty or new folder, with its checkpoints and the program that checks it.

    Logs the export first and makes a checkpoint, so that the export shows itself. The manifest is written last: what
    was cut off has none. Refuses a folder that holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(_("Map: deze map bestaat al en is niet leeg. Kies een nieuwe of een lege map."), field="out")
    record_read(EXPORTED, by=by, at=at, purpose=purpose)
    checkpoints.make_checkpoint(at=at)
    make_folder(folder)
    size, chain = checkpoints.head()
    written = dict(_write(folder, name, pieces) for name, pieces in _contents(size))
    lines = [f"{checkpoints.NAME}/export", str(size), base64.b64encode(chain).decode()]
    lines += [f"{digest}  {name}" for name, digest in sorted(written.items())]
    _write(folder, MANIFEST, [checkpoints.sign("\n".join(lines) + "\n").encode()])
    return Export(folder, size, checkpoints.key_id())


def _contents(size: int) -> Iterator[tuple[str, Iterable[bytes]]]:
    shipped = files("klantkaart.audit")
    yield "README.txt", [(shipped / "data" / "README.txt").read_bytes()]
    yield "verify_log.py", [(shipped / "offline" / "verify_log.py").read_bytes()]
    yield "log.pub", [f"{checkpoints.key_line()}\n".encode()]
    for checkpoint in Checkpoint.objects.filter(size__lte=size).order_by("size").iterator(_CHUNK):
        yield f"checkpoints/{checkpoints.file_name(checkpoint.size)}", [checkpoint.note.encode()]
    yield "log.jsonl", _lines(size)


def _lines(size: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(seq__lte=size).order_by("seq").values_list("seq", "body", "leaf", "chain")
    for seq, body, leaf, chain in rows.iterator(_CHUNK):
        line = {
            "seq": seq,
            # A body is ASCII. One that is not was tampered with: it is shown as it is, and does not verify.
            "body": bytes(body).decode("ascii", "backslashreplace") if body is not None else None,
            "leaf": bytes(leaf).hex(),
            "chain": bytes(chain).hex(),
        }
        yield json.dumps(line, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> tuple[str, str]:
    """Returns the name and the SHA-256 of what was written."""
    digest = hashlib.sha256()
    with writing(folder / name) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
    return name, digest.hexdigest()
