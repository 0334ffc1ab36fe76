"""Sealed files behind Django's storage API: nothing readable ever reaches the disk."""

import io
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from .files import sync_folder, writing
from .keys import keystore
from .streams import CHUNK, Opening, Sink, Source, chunks_of, decrypt, encrypt

IN_MEMORY = 4 * 1024 * 1024
_NAME = re.compile(r"(?P<unit>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/[0-9a-f]{32}\.age")
_TAG = 16
_NONCE = 16
_LONGEST_HEADER = 1 << 16


@deconstructible
class SealedStorage(Storage):
    """Files under ``KLANTKAART_SEALED``, each sealed to its erasure unit: ``<unit uuid>/<random>.age``.

    The name says nothing about the contents; what the file was called is data of its owner and belongs in a
    row. Has no URLs and no local paths, on purpose.
    """

    def __init__(self, location: str | Path | None = None) -> None:
        self._location = location

    @property
    def root(self) -> Path:
        """Where the sealed files are."""
        return Path(self._location or settings.SEALED_ROOT)

    # -- per unit ------------------------------------------------------------------------------------------

    def save_for(self, unit: UUID, content: File[bytes]) -> str:
        """Seal ``content`` for ``unit`` and return its name. Streams; on return it is on disk.

        Never for an erased unit (see :meth:`KeyStore.recipient`). When reading ``content`` fails, nothing is
        kept.
        """
        return self._save(_new_name(unit), content)

    def list_unit(self, unit: UUID) -> list[str]:
        """Names of the unit's files."""
        return sorted(f"{unit}/{path.name}" for path in (self.root / str(unit)).glob("[!.]*.age"))

    def delete_unit(self, unit: UUID) -> int:
        """Remove all the unit's files, also what a killed save left; returns how many. Again is harmless."""
        folder = self.root / str(unit)
        if not folder.is_dir():
            return 0
        files = list(folder.iterdir())
        for path in files:
            path.unlink(missing_ok=True)
        folder.rmdir()
        sync_folder(self.root)
        return len(files)

    def units(self) -> Iterator[UUID]:
        """Every unit that has a folder, in order."""
        for folder in sorted(self.root.glob("*-*-*-*-*")):
            yield UUID(folder.name)

    # -- Django's storage API ------------------------------------------------------------------------------

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002  (Django's)
        """A fresh name for the unit that ``name`` starts with (``<unit uuid>/...``); the rest is dropped."""
        try:
            return _new_name(UUID(name.split("/", 1)[0]))
        except ValueError:
            raise SuspiciousFileOperation("A sealed file's name starts with its unit's uuid.") from None

    def _save(self, name: str, content: File[bytes]) -> str:
        recipient = keystore().recipient(_unit(name))
        with writing(self._file(name)) as file:
            encrypt(Source(content.chunks(CHUNK)), Sink(file), recipient)
        return name

    def _open(self, name: str, mode: str = "rb") -> "SealedFile":
        """The contents, for reading. The whole file is checked before the first byte is handed out.

        Up to 4 MiB it is held in memory and can be read in any order; beyond that it streams, forward only.
        """
        if mode != "rb":
            raise ValueError("A sealed file is opened for reading; save a new one instead of changing it.")
        identity = keystore().identity(_unit(name))
        sealed = self._file(name).open("rb")
        try:
            size = _plain_size(sealed)
            contents = io.BytesIO()
            decrypt(Source(chunks_of(sealed)), Sink(contents if size <= IN_MEMORY else None), identity)
            sealed.seek(0)
        except BaseException:
            sealed.close()
            raise
        if size > IN_MEMORY:
            return SealedFile(io.BufferedReader(Opening(sealed, identity), CHUNK), name, size)
        sealed.close()
        contents.seek(0)
        return SealedFile(contents, name, size)

    def delete(self, name: str) -> None:
        """Remove one file; again is harmless. Without its unit's end a backup can still bring it back."""
        path = self._file(name)
        if path.exists():
            path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        return self._file(name).is_file()

    def size(self, name: str) -> int:
        """Bytes of the contents (not of the sealed file)."""
        with self._file(name).open("rb") as sealed:
            return _plain_size(sealed)

    def get_modified_time(self, name: str) -> datetime:
        """When it was saved (UTC)."""
        return datetime.fromtimestamp(self._file(name).stat().st_mtime, UTC)

    def _file(self, name: str) -> Path:
        _unit(name)
        return self.root / name


class SealedFile(File[bytes]):
    """An opened sealed file that knows the size of its contents."""

    def __init__(self, file: IO[bytes], name: str, size: int) -> None:
        super().__init__(file, name)
        self.size = size


def _new_name(unit: UUID) -> str:
    return f"{unit}/{secrets.token_hex(16)}.age"


def _unit(name: str) -> UUID:
    """The unit of a stored name. Refuses anything else: no way out of the folder, no plain file in it."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise SuspiciousFileOperation("That is not the name of a sealed file.")
    return UUID(match["unit"])


def _plain_size(sealed: io.BufferedReader) -> int:
    """Bytes of contents by the format: header, nonce, then pieces of 64 KiB that each carry a 16-byte tag."""
    header = sealed.peek(_LONGEST_HEADER)
    end = header.find(b"\n", header.find(b"\n---") + 1) + 1
    payload = sealed.seek(0, io.SEEK_END) - end - _NONCE
    sealed.seek(0)
    pieces = max(1, -(-payload // (CHUNK + _TAG)))
    return max(0, payload - pieces * _TAG)
