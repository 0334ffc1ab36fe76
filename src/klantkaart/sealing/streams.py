"""What age reads from and writes to: an error on either side comes out as it was, not as a failure of age."""

import io
import os
from collections.abc import Iterable, Iterator
from threading import Thread
from typing import Protocol

import pyrage
from pyrage import x25519

from .errors import SealBroken, SealingError

CHUNK = 1 << 16


class Readable(Protocol):
    """A binary file open for reading."""

    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    """A binary file open for writing."""

    def write(self, data: bytes, /) -> object: ...


class Source:
    """Chunks of any size, read in the sizes that are asked for."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class Sink:
    """Passes on what is written; without a target it lets it go."""

    def __init__(self, target: Writable | None = None) -> None:
        self._target = target
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """All of ``data``."""
        try:
            if self._target is not None:
                self._target.write(data)
        except BaseException as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


def chunks_of(file: Readable) -> Iterator[bytes]:
    """The rest of the file, in pieces."""
    while chunk := file.read(CHUNK):
        yield chunk


def encrypt(source: Source, sink: Sink, recipient: x25519.Recipient) -> None:
    """From source to sink, as an age file."""
    try:
        pyrage.encrypt_io(source, sink, [recipient])
    except Exception:
        _raise_own_error(source, sink)
        raise
    # pyrage 1.4.0 passes over an error in the last write; an end that is not there must not count as sealed.
    _raise_own_error(source, sink)


def decrypt(source: Source, sink: Sink, identity: x25519.Identity) -> None:
    """From an age file to its contents. Refuses with SealBroken; by then the sink may have had a part."""
    try:
        pyrage.decrypt_io(source, sink, [identity])
    except (pyrage.DecryptError, OSError):
        _raise_own_error(source, sink)
        raise SealBroken from None
    _raise_own_error(source, sink)


def _raise_own_error(source: Source, sink: Sink) -> None:
    error = source.error or sink.error
    if error is not None:
        raise error from None


class Opening(io.RawIOBase):
    """The contents of an age file, read forward only, decrypted as they are read: nothing touches a disk."""

    def __init__(self, sealed: io.BufferedReader, identity: x25519.Identity) -> None:
        super().__init__()
        read_end, write_end = os.pipe()
        self._contents = os.fdopen(read_end, "rb", buffering=0)
        self._failure: list[SealingError | OSError] = []
        # The thread must not hold on to this object, or forgetting to close it would keep both alive.
        self._thread = Thread(target=_pump, args=(sealed, write_end, identity, self._failure), daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed: Buffer
        """Fill the buffer; 0 at the end. Refuses with SealBroken where the file turns out to be changed."""
        count = self._contents.readinto(buffer)
        if count == 0:
            self._thread.join()
            if self._failure:
                raise self._failure[0]
        return count or 0

    def close(self) -> None:
        """Stop decrypting and let the file go."""
        if not self.closed:
            self._contents.close()
            self._thread.join()
        super().close()


def _pump(
    sealed: io.BufferedReader,
    write_end: int,
    identity: x25519.Identity,
    failure: list[SealingError | OSError],
) -> None:
    with sealed, os.fdopen(write_end, "wb", buffering=0) as pipe:
        try:
            decrypt(Source(chunks_of(sealed)), Sink(pipe), identity)
        except BrokenPipeError:  # the reader has seen enough
            return
        except (SealingError, OSError) as error:
            failure.append(error)
