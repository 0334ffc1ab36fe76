"""The installation's own key, of which there is a new one every epoch (a month, by default).

An epoch key is a plain age identity file, as ``age-keygen`` writes it, so stock ``age`` opens what it wraps.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pyrage import IdentityError, x25519

from .files import DamagedFile, create_private, destroy_file
from .remembered import Remembered

_NAME = re.compile(r"epoch-(\d{6})\.key")
_CREATED = "# created: "
_FEW = 64


@dataclass(frozen=True, slots=True)
class Epoch:
    """One period's installation key: unit keys are wrapped to ``recipient`` and opened by ``identity``."""

    number: int
    created: datetime
    identity: x25519.Identity = field(repr=False)

    @property
    def recipient(self) -> x25519.Recipient:
        return self.identity.to_public()


def _read(path: Path) -> Epoch:
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    created = next((line.removeprefix(_CREATED) for line in lines if line.startswith(_CREATED)), "")
    secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-1")), "")
    try:
        moment = datetime.fromisoformat(created)
        return Epoch(int(path.stem[-6:]), moment, x25519.Identity.from_str(secret))
    except (ValueError, IdentityError):
        raise DamagedFile(f"{path.name}: not an epoch key.") from None


class Epochs:
    """The epoch keys in one folder. Making and destroying happens under the key store's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened = Remembered(_read, limit=_FEW)

    def path(self, number: int) -> Path:
        """Where that epoch's key is kept."""
        return self._folder / f"epoch-{number:06}.key"

    def numbers(self) -> list[int]:
        """The epochs whose key still exists, oldest first."""
        if not self._folder.is_dir():
            return []
        found = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def ended(self) -> set[int]:
        """Epochs that were destroyed before. Destroying them again removes what a killed destruction left."""
        numbers = self.numbers()
        return set(range(1, max(numbers, default=0))).difference(numbers)

    def newest_first(self) -> list[Epoch]:
        """All epochs whose key still exists."""
        found = []
        for number in reversed(self.numbers()):
            with suppress(FileNotFoundError):  # retired by another process a moment ago
                found.append(self._opened.get(self.path(number)))
        return found

    def create(self, number: int, *, at: datetime) -> Epoch:
        """That epoch, made at ``at`` (UTC) unless it existed already."""
        identity = x25519.Identity.generate()
        created = at.astimezone(UTC).isoformat(timespec="seconds")
        text = f"{_CREATED}{created}\n# public key: {identity.to_public()}\n{identity}\n"
        create_private(self.path(number), text.encode(), mode=0o400)
        return self._opened.get(self.path(number))

    def destroy(self, number: int) -> None:
        """End that epoch: every copy of a unit key that is still wrapped to it is dead from here on."""
        self._opened.forget(self.path(number))
        destroy_file(self.path(number))
