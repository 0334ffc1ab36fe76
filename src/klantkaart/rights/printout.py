"""The print-out: everything held on a customer or on one contact person, at once, in one file (P11, P26; ACC-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID

from klantkaart.audit.log import act
from klantkaart.kernel.actor import Actor

from .about import PURPOSE
from .contents import gather
from .copied import count
from .events import PRINTED
from .package import filename, pack


@dataclass(frozen=True, slots=True)
class Printout:
    """A zip that is stored nowhere: closing ``content`` (or leaving ``with``) ends it.

    ``to_review``: notes that may be about the contact and may name others; somebody must read them and send what
    follows within a month of the request (art. 12(3)).
    """

    filename: str
    content: IO[bytes]
    size: int
    to_review: int

    def __enter__(self) -> Printout:
        return self

    def __exit__(self, *_error: object) -> None:
        self.content.close()


def build(*, card: UUID, contact: UUID | None, by: Actor, at: datetime, language: str = "nl") -> Printout:
    """Everything held on the customer, or with ``contact`` only what is about that person (DSR-10).

    Covers the companies where ``by`` may print, and names the others. Refuses (NotFound, NotAllowed) who may not see
    or print the card. The log line is written before anything is handed out; without it nothing is.
    """
    contents = gather(card=card, contact=contact, by=by, at=at, language=language)
    content = pack(contents)
    try:
        with act(PRINTED, by=by, at=at, about=contents.about.card, obj=contact, purpose=PURPOSE) as line:
            line.facts = {
                "about": "person" if contact is not None else "whole",
                "sections": len(contents.parts),
                "rows": count(contents.parts),
                "files": len(contents.files),
                "lines": len(contents.log),
            }
    except BaseException:
        content.close()
        raise
    size = content.seek(0, 2)
    content.seek(0)
    return Printout(filename(contents), content, size, contents.to_review)
