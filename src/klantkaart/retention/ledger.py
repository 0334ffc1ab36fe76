"""The erasure ledger: one line per erased unit, in a file that no restore of a backup overwrites.

A backup that is put back brings erased people back; replaying these lines takes them away again. Each line carries
the hash of the line before it and a keyed hash of itself, so that a line that was changed, left out or written
elsewhere shows. A cut-off end shows only against a head that was kept elsewhere. Lines hold random ids and names of
models and fields, never a value of a person.

A line is written, and on disk, before anything is destroyed: a process killed in between leaves work to repeat, never
an erasure that nobody knows of.
"""

import fcntl
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Refused
from klantkaart.sealing.files import make_folder, sync_folder, write_private

from .ledger_lines import Erasure, Head, Line, Position, digest, is_marked, next_line, readable
from .ledger_walk import Finding, Problem, Walk

__all__ = ["Erasure", "ErasureLedger", "Finding", "Head", "LedgerBroken", "Line", "Position", "Problem"]

_BLOCK = 1 << 13


class LedgerBroken(Refused):
    """The ledger cannot be trusted: nothing is added to it and nothing read from it until that is settled."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            _(
                "Het wisregister is beschadigd bij regel %(line)s: %(problem)s. "
                "Zet het bestand terug van de plek waar een kopie staat en controleer het daarna opnieuw."
            )
            % {"line": finding.line, "problem": finding.problem.label}
        )
        self.finding = finding


class ErasureLedger:
    """The ledger in one folder (``KLANTKAART_LEDGER``), marked with the installation secret ``ledger``.

    Safe over threads and processes. There is no way to change or remove a line.
    """

    def __init__(self, root: str | Path, key: bytes) -> None:
        self.path = Path(root) / "erasures.jsonl"
        self._key = key

    # -- writing ---------------------------------------------------------------------------------------------------

    def append(
        self, *, unit: UUID, kind: str, scope: Iterable[str] = (), at: datetime, after: Head | None = None
    ) -> Line:
        """Record one erasure; it is on disk on return. Refuses as :meth:`append_many`."""
        return self.append_many([Erasure(unit, kind, tuple(scope))], at=at, after=after)[0]

    def append_many(self, erasures: Iterable[Erasure], *, at: datetime, after: Head | None = None) -> list[Line]:
        """Record erasures in one write; they are on disk on return.

        Refuses with LedgerBroken when the last line there cannot be trusted, or when the ledger does not reach
        ``after``, a head that was kept elsewhere. After a refusal or an error nothing was added. A kill can leave the
        first few, and recording those again is harmless.
        """
        with self._open_for_writing() as file:
            head = self._settle_end(file)
            refuse_cut(head, after or Head())
            lines: list[Line] = []
            for erasure in erasures:
                lines.append(next_line(self._key, head, erasure, at))
                head = lines[-1].head
            _add(file, b"".join(line.raw + b"\n" for line in lines))
        return lines

    @contextmanager
    def _open_for_writing(self) -> Iterator[BinaryIO]:
        made = not self.path.exists()
        make_folder(self.path.parent)
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "rb+", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if made:
                sync_folder(self.path.parent)
            yield file

    def _settle_end(self, file: BinaryIO) -> Head:
        """The head to go on from.

        What a killed write left is completed when only its line end is missing. Otherwise it is kept aside and cut
        off: nobody was told that it was written.
        """
        size = os.fstat(file.fileno()).st_size
        head, rest = self._end(file, size)
        follower = self._follower(head, rest)
        if follower is not None:
            _add(file, b"\n")
            return follower.head
        if rest:
            write_private(self.path.with_name(f"erasures.torn-{size}-{digest(rest)[:8]}"), rest)
            os.ftruncate(file.fileno(), size - len(rest))
            os.fsync(file.fileno())
        return head

    # -- reading ---------------------------------------------------------------------------------------------------

    def head(self) -> Head:
        """How far the ledger has come. Reads only its end; refuses with LedgerBroken when that cannot be trusted."""
        with self._snapshot() as (file, size):
            head, rest = self._end(file, size)
        follower = self._follower(head, rest)
        return follower.head if follower is not None else head

    def lines(self, since_n: int = 0) -> Iterator[Line]:
        """The lines after number ``since_n``, oldest first, as they are now. Reads the whole ledger.

        Refuses with LedgerBroken at the first line that cannot be trusted. A half-written last line is no line.
        """
        return (line for line, _position in self.lines_from(Position()) if line.n > since_n)

    def lines_from(self, position: Position) -> Iterator[tuple[Line, Position]]:
        """The lines after a position that was kept elsewhere, each with the position behind it. Reads no line before.

        Refuses as :meth:`lines` does, and when the ledger does not reach the position or has another line there.
        """
        walk, offset = Walk(self._key, start=position.head), position.offset
        with self._snapshot() as (file, size):
            self._refuse_another(file, size, position)
            file.seek(offset)
            for raw in _raw_lines(file, size - offset):
                line, offset = walk.step(raw), offset + len(raw)
                for finding in walk.findings:
                    if finding.problem is Problem.TORN:
                        return
                    raise LedgerBroken(finding)
                if line is not None:
                    yield line, Position(line.head, offset)

    def units(self, since_n: int = 0) -> list[UUID]:
        """The units in the lines after number ``since_n``, each once, in the order of their first erasure."""
        return list(dict.fromkeys(line.unit for line in self.lines(since_n)))

    def verify(self, against: Head | None = None) -> list[Finding]:
        """Walk all lines: marks, numbers, chain. An empty list means that nothing was changed.

        ``against`` is a head that was kept elsewhere: only with it does a cut-off end show.
        """
        walk = Walk(self._key, against)
        with self._snapshot() as (file, size):
            for raw in _raw_lines(file, size):
                walk.step(raw)
        return walk.finish()

    @contextmanager
    def _snapshot(self) -> Iterator[tuple[BinaryIO, int]]:
        """The file, and its size at a moment when nobody was writing; later lines only come after that."""
        if not self.path.exists():
            yield io.BytesIO(), 0
            return
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            size = os.fstat(file.fileno()).st_size
            fcntl.flock(file, fcntl.LOCK_UN)
            yield file, size

    def _refuse_another(self, file: BinaryIO, size: int, position: Position) -> None:
        """Refuses (LedgerBroken) a ledger that does not hold the line before ``position``, exactly there."""
        if size < position.offset:
            raise LedgerBroken(Finding(position.head.n, Problem.CUT))
        if position.offset:
            line = readable(_line_before(file, position.offset - 1))
            if line is None or line.head != position.head:
                raise LedgerBroken(Finding(position.head.n, Problem.REPLACED))

    # -- its end ---------------------------------------------------------------------------------------------------

    def _end(self, file: BinaryIO, size: int) -> tuple[Head, bytes]:
        """The head after the last whole line, and the bytes that follow it. Refuses a last line of others."""
        rest = _line_before(file, size)
        end = size - len(rest)
        if end == 0:
            return Head(), rest
        line = readable(_line_before(file, end - 1))
        if line is None or not is_marked(self._key, line):
            file.seek(0)
            number = sum(1 for _raw in _raw_lines(file, end))
            raise LedgerBroken(Finding(number, Problem.UNREADABLE if line is None else Problem.BAD_MARK))
        return line.head, rest

    def _follower(self, head: Head, rest: bytes) -> Line | None:
        """The line that ``rest`` is, when it is a whole one that follows ``head``."""
        line = readable(rest)
        if line is None or not is_marked(self._key, line) or (line.n, line.prev) != (head.n + 1, head.digest):
            return None
        return line


def refuse_cut(head: Head, kept: Head) -> None:
    """Refuses (LedgerBroken) a ledger with this head when a later one, or another of that number, was kept."""
    if head.n < kept.n:
        raise LedgerBroken(Finding(kept.n, Problem.CUT))
    if head.n == kept.n and head != kept:
        raise LedgerBroken(Finding(kept.n, Problem.REPLACED))


def _add(file: BinaryIO, data: bytes) -> None:
    """All of ``data`` at the end and on disk, or the file as it was."""
    size = os.fstat(file.fileno()).st_size
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file.fileno(), left) :]
        os.fsync(file.fileno())
    except BaseException:
        os.ftruncate(file.fileno(), size)
        raise


def _line_before(file: BinaryIO, end: int) -> bytes:
    """The bytes between the last line end before ``end`` and ``end``."""
    found = b""
    while (start := end - len(found)) > 0:
        start = max(0, start - _BLOCK)
        file.seek(start)
        found = _exactly(file, end - start - len(found)) + found
        _before, line_end, after = found.rpartition(b"\n")
        if line_end:
            return after
    return found


def _exactly(file: BinaryIO, count: int) -> bytes:
    parts = []
    while count > 0 and (part := file.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _raw_lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The lines in the next ``size`` bytes, with their line ends."""
    if size <= 0:
        return
    for raw in file:
        yield raw[:size]
        size -= len(raw)
        if size <= 0:
            return
