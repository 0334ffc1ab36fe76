"""Before and after, when the one they are about ends or becomes one with another."""

from uuid import UUID

from klantkaart.sealing import boxes
from klantkaart.sealing.errors import KeyGone

from .models import Detail


def forget(subject: UUID) -> int:
    """Remove all details about a subject; returns how many. The lines stay and say nothing about them."""
    return Detail.objects.filter(subject=subject).delete()[0]


def adopt(*, old: UUID, new: UUID) -> int:
    """Seal the details about ``old`` for ``new`` instead, so that they end with ``new``; returns how many.

    For merging two cards: the lines themselves cannot move, but what they hold of a person may not be left without
    somebody to die with. Runs in the caller's transaction; details whose key is gone are removed.
    """
    rows = []
    for row in Detail.objects.filter(subject=old):
        try:
            row.blob = boxes.seal(new, boxes.open_box(old, bytes(row.blob)))
        except KeyGone:
            continue
        row.subject = new
        rows.append(row)
    Detail.objects.bulk_update(rows, ["subject", "blob"], batch_size=200)
    forget(old)
    return len(rows)
