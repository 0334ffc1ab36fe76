"""Checking the whole log: the chain, the columns beside it, what the term accounts for, and every checkpoint.

Compares independent things: hashes that are recomputed, columns with bodies, and signed notes from the database, from
the checkpoint folder and from wherever somebody kept one.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from klantkaart.sealing import boxes
from klantkaart.sealing.errors import KeyGone, SealingError

from . import checkpoints, ranges
from .body import moment
from .chain import HASH_SIZE, START, commitment, leaf_of, link
from .models import Checkpoint, Detail, Entry
from .notes import NoteBroken
from .own_events import TERM_REACHED

_CHUNK = 2000
_MOST = 100
_COLUMNS = ("seq", "body", "leaf", "chain", "at", "event", "subject", "actor")
Row = tuple[int, Any, Any, Any, datetime | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be. ``line``: the line it was noticed at, or None."""

    line: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """``problems`` holds at most 100; ``found`` says how many there are."""

    size: int
    chain: str
    emptied: int
    checkpoints: int
    key_id: str
    found: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return self.found == 0


@dataclass
class _Findings:
    found: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int | None, sentence: str) -> None:
        self.found += 1
        if self.found <= _MOST:
            self.problems.append(Problem(line, sentence))


def verify_log(*, kept: Iterable[Path] = (), details: bool = False) -> Report:
    """Check everything. ``kept``: checkpoint files from outside this machine; ``details``: also open every detail that
    can still be opened and compare it with the line. Changes nothing; memory stays flat."""
    findings = _Findings()
    walk = _Walk(findings, _checkpoints(findings, kept))
    for row in Entry.objects.order_by("seq").values_list(*_COLUMNS).iterator(_CHUNK):
        walk.step(row)
    walk.finish()
    if details:
        _verify_details(findings)
    return Report(
        size=walk.size,
        chain=walk.chain.hex(),
        emptied=sum(last - first + 1 for first, last in walk.emptied),
        checkpoints=walk.compared,
        key_id=checkpoints.key_id(),
        found=findings.found,
        problems=tuple(findings.problems),
    )


class _Walk:
    """The log read once, from its first line to its last."""

    def __init__(self, findings: _Findings, notes: dict[int, list[tuple[str, bytes]]]) -> None:
        self._findings = findings
        self._notes = notes
        self._accounted = ""
        self.size = 0
        self.chain = START
        self.emptied: ranges.Ranges = []
        self.compared = 0

    def step(self, row: Row) -> None:
        seq, body, leaf, chain = row[0], row[1], bytes(row[2]), bytes(row[3])
        if seq != self.size + 1:
            missing = f"{self.size + 1}-{seq - 1}" if seq > self.size + 2 else str(self.size + 1)
            self._findings.add(seq, _("Er ontbreken regels: %(lines)s.") % {"lines": missing})
        if len(leaf) != HASH_SIZE or link(self.chain, leaf) != chain:
            self._findings.add(seq, _("Regel %(line)d sluit niet aan op de vorige.") % {"line": seq})
        if body is None:
            ranges.add(self.emptied, seq)
        else:
            self._body(row, bytes(body), leaf)
        self.size, self.chain = seq, chain
        self._compare(self._notes.pop(seq, []))

    def _body(self, row: Row, body: bytes, leaf: bytes) -> None:
        seq, (at, event, subject, actor) = row[0], row[4:]
        if leaf_of(body) != leaf:
            self._findings.add(seq, _("De inhoud van regel %(line)d is veranderd.") % {"line": seq})
        try:
            said = json.loads(body)
            same = (said["t"], said["act"], said.get("s"), said["a"]) == (
                moment(at) if at else None, event, subject, actor,
            )  # fmt: skip
        except (ValueError, LookupError, TypeError, AttributeError):
            said, same = {}, False
        if not same:
            self._findings.add(
                seq, _("Regel %(line)d staat anders in de zoekkolommen dan in de inhoud.") % {"line": seq}
            )
        if said.get("act") == TERM_REACHED.code:
            self._accounted = str(said.get("g", ""))

    def _compare(self, notes: list[tuple[str, bytes]]) -> None:
        for where, chain in notes:
            self.compared += 1
            if chain != self.chain:
                self._findings.add(
                    self.size,
                    _("Tussenstand %(note)s spreekt het logboek tegen: regel %(line)d of een eerdere is vervangen.")
                    % {"note": where, "line": self.size},
                )

    def finish(self) -> None:
        for size, notes in sorted(self._notes.items()):
            for where, _chain in notes:
                self.compared += 1
                self._findings.add(
                    None,
                    _(
                        "Tussenstand %(note)s kent %(size)d regels, maar het logboek heeft er %(lines)d: "
                        "het eind ontbreekt, of er is een oudere back-up teruggezet."
                    )
                    % {"note": where, "size": size, "lines": self.size},
                )
        self._account()

    def _account(self) -> None:
        try:
            accounted = ranges.read(self._accounted)
        except ValueError:
            accounted = []
        for first, last in ranges.without(self.emptied, accounted):
            self._findings.add(
                first,
                _("Regels %(first)d tot en met %(last)d zijn leeg, maar niet omdat hun termijn voorbij was.")
                % {"first": first, "last": last},
            )
        for first, last in ranges.without(accounted, self.emptied):
            self._findings.add(
                first,
                _("Regels %(first)d tot en met %(last)d waren na hun termijn leeggemaakt en zijn weer gevuld.")
                % {"first": first, "last": last},
            )


def _checkpoints(findings: _Findings, kept: Iterable[Path]) -> dict[int, list[tuple[str, bytes]]]:
    """Size -> where the checkpoint was found and which chain it names. Broken ones are told."""
    found: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for where, note in _all_notes(kept):
        try:
            statement = checkpoints.read(note)
        except NoteBroken:
            findings.add(
                None,
                _("Tussenstand %(note)s is veranderd, of niet door deze installatie ondertekend.") % {"note": where},
            )
        else:
            found[statement.size].append((where, statement.chain))
    return found


def _all_notes(kept: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for row in Checkpoint.objects.order_by("size").iterator(_CHUNK):
        yield f"#{row.size}", row.note
    for path in (*sorted(checkpoints.root().glob("*.note")), *kept):
        yield path.name, path.read_bytes().decode("utf-8", "replace")


def _verify_details(findings: _Findings) -> None:
    for detail in Detail.objects.order_by("seq").iterator(_CHUNK):
        body = Entry.objects.filter(seq=detail.seq).values_list("body", flat=True).first()
        try:
            plain = boxes.open_box(detail.subject, bytes(detail.blob))
        except KeyGone:
            continue
        except SealingError:
            plain = b""
        if body is None or json.loads(bytes(body)).get("c") != commitment(plain):
            findings.add(
                detail.seq, _("Het voor en na van regel %(line)d hoort niet bij die regel.") % {"line": detail.seq}
            )
