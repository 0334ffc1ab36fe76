"""Reading the log: the history of a subject, who looked, what was taken out in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from klantkaart.kernel.actor import Actor, Pseudonymous
from klantkaart.kernel.errors import Text
from klantkaart.sealing.boxes import open_box
from klantkaart.sealing.errors import KeyGone

from .body import SALT_SIZE
from .events import Kind, codes_of, label_of
from .models import Detail, Entry
from .pseudonyms import pseudonym


@dataclass(frozen=True, slots=True)
class Line:
    """One line as screens show it. ``actor`` is a pseudonym; :func:`names` turns those of colleagues into names.
    ``has_detail``: before and after still exist, as far as the tables know."""

    seq: int
    at: datetime
    event: str
    label: Text
    actor: str
    actor_kind: str
    purpose: str
    facts: Mapping[str, Any]
    has_detail: bool


def timeline(about: Pseudonymous, *, limit: int | None = 50, before: int | None = None) -> list[Line]:
    """What happened to a subject, newest first; ``before`` a line number for the next page. One query."""
    return _page(Entry.objects.filter(subject=pseudonym(about)), limit, before)


def done_by(actor: Pseudonymous, *, limit: int | None = 50, before: int | None = None) -> list[Line]:
    """What somebody did, newest first: for that colleague's own access copy, or after a theft. One query."""
    return _page(Entry.objects.filter(actor=pseudonym(actor)), limit, before)


def last_reads(about: Pseudonymous, *, limit: int | None = 50) -> list[Line]:
    """Who looked at a subject, newest first (AVG art. 15: who, when, for which purpose). One query."""
    reads = Entry.objects.filter(subject=pseudonym(about), event__in=codes_of(Kind.READ, Kind.BULK))
    return _page(reads, limit, None)


def bulk_reads(*, since: datetime, limit: int | None = 500) -> list[Line]:
    """Lists, reports and exports of many since a moment, newest first (P02). One query."""
    return entries_of(codes_of(Kind.BULK), since=since, limit=limit)


def entries_of(codes: Iterable[str], *, since: datetime, limit: int | None = 500) -> list[Line]:
    """Lines of these events since a moment, newest first. One query."""
    return _page(Entry.objects.filter(event__in=list(codes), at__gte=since), limit, None)


def numbered(seqs: Iterable[int]) -> list[Line]:
    """These lines, newest first, as far as their bodies still exist: what came along with a merged card keeps the
    numbers of lines that were about that other card. One query."""
    return _page(Entry.objects.filter(seq__in=list(seqs), body__isnull=False), None, None)


def names(people: Iterable[tuple[Pseudonymous, str]]) -> dict[str, str]:
    """Pseudonym -> name, for colleagues."""
    return {pseudonym(who): name for who, name in people}


def is_by(line: Line, actor: Actor) -> bool:
    """Whether this actor did it."""
    return line.actor == pseudonym(actor)


def detail_of(seq: int, about: Pseudonymous) -> dict[str, Any] | None:
    """Before and after of a line about this subject; None when it has none or they are gone.

    Refuses (SealBroken) what was changed since it was sealed."""
    row = Detail.objects.filter(seq=seq, subject=about.uuid).first()
    return _opened(row) if row is not None else None


def details_about(subject: UUID) -> dict[int, dict[str, Any]]:
    """All before and after that still exist about a subject, by line number: for the access copy (ACC-1)."""
    rows = Detail.objects.filter(subject=subject).order_by("seq")
    opened = {row.seq: _opened(row) for row in rows}
    return {seq: detail for seq, detail in opened.items() if detail is not None}


def _opened(row: Detail) -> dict[str, Any] | None:
    try:
        plain = open_box(row.subject, bytes(row.blob))
    except KeyGone:
        return None
    found: dict[str, Any] = json.loads(plain[SALT_SIZE:])
    return found


def _page(rows: QuerySet[Entry], limit: int | None, before: int | None) -> list[Line]:
    if before is not None:
        rows = rows.filter(seq__lt=before)
    detailed = Exists(Detail.objects.filter(seq=OuterRef("seq")))
    found = rows.order_by("-seq").values_list("seq", "at", "event", "actor", "body", detailed)
    return [_line(*row) for row in found[:limit]]


def _line(seq: int, at: datetime, event: str, actor: str, body: bytes, has_detail: bool) -> Line:
    said: dict[str, Any] = json.loads(bytes(body))
    return Line(
        seq=seq,
        at=at,
        event=event,
        label=label_of(event),
        actor=actor,
        actor_kind=str(said["k"]),
        purpose=str(said.get("p", "")),
        facts=said.get("f", {}),
        has_detail=has_detail,
    )
