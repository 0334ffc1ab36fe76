"""Reading the log: the history of a subject, who looked, what was taken out in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from klantkaart.kernel.actor import Actor, Pseudonymous
from klantkaart.kernel.errors import Text
from klantkaart.sealing.boxes import open_box
from klantkaart.sealing.errors import SealingError

from .body import SALT_SIZE
from .events import Kind, known, label_of
from .models import Detail, Entry
from .pseudonyms import pseudonym


EMPTIED = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as screens show it. ``actor`` is a pseudonym; :func:`names` turns those of colleagues into names."""

    seq: int
    at: datetime
    event: str
    label: Text
    actor: str
    actor_kind: str
    purpose: str
    facts: Mapping[str, Any]
    has_detail: bool


def timeline(about: Pseudonymous, *, limit: int = 50, before: int | None = None) -> list[Line]:
    """What happened to a subject, newest first. One query."""
    rows = Entry.objects.filter(subject=pseudonym(about))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [_line(entry) for entry in rows.order_by("-seq")[:limit]]


def last_reads(about: Pseudonymous, *, limit: int = 50) -> list[Line]:
    """Who looked at a subject, newest first (art. 15: who, when, for which purpose)."""
    reads = [code for code, event in known().items() if event.kind is not Kind.ACT]
    rows = Entry.objects.filter(subject=pseudonym(about), event__in=reads).order_by("-seq")[:limit]
    return [_line(entry) for entry in rows]


def entries_of(codes: Iterable[str], *, since: datetime, limit: int = 500) -> list[Line]:
    """Entries of these events since a moment, newest first (bulk exports of the last year: P02)."""
    rows = Entry.objects.filter(event__in=list(codes), at__gte=since).order_by("-seq")[:limit]
    return [_line(entry) for entry in rows]


def names(people: Iterable[tuple[Pseudonymous, str]]) -> dict[str, str]:
    """Pseudonym -> name, for colleagues."""
    return {pseudonym(who): name for who, name in people}


def is_by(line: Line, actor: Actor) -> bool:
    """Whether this actor did it."""
    return line.actor == pseudonym(actor)


def detail_of(seq: int, about: Pseudonymous) -> dict[str, Any] | None:
    """Before and after of an entry about this subject; None when there is none, or it is gone."""
    row = Detail.objects.filter(seq=seq, subject=about.uuid).first()
    if row is None:
        return None
    try:
        plain = open_box(about.uuid, bytes(row.blob))
    except SealingError:
        return None
    found: dict[str, Any] = json.loads(plain[SALT_SIZE:])
    return found


def _line(entry: Entry) -> Line:
    body: dict[str, Any] = json.loads(bytes(entry.body)) if entry.body else {}
    return Line(
        seq=entry.seq,
        at=entry.at or EMPTIED,
        event=entry.event or "",
        label=label_of(entry.event or ""),
        actor=entry.actor or "",
        actor_kind=str(body.get("k", "")),
        purpose=str(body.get("p", "")),
        facts=body.get("f", {}),
        has_detail="c" in body,
    )
