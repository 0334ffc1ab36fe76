"""One age key per erasure unit, each in a file of its own, wrapped to an epoch key."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

import pyrage
from pyrage import x25519

from klantkaart.kernel import clock

from .epochs import Epoch, Epochs
from .errors import KeyDamaged, KeyGone
from .files import DamagedFile, create_private, destroy_file, write_private
from .remembered import Remembered

_MANY = 4096


class UnitKeys:
    """The unit keys in one folder. Keeps only their public halves in memory.

    Every write happens under ``lock``, so that a key that one process destroys is not written back by another
    that was just wrapping it to a new epoch.
    """

    def __init__(self, folder: Path, epochs: Epochs, lock: Callable[[], AbstractContextManager[None]]) -> None:
        self._folder = folder
        self._epochs = epochs
        self._lock = lock
        self._recipients = Remembered(lambda path: self._open(path).to_public(), limit=_MANY)

    def __iter__(self) -> Iterator[UUID]:
        """Every unit that has a key file, in order."""
        for path in sorted(self._folder.glob("??/*.age")):
            yield UUID(path.stem)

    def has(self, unit: UUID) -> bool:
        """Whether what was sealed for the unit can still be opened, as far as its key goes."""
        return self.path(unit).exists()

    def path(self, unit: UUID) -> Path:
        """Where the unit's wrapped key is kept."""
        return self._folder / unit.hex[:2] / f"{unit}.age"

    def recipient(self, unit: UUID) -> x25519.Recipient:
        """The public half; the key is made on first use."""
        path = self.path(unit)
        try:
            return self._recipients.get(path)
        except FileNotFoundError:
            with self._lock():
                create_private(path, _wrap(x25519.Identity.generate(), self.current_epoch()))
                return self._recipients.get(path)

    def identity(self, unit: UUID) -> x25519.Identity:
        """The key itself. Refuses with KeyGone or KeyDamaged."""
        return self._open(self.path(unit))

    def destroy(self, unit: UUID) -> bool:
        """Overwrite and remove the key; returns whether there was one."""
        path = self.path(unit)
        with self._lock():
            self._recipients.forget(path)
            return destroy_file(path)

    def rewrap(self, unit: UUID) -> bool:
        """Wrap the key to the newest epoch; returns whether that was needed. Refuses as :meth:`identity`."""
        path = self.path(unit)
        with self._lock():
            if self.epoch_of(unit) == self._epochs.numbers()[-1]:
                return False
            write_private(path, _wrap(self._open(path), self._epochs.newest_first()[0]))
            return True

    def epoch_of(self, unit: UUID) -> int:
        """The number of the epoch that the key is wrapped to. Refuses as :meth:`identity` does."""
        sealed = _sealed(self.path(unit))
        for epoch in self._epochs.newest_first():
            if _unwrap(sealed, [epoch]) is not None:
                return epoch.number
        raise KeyDamaged

    def current_epoch(self) -> Epoch:
        """The newest epoch; the first one is made here. Needs the lock.

        Refuses to start anew beside existing unit keys: then the epoch keys are lost or not mounted, and a
        fresh one would hide that.
        """
        newest = next(iter(self._epochs.newest_first()), None)
        if newest is None and next(iter(self), None) is not None:
            raise DamagedFile("installation: there are unit keys, but no epoch key that opens them.")
        return newest or self._epochs.create(1, at=clock.now())

    def _open(self, path: Path) -> x25519.Identity:
        # The file before the epochs: an epoch that starts in between is then among those that are tried.
        sealed = _sealed(path)
        identity = _unwrap(sealed, self._epochs.newest_first())
        if identity is None:
            raise KeyDamaged
        return identity


def _sealed(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyGone from None


def _wrap(identity: x25519.Identity, epoch: Epoch) -> bytes:
    wrapped: bytes = pyrage.encrypt(f"{identity}\n".encode(), [epoch.recipient])
    return wrapped


def _unwrap(sealed: bytes, epochs: list[Epoch]) -> x25519.Identity | None:
    try:
        opened: bytes = pyrage.decrypt(sealed, [epoch.identity for epoch in epochs])
        return x25519.Identity.from_str(opened.decode("ascii").strip())
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
        return None
