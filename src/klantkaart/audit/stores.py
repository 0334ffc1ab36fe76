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
    """Details of everything the unit takes along, and of what hung on it and was taken off before; of a whole subject,
    all of them."""
    if not unit.fields:
        Detail.objects.filter(Q(subject=unit.uuid) | Q(obj__in=unit.rows)).delete()
        Detail.objects.filter(seq__in=list(_naming(unit))).delete()
        return
    Detail.objects.filter(Q(obj=unit.uuid) | Q(subject=unit.uuid, obj=None)).delete()


def _naming(unit: Unit) -> Iterator[int]:
    """Details of what stays that name something that goes: a phone number of a contact, taken off long ago, is a row
    no more and still was theirs."""
    names = [str(uuid).encode() for uuid in unit.rows]
    for row in Detail.objects.filter(subject=unit.subject).iterator():
        try:
            said = open_box(row.subject, bytes(row.blob))
        except SealingError:
            continue
        if any(name in said for name in names):
            yield row.seq
