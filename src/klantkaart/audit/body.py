"""From what an app says to what the log keeps: a checked body, its leaf, and the sealed detail."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from klantkaart.kernel.actor import Actor, Pseudonymous
from klantkaart.sealing import boxes

from .chain import Plain, canonical, commitment, leaf_of
from .events import EventType, Kind, Wipe, require
from .pseudonyms import log_key, object_pseudonym, pseudonym

VERSION = 1
SALT_SIZE = 32
Facts = dict[str, int | str]

# Codes, not prose: no spaces, no capitals, no "@", and digits only inside a code, a date, a moment or a uuid.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(
    r"(?P<code>[a-z][a-z0-9_.,:/-]*)?"
    r"|\d{4}-\d\d-\d\d(T[\d:.]+Z)?"
    r"|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|[0-9a-f]{64}"
)
_LONGEST_VALUE = 200


@dataclass
class Line:
    """The line that is being made. The body of an act fills in what it learns; ``seq`` is known after the outermost
    act ended (0 before)."""

    event: EventType
    by: Actor
    at: datetime
    about: Pseudonymous | None = None
    obj: UUID | None = None
    purpose: str = ""
    facts: Facts = field(default_factory=dict)
    detail: Mapping[str, object] | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A line ready to be appended; ``sealed`` is whose key seals its detail, and the result."""

    line: Line
    body: bytes
    leaf: bytes
    at: datetime
    event: str
    subject: str | None
    actor: str
    sealed: tuple[UUID, bytes] | None


def compose(line: Line, *, gone: str = "", key: bytes = b"", actor: str = "") -> Draft:
    """Check a line, write its body and seal its detail.

    Refuses (UnknownEvent, ValueError) an unregistered event, a moment without time zone, facts that could be
    personal values, detail of an event that has none or without somebody whose key seals it, and a read of many
    without a purpose (P02). ``gone`` is the term job's account of emptied lines; ``key`` and ``actor`` save looking up
    the pseudonym key and working out the actor's pseudonym for every line of many.
    """
    _refuse(line)
    at = line.at.astimezone(UTC)
    key = key or log_key()
    subject = pseudonym(line.about, key=key) if line.about is not None else None
    actor = actor or pseudonym(line.by, key=key)
    body: dict[str, Plain] = {
        "v": VERSION,
        "t": moment(at),
        "a": actor,
        "k": line.by.kind.value,
        "act": line.event.code,
    }
    commit, sealed = _sealed(line)
    optional: dict[str, Plain] = {
        "s": subject or "",
        "o": object_pseudonym(line.obj, line.about, key=key) if line.obj is not None else "",
        "p": line.purpose,
        "f": line.facts,
        "c": commit,
        "g": gone,
    }
    body.update({key: value for key, value in optional.items() if value})
    data = canonical(body)
    return Draft(line, data, leaf_of(data), at, line.event.code, subject, actor, sealed)


def moment(at: datetime) -> str:
    """``2026-01-31T09:00:00.000000Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _refuse(line: Line) -> None:
    require(line.event)
    if line.at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    if line.purpose and not _NAME.fullmatch(line.purpose):
        raise ValueError("A purpose is a code; what somebody typed goes into the detail.")
    if line.event.kind is Kind.BULK and not line.purpose:
        raise ValueError(f"{line.event.code}: a read of many needs a purpose (P02).")
    if line.detail and line.event.wipe is Wipe.NO_DETAIL:
        raise ValueError(f"{line.event.code} has no detail: its type says so.")
    if line.detail and line.about is None:
        raise ValueError(f"{line.event.code}: detail needs somebody whose key seals it.")
    for name, value in line.facts.items():
        _refuse_fact(name, value)


def _refuse_fact(name: str, value: object) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError("The name of a fact is a code.")
    if isinstance(value, str) and (len(value) > _LONGEST_VALUE or not _VALUE.fullmatch(value)):
        raise ValueError(f"The fact {name} is not a count, a code, a date or an id: put it in the detail.")


def _sealed(line: Line) -> tuple[str, tuple[UUID, bytes] | None]:
    """The commitment to salt and detail, and those two sealed."""
    if not line.detail or line.about is None:
        return "", None
    detail = json.dumps(line.detail, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
    plain = secrets.token_bytes(SALT_SIZE) + detail.encode()
    return commitment(plain), (line.about.uuid, boxes.seal(line.about.uuid, plain))
