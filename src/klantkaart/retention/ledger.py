"""The erasure ledger: one line per erased unit, in a file that no restore of a backup overwrites.

A backup that is put back brings erased people back; replaying these lines takes them away again. Each line
carries the hash of the line before it and a keyed hash of itself, so that a line that was changed, left out or
written elsewhere shows. A cut-off end shows only against a head that was kept elsewhere. Lines hold random ids
and names of models and fields, never a value of a person.

A line is written, and on disk, before anything is destroyed: a process killed in between leaves work to repeat,
never an erasure that nobody knows of.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Refused
from klantkaart.sealing.files import make_folder, sync_folder, write_private

from .ledger_lines import Erasure, Head, Line, NotALine, digest, is_marked, next_line, parse_line

__all__ = ["Erasure", "ErasureLedger", "Finding", "Head", "LedgerBroken", "Line", "Problem"]

_BLOCK = 1 << 13


class Problem(TextChoices):
    """What can be wrong with a ledger."""

    UNREADABLE = "unreadable", _("geen regel van een wisregister")
    TORN = "torn", _("de laatste regel is half geschreven")
    BAD_MARK = "bad_mark", _("de regel is veranderd of niet hier geschreven")
    GAP = "gap", _("er ontbreken regels, of de volgorde klopt niet")
    BROKEN_CHAIN = "broken_chain", _("de regel sluit niet aan op de vorige")
    CUT = "cut", _("het einde ontbreekt: elders is een latere stand bewaard")
    REPLACED = "replaced", _("op deze plaats stond een andere regel: elders is een andere stand bewaard")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at the line of that number in the file (1 is the first)."""

    line: int
    problem: Problem


class LedgerBroken(Refused):
    """The ledger cannot be trusted; nothing is added to it and nothing is read from it until that is settled."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            _(
                "Het wisregister is beschadigd bij regel %(line)s: %(problem)s. "
                "Zet het bestand terug van de plek waar een kopie staat, en voer de controle opnieuw uit."
            )
            % {"line": finding.line, "problem": finding.problem.label}
        )
        self.finding = finding


class ErasureLedger:
    """The ledger in one folder (``KLANTKAART_LEDGER``), marked with the installation secret ``ledger``.

    Safe over processes. There is no way to change or remove a line.
    """

    def __init__(self, root: Path, key: bytes) -> None:
        self.path = root / "erasures.jsonl"
        self._key = key

    # -- writing -------------------------------------------------------------------------------------------

    def append(self, *, unit: UUID, kind: str, scope: Iterable[str] = (), at: datetime) -> Line:
        """Record one erasure; it is on disk on return."""
        return self.append_many([Erasure(unit, kind, tuple(scope))], at=at)[0]

    def append_many(self, erasures: Iterable[Erasure], *, at: datetime) -> list[Line]:
        """Record erasures in one write; they are on disk on return.

        Refuses with LedgerBroken when the last line there cannot be trusted. After a refusal or an error nothing
        was added; a kill can leave the first few, and recording those again is harmless.
        """
        with self._locked_for_writing() as file:
            head = self._settle_end(file)
            lines = []
            for erasure in erasures:
                lines.append(next_line(self._key, head, erasure, at))
                head = lines[-1].head
            _add(file, b"".join(line.raw + b"\n" for line in lines))
        return lines

    @contextmanager
    def _locked_for_writing(self) -> Iterator[BinaryIO]:
        make_folder(self.path.parent)
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            sync_folder(self.path.parent)

    def _settle_end(self, file: BinaryIO) -> Head:
        """The head to go on from. What a killed write left is completed when only its line end is missing, and
        otherwise kept aside and cut off: it was never reported as written."""
        size = os.fstat(file.fileno()).st_size
        last, start = _last_line(file, size)
        if start == size:
            head = self._trusted(last, file) if last else Head()
            return head
        return Head()


def _add(file: BinaryIO, data: bytes) -> None:
    pass
