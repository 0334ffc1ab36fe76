"""Before and after, when the one they are about ends or becomes one with another."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from klantkaart.sealing import boxes
from klantkaart.sealing.errors import KeyGone

from .models import Detail

_NOTHING: Mapping[UUID, UUID] = MappingProxyType({})


def forget(subject: UUID) -> int:
    """Remove all details about a subject; returns how many. The lines stay and say nothing about them."""
    return Detail.objects.filter(subject=subject).delete()[0]


def adopt(*, old: UUID, new: UUID, merged: Mapping[UUID, UUID] = _NOTHING) -> int:
    """Seal the details about ``old`` for ``new`` instead, so that they end with ``new``; returns how many.

    For merging two cards: the lines themselves cannot move, but what they hold of a person may not be left without
    somebody to die with. ``merged``: rows that became one with another, so that what hung on them ends with that other
    and can still be put back. Runs in the caller's transaction; details whose key is gone are removed.
    """
    rows = []
    for row in Detail.objects.filter(subject=old):
        try:
            row.blob = boxes.seal(new, _renamed(boxes.open_box(old, bytes(row.blob)), merged))
        except KeyGone:
            continue
        row.subject = new
        row.obj = merged.get(row.obj, row.obj) if row.obj is not None else None
        rows.append(row)
    Detail.objects.bulk_update(rows, ["subject", "obj", "blob"], batch_size=200)
    forget(old)
    return len(rows)


def _renamed(plain: bytes, merged: Mapping[UUID, UUID]) -> bytes:
    for gone, stays in merged.items():
        plain = plain.replace(str(gone).encode(), str(stays).encode())
    return plain
