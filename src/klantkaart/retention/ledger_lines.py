"""One line of the erasure ledger: its bytes, its keyed mark, and the head that a chain of them has."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

FIRST = "0" * 64
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")
_FIELDS = ["v", "n", "at", "unit", "kind", "scope", "mark", "prev"]


class NotALine(ValueError):
    """These bytes are not a line that this ledger writes."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a ledger has come: the number of lines and the hash of the last. Keep it where the ledger is not."""

    n: int = 0
    digest: str = FIRST

    def __str__(self) -> str:
        return f"{self.n}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head that was kept as text. Refuses (ValueError) anything else."""
        number, _, digest = text.partition(":")
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise ValueError("That is not the head of an erasure ledger.")
        return cls(int(number), digest)


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two lines of the file: the head there, and how many bytes come before the next line."""

    head: Head = Head()
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """What ended: a whole unit (no ``scope``) or some of its fields, by name.

    ``kind`` and ``scope`` are names of models and fields ("customers.Card", "email"). Refuses (ValueError) what
    cannot be one, such as a value of a person with a space, an @ or a digit in front.
    """

    unit: UUID
    kind: str
    scope: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(_WORD.fullmatch(word) for word in (self.kind, *self.scope)):
            raise ValueError("Kind and scope are names of models and fields.")


@dataclass(frozen=True, slots=True)
class Line:
    """An erasure with its place in the chain. ``at`` is UTC, to the second."""

    n: int
    at: datetime
    erasure: Erasure
    prev: str
    mark: str

    @property
    def unit(self) -> UUID:
        return self.erasure.unit

    @property
    def kind(self) -> str:
        return self.erasure.kind

    @property
    def scope(self) -> tuple[str, ...]:
        return self.erasure.scope

    @property
    def raw(self) -> bytes:
        """The line as it is in the file, without the line end."""
        facts = _facts(self.n, self.at, self.erasure, self.prev) | {"mark": self.mark}
        return _bytes({name: facts[name] for name in _FIELDS})

    @property
    def head(self) -> Head:
        """The head of a ledger that ends with this line."""
        return Head(self.n, digest(self.raw))


def next_line(key: bytes, head: Head, erasure: Erasure, at: datetime) -> Line:
    """The line that follows ``head``. Refuses (ValueError) a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    moment = at.astimezone(UTC).replace(microsecond=0)
    return Line(head.n + 1, moment, erasure, head.digest, _mark(key, head.n + 1, moment, erasure, head.digest))


def parse_line(raw: bytes) -> Line:
    """The line behind these bytes. Refuses (NotALine) bytes that differ in anything from what is written here."""
    try:
        facts = json.loads(raw)
        erasure = Erasure(UUID(facts["unit"]), facts["kind"], tuple(facts["scope"]))
        line = Line(facts["n"], datetime.fromisoformat(facts["at"]), erasure, facts["prev"], facts["mark"])
        same = line.raw == raw
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotALine from None
    if not same:
        raise NotALine
    return line


def readable(raw: bytes) -> Line | None:
    """As :func:`parse_line`, or None."""
    try:
        return parse_line(raw)
    except NotALine:
        return None


def is_marked(key: bytes, line: Line) -> bool:
    """Whether this installation's key made the mark for exactly this line."""
    return hmac.compare_digest(line.mark, _mark(key, line.n, line.at, line.erasure, line.prev))


def digest(raw: bytes) -> str:
    """What the next line says of these bytes."""
    return hashlib.sha256(raw).hexdigest()


def _mark(key: bytes, n: int, at: datetime, erasure: Erasure, prev: str) -> str:
    """Over the whole line: the last one has no successor whose hash would show a change."""
    return hmac.digest(key, _bytes(_facts(n, at, erasure, prev)), "sha256").hex()


def _facts(n: int, at: datetime, erasure: Erasure, prev: str) -> dict[str, object]:
    return {
        "v": 1,
        "n": n,
        "at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "unit": str(erasure.unit),
        "kind": erasure.kind,
        "scope": list(erasure.scope),
        "prev": prev,
    }


def _bytes(facts: Mapping[str, object]) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode()
