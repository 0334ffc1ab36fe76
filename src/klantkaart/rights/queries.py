"""What a print-out would hold, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klantkaart.kernel.actor import Actor

from .contents import gather


@dataclass(frozen=True, slots=True)
class Glance:
    """``sections``: title and number of rows; ``log``: lines on who looked and what changed; ``elsewhere``: companies
    whose part is left out; ``to_review``: notes that somebody must read before they follow (art. 15(4))."""

    sections: tuple[tuple[str, int], ...]
    files: int
    log: int
    elsewhere: tuple[str, ...]
    to_review: int


def glance(*, card: UUID, contact: UUID | None, by: Actor, at: datetime, language: str = "nl") -> Glance:
    """Counts only; nothing is made. Refuses (NotFound, NotAllowed) as the print-out itself."""
    contents = gather(card=card, contact=contact, by=by, at=at, language=language)
    return Glance(
        sections=tuple((part.title, len(part.rows)) for part in contents.parts),
        files=len(contents.files),
        log=len(contents.log),
        elsewhere=tuple(company.name for company in contents.about.elsewhere),
        to_review=contents.to_review,
    )
