"""Walking the erasure ledger from its first line: what is wrong, and where."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .ledger_lines import Head, Line, digest, is_marked, readable


class Problem(TextChoices):
    """What can be wrong with a ledger."""

    UNREADABLE = "unreadable", _("dit is geen regel van een wisregister")
    TORN = "torn", _("de laatste regel is half geschreven")
    BAD_MARK = "bad_mark", _("de regel is veranderd of niet hier geschreven")
    GAP = "gap", _("er ontbreken regels, of de volgorde klopt niet")
    BROKEN_CHAIN = "broken_chain", _("de regel sluit niet aan op de vorige")
    CUT = "cut", _("het einde ontbreekt: er is een latere stand bewaard")
    UNDONE = "undone", _("deze verwijdering is hier niet uitgevoerd")
    REPLACED = "replaced", _("hier stond een andere regel: er is een andere stand bewaard")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at the line of that number in the file (1 is the first)."""

    line: int
    problem: Problem


class Walk:
    """Takes the lines one by one and keeps what is wrong in ``findings``.

    ``against`` is a head that was kept elsewhere; only with it does a cut-off end show. ``start``: the head before the
    first line that is given.
    """

    def __init__(self, key: bytes, against: Head | None = None, start: Head | None = None) -> None:
        self._key = key
        self._against = against or Head()
        self._head = start or Head()
        self._count = self._head.n
        self.findings: list[Finding] = []

    def step(self, raw: bytes) -> Line | None:
        """The next line, with its line end if it has one; None when it cannot be read."""
        self._count += 1
        body = raw.removesuffix(b"\n")
        line = readable(body)
        if line is None and body == raw:
            self._found(Problem.TORN)  # never a whole line, so not counted as one
            return None
        if line is None:
            self._found(Problem.UNREADABLE)
        else:
            self._check(line)
        self._head = line.head if line is not None else Head(self._head.n + 1, digest(body))
        if self._head.n == self._against.n and self._head.digest != self._against.digest:
            self._found(Problem.REPLACED)
        return line

    def finish(self) -> list[Finding]:
        """Everything that is wrong, after the last line."""
        if self._head.n < self._against.n:
            self.findings.append(Finding(self._against.n, Problem.CUT))
        return self.findings

    def _check(self, line: Line) -> None:
        if not is_marked(self._key, line):
            self._found(Problem.BAD_MARK)
        if line.n != self._head.n + 1:
            self._found(Problem.GAP)
        elif line.prev != self._head.digest:
            self._found(Problem.BROKEN_CHAIN)

    def _found(self, problem: Problem) -> None:
        self.findings.append(Finding(self._count, problem))
