"""Small private files: written whole or not at all, readable by the owner only, gone when destroyed.

Imports nothing from Django, because the settings themselves are made with it.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SECRET_CHARACTERS = 64
_TEMPORARY = ".tmp"
_BLOCK = 1 << 16


class DamagedFile(Exception):
    """A key file is there but cannot be what was written: empty, cut short or changed.

    The message holds the file name and never the contents.
    """


def sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> Path:
    """The folder, and those above it, made with mode 0700 where they did not exist yet."""
    if folder.is_dir():
        return folder
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One holder of the lock file at a time, over threads and processes; a killed holder lets go."""
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}{_TEMPORARY}")


@contextmanager
def _temporary(path: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside ``path`` to write to; removed afterwards unless it was moved."""
    make_folder(path.parent)
    beside = _beside(path)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            yield beside, file
    finally:
        beside.unlink(missing_ok=True)
        sync_folder(path.parent)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def writing(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of ``path`` when the block ends without an error.

    A reader, and a process killed half-way, meets the old contents or the new ones, never a part; afterwards
    the new ones are on disk. After an error nothing has changed.
    """
    with _temporary(path, mode) as (beside, file):
        yield file
        _to_disk(file)
        beside.replace(path)


def write_private(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Put ``data`` at ``path``, over what is there: all of it or nothing (:func:`writing`)."""
    with writing(path, mode=mode) as file:
        file.write(data)


def create_private(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """Put ``data`` at ``path`` unless something is there; of several processes exactly one gets True."""
    with _temporary(path, mode) as (beside, file):
        file.write(data)
        _to_disk(file)
        try:
            os.link(beside, path)
        except FileExistsError:
            return False
        return True


def leftovers(path: Path) -> list[Path]:
    """Files that a killed write or destruction of ``path`` left beside it; they may hold what ``path`` held."""
    return sorted(path.parent.glob(f".{path.name}.*{_TEMPORARY}"))


def destroy_file(path: Path) -> bool:
    """Overwrite and remove ``path`` and its leftovers; returns whether there was anything.

    It loses its name first, so that a process killed half-way leaves no damaged file under it, but a leftover: doing
    it again finishes the work. Overwriting is a courtesy of the file system: copies in a journal, a snapshot or a worn
    flash cell stay out of reach, which is why unit keys are themselves wrapped to a key that is replaced.
    """
    with suppress(FileNotFoundError):
        path.replace(_beside(path))
        sync_folder(path.parent)
    found = leftovers(path)
    for file in found:
        _overwrite(file)
        file.unlink(missing_ok=True)
    if found:
        sync_folder(path.parent)
    return bool(found)


def _overwrite(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    os.fchmod(handle, 0o600)  # by handle, because chmod on a path would follow a link
    os.close(handle)
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "wb", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(b"\0" * min(left, _BLOCK))
        os.fsync(file.fileno())


def secret_bytes(path: Path, size: int = 32) -> bytes:
    """The ``size`` random bytes kept at ``path``; made on first use, the same for every process.

    Refuses (:class:`DamagedFile`) a file of another length: a new secret in its place would lose what the
    old one opens.
    """
    if not path.exists():
        create_private(path, secrets.token_bytes(size))
    data = path.read_bytes()
    if len(data) != size:
        raise DamagedFile(f"{path.name}: {size} bytes expected, {len(data)} found.")
    return data


def secret_text(path: Path) -> str:
    """The random text (64 characters, 384 bits) kept at ``path``; made once, the same for every process.

    Refuses (:class:`DamagedFile`) a file with less than that.
    """
    if not path.exists():
        create_private(path, secrets.token_urlsafe(SECRET_CHARACTERS * 3 // 4).encode())
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if len(text) < SECRET_CHARACTERS:
        raise DamagedFile(f"{path.name}: {SECRET_CHARACTERS} characters expected, {len(text)} found.")
    return text
