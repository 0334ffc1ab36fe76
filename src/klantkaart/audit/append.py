"""Putting lines behind the chain: the last thing a transaction does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from .body import Draft
from .chain import START, link
from .models import Detail

# Any number will do as long as nothing else in this database locks on it.
_LOCK = 0x6B6C616E746C6F67  # "klantlog"
_LAST = "SELECT seq, chain FROM audit_entry ORDER BY seq DESC LIMIT 1"
_INSERT = (
    "INSERT INTO audit_entry (seq, body, leaf, chain, at, event, subject, actor)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def append(drafts: Sequence[Draft]) -> None:
    """Append these lines in order and tell each its number. Runs in the caller's transaction.

    Two statements on SQLite, where the transaction already holds the only write lock, and on PostgreSQL, where the
    advisory lock that makes writers queue up is held until the transaction ends; one more with detail. Plain SQL,
    because this is part of everything anybody does.
    """
    if not drafts:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("The log is appended to inside a transaction.")
    seq, chain = _head()
    entries: list[tuple[int | bytes | str | datetime | None, ...]] = []
    adapted: dict[datetime, str | datetime | None] = {}  # lines of one act share their moment
    for draft in drafts:
        seq, chain = seq + 1, link(chain, draft.leaf)
        if draft.at not in adapted:
            adapted[draft.at] = connection.ops.adapt_datetimefield_value(draft.at)
        at = adapted[draft.at]
        entries.append((seq, draft.body, draft.leaf, chain, at, draft.event, draft.subject, draft.actor))
        draft.line.seq = seq
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, entries)
    details = [
        Detail(seq=draft.line.seq, subject=draft.sealed[0], obj=draft.line.obj, blob=draft.sealed[1])
        for draft in drafts
        if draft.sealed
    ]
    if details:
        Detail.objects.bulk_create(details)


def _head() -> tuple[int, bytes]:
    """The last line's number and chain, with nobody else able to append until this transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Two statements in one round trip. The second gets its snapshot after the lock was obtained, so that it
            # sees what the previous holder committed (READ COMMITTED; stricter levels fail on the primary key).
            cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK}); {_LAST}")
            cursor.nextset()
        else:
            cursor.execute(_LAST)
        row = cursor.fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, START)
