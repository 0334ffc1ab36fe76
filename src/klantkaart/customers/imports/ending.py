"""How a batch ends: done, failed or called off. Its file, its key and everything that was read go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from klantkaart.kernel import clock

from ..models import ImportBatch
from . import sealed

_LONGEST = 200


def end(found: ImportBatch, state: str, at: datetime, **values: Any) -> None:
    """Nothing more happens with this batch; the term of what is left of it starts."""
    found.state, found.finished_on, found.file = state, clock.local(at).date(), ""
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=["state", "finished_on", "file", *values])


def fail(found: ImportBatch, sentence: str, *, at: datetime) -> None:
    """Reading stopped; nothing was taken over."""
    found.rows.all().delete()
    end(found, ImportBatch.State.FAILED, at, failure=sentence[:_LONGEST])
    sealed.destroy(found.uuid)
