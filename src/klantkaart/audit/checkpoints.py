"""Checkpoints: "at this moment the log had so many lines and ended like this", signed.

Each is a row and a file in the checkpoint folder (``KLANTKAART_CHECKPOINTS``). A copy outside this machine makes
the log more than self-declared: without one, whoever holds the machine and its signing key can rewrite everything.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from klantkaart.sealing.files import create_private
from klantkaart.sealing.keys import keystore

from . import notes
from .body import moment
from .chain import HASH_SIZE, START
from .models import Checkpoint, Entry

NAME = "klantkaart-audit"
KEY = "checkpoint"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says."""

    size: int
    chain: bytes
    at: str

    def text(self) -> str:
        return f"{NAME}\n{self.size}\n{base64.b64encode(self.chain).decode()}\n{self.at}\n"


def public_key() -> Ed25519PublicKey:
    """The key that checkpoints and exports are checked with."""
    return keystore().signing_key(KEY).public_key()


def key_line() -> str:
    """The public key as exports carry it."""
    return notes.key_line(NAME, public_key())


def key_id() -> str:
    """What to write down and keep elsewhere: it tells this installation's signature from any other."""
    return notes.key_id(NAME, public_key())


def sign(text: str) -> str:
    """A note signed by the log."""
    return notes.signed(text, NAME, keystore().signing_key(KEY))


def head() -> tuple[int, bytes]:
    """How many lines there are, and the chain after the last."""
    last = Entry.objects.order_by("-seq").values_list("seq", "chain").first()
    return (last[0], bytes(last[1])) if last else (0, START)


def make_checkpoint(*, at: datetime) -> Checkpoint | None:
    """Sign where the log is now; the same checkpoint again when nothing was added, None for an empty log.

    A run that was cut off between row and file is completed here. Never overwrites a file: one of the same size that
    says something else is evidence, and verification reports it.
    """
    previous = Checkpoint.objects.order_by("-size").first()
    if previous is not None:
        _write(previous)
    size, chain = head()
    if size == 0 or (previous is not None and previous.size == size):
        return previous
    note = sign(Statement(size, chain, moment(at)).text())
    Checkpoint.objects.bulk_create([Checkpoint(size=size, at=at, note=note)], ignore_conflicts=True)
    made = Checkpoint.objects.get(size=size)  # of two processes one won
    _write(made)
    return made


def _write(checkpoint: Checkpoint) -> None:
    path = root() / file_name(checkpoint.size)
    if not path.exists():
        create_private(path, checkpoint.note.encode())


def covered() -> int:
    """How many lines the newest checkpoint file speaks for, by what it says itself; 0 when there is none that this
    installation signed."""
    for path in sorted(root().glob("*.note"), reverse=True):
        try:
            return read(path.read_text("utf-8")).size
        except (OSError, UnicodeDecodeError, notes.NoteBroken):
            continue
    return 0


def uncovered_since() -> datetime | None:
    """When the oldest line was written that no checkpoint file speaks for; None when there is none."""
    lines = Entry.objects.filter(seq__gt=covered(), at__isnull=False).order_by("seq")
    return lines.values_list("at", flat=True).first()


def root() -> Path:
    """The checkpoint folder."""
    return Path(settings.CHECKPOINT_ROOT)


def file_name(size: int) -> str:
    """Names that sort by size."""
    return f"{size:012}.note"


def read(note: str) -> Statement:
    """What a checkpoint says. Refuses (NoteBroken) one that this installation did not sign or that was changed."""
    text = notes.opened(note, NAME, public_key())
    try:
        name, size, chain, at, rest = text.split("\n")
        statement = Statement(int(size), base64.b64decode(chain, validate=True), at)
    except (ValueError, binascii.Error):
        raise notes.NoteBroken("not a checkpoint") from None
    if name != NAME or rest or len(statement.chain) != HASH_SIZE or statement.text() != text:
        raise notes.NoteBroken("not a checkpoint")
    return statement
