"""Details as a store: what the scanner opens, and what an erasure takes along."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from klantkaart.datamap.declaration import Found, Unit
from klantkaart.sealing.boxes import open_box
from klantkaart.sealing.errors import SealingError

from .models import Detail, Entry


def details() -> Iterator[Found]:
    """Every detail that can still be opened."""
    for row in Detail.objects.all():
        try:
            yield f"audit_detail/{row.seq}", open_box(row.subject, bytes(row.blob))
        except SealingError:
            continue


def entries() -> Iterator[Found]:
    """Every body of the log as it is."""
    for seq, body in Entry.objects.values_list("seq", "body"):
        if body is not None:
            yield f"audit_entry/{seq}", bytes(body)


def forget(unit: Unit) -> None:
    """Details of everything the unit takes along; of a whole subject, all of them."""
    if not unit.fields:
        Detail.objects.filter(Q(subject=unit.uuid) | Q(obj__in=unit.rows)).delete()
        return
    Detail.objects.filter(Q(obj=unit.uuid) | Q(subject=unit.uuid, obj=None)).delete()
