"""The key store: installation secrets, signing keys, epochs, and one key per erasure unit.

::

    installation/epoch-000001.key   age identity of the installation, one per epoch (0400)
    secrets/<name>.key              32 random bytes each
    signing/<name>.key              Ed25519, PKCS #8 PEM
    units/ab/<uuid>.age             a unit's age identity, wrapped with age to an epoch's recipient

What ends together shares a key (DESIGN 7): destroying one unit's file ends everything sealed for that unit,
in every copy, backups included. Keys are files on a volume of their own and never rows: a deleted row lingers
in a write-ahead log. Everything is made on first use.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from pyrage import x25519

from .epochs import Epochs
from .errors import KeyDamaged, KeyGone
from .files import DamagedFile, create_private, locked, secret_bytes, write_private
from .remembered import Remembered
from .unit_keys import UnitKeys

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a change of epoch did. ``unreadable`` units have a key file that no epoch opens: damage."""

    epoch: int
    rewrapped: int
    unreadable: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Retirement:
    """Which epochs ended, and which stayed because a unit is still wrapped to them: rotate first."""

    destroyed: tuple[int, ...]
    still_used: tuple[int, ...]
    unreadable: tuple[UUID, ...]


class KeyStore:
    """The keys in one folder. Safe over threads and processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._epochs = Epochs(root / "installation")
        self._rotating = root / "installation" / "rotating"
        self._units = UnitKeys(root / "units", self._epochs, self._locked)
        self._secrets = Remembered(secret_bytes, limit=64)

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self.root / ".lock")

    # -- the installation ----------------------------------------------------------------------------------

    def secret(self, name: str) -> bytes:
        """The installation's secret of that name (32 bytes); made on first use."""
        path = self._named("secrets", name)
        try:
            return self._secrets.get(path)
        except FileNotFoundError:
            return secret_bytes(path)

    def has_secret(self, name: str) -> bool:
        """Whether that secret was made before."""
        return self._named("secrets", name).exists()

    def signing_key(self, name: str) -> Ed25519PrivateKey:
        """The installation's signing key of that name; made on first use."""
        path = self._named("signing", name)
        if not path.exists():
            create_private(path, _pem(Ed25519PrivateKey.generate()), mode=0o400)
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except ValueError:
            raise DamagedFile(f"{path.name}: not a signing key.") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise DamagedFile(f"{path.name}: not an Ed25519 signing key.")
        return key

    def _named(self, folder: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("A key's name is lower-case letters, digits and hyphens.")
        return self.root / folder / f"{name}.key"

    # -- units ---------------------------------------------------------------------------------------------

    def units(self) -> Iterator[UUID]:
        """Every unit that has a key file, in order."""
        return iter(self._units)

    def has(self, unit: UUID) -> bool:
        """Whether the unit has a key: what was sealed for it can be opened."""
        return self._units.has(unit)

    def recipient(self, unit: UUID) -> x25519.Recipient:
        """The public half of the unit's key: what to seal to. The key is made on first use.

        Also after :meth:`destroy`, because nothing is kept here of what was destroyed. Callers must not seal
        for an erased unit: the erasure ledger knows which those are, and unit ids are never used again.
        """
        return self._units.recipient(unit)

    def identity(self, unit: UUID) -> x25519.Identity:
        """The unit's key. Refuses with KeyGone after destruction, KeyDamaged when no epoch opens the file."""
        return self._units.identity(unit)

    def destroy(self, unit: UUID) -> bool:
        """End the unit: its key is overwritten and removed, and that is on disk on return.

        Returns whether there was a key; doing it again is harmless. Record the erasure in the ledger first:
        no trace of it is kept here.
        """
        return self._units.destroy(unit)

    # -- epochs --------------------------------------------------------------------------------------------

    def epochs(self) -> list[int]:
        """The epochs whose key still exists, oldest first."""
        return self._epochs.numbers()

    def rotate_epoch(self, *, at: datetime) -> Rotation:
        """Start a new epoch and wrap every unit's key to it.

        A rotation that was cut off is finished first instead of starting another. Takes the lock per unit, so
        that the office goes on working.
        """
        with self._locked():
            number = self._rotation_to_do()
            self._epochs.create(number, at=at)
        rewrapped, unreadable = 0, []
        for unit in self.units():
            try:
                rewrapped += self._units.rewrap(unit)
            except KeyDamaged:
                unreadable.append(unit)
            except KeyGone:  # destroyed since the list was made
                continue
        with self._locked():
            self._rotating.unlink(missing_ok=True)
        return Rotation(number, rewrapped, tuple(unreadable))

    def _rotation_to_do(self) -> int:
        if self._rotating.exists():
            return int(self._rotating.read_text(encoding="ascii"))
        first = not self._epochs.numbers()
        number = self._units.current_epoch().number + (0 if first else 1)
        write_private(self._rotating, str(number).encode())
        return number

    def retire_epochs(self, *, before: datetime) -> Retirement:
        """Destroy the epoch keys that were succeeded before ``before`` and that no unit is wrapped to.

        From then on a forgotten copy of a unit key from that epoch is dead too. The newest always stays.
        """
        due = self.succeeded(before)
        used, unreadable = self._epochs_in_use() if due else (set(), ())
        with self._locked():
            for number in sorted((due - used) | self._epochs.ended()):
                self._epochs.destroy(number)
        return Retirement(tuple(sorted(due - used)), tuple(sorted(due & used)), unreadable)

    def succeeded(self, before: datetime) -> set[int]:
        """The epochs that were succeeded before that moment and whose key still exists."""
        epochs = self._epochs.newest_first()
        return {older.number for newer, older in pairwise(epochs) if newer.created < before}

    def epoch_began(self) -> datetime | None:
        """When the current epoch began (UTC); None while there is no key at all."""
        newest = next(iter(self._epochs.newest_first()), None)
        return newest.created if newest is not None else None

    def _epochs_in_use(self) -> tuple[set[int], tuple[UUID, ...]]:
        used: set[int] = set()
        unreadable = []
        for unit in self.units():
            try:
                used.add(self._units.epoch_of(unit))
            except KeyDamaged:
                unreadable.append(unit)
            except KeyGone:
                continue
        return used, tuple(unreadable)


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@lru_cache(maxsize=8)
def _store(root: Path) -> KeyStore:
    return KeyStore(root)


def keystore() -> KeyStore:
    """This installation's key store (``KLANTKAART_KEYS``)."""
    return _store(Path(settings.KEY_ROOT))
