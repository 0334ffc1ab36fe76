"""A print-out before it is written down: gathered once, then put on paper, in tables and in files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation

from klantkaart.datamap import registry
from klantkaart.datamap.access import Section, portability_copy
from klantkaart.kernel.actor import Actor

from .about import SUBJECT, About, about
from .copied import Part, copied, identities, mentions
from .explained import explained
from .headings import Heading
from .looked import Look, looks

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that is handed out. ``to_review``: notes that may name the contact and that somebody must read before
    they follow; ``files`` are what stores keep for this person."""

    about: About
    language: str
    parts: tuple[Part, ...]
    portable: tuple[Section, ...]
    headings: tuple[Heading, ...]
    log: tuple[Look, ...]
    files: tuple[File, ...]
    to_review: int


def gather(*, card: UUID, contact: UUID | None, by: Actor, at: datetime, language: str) -> Contents:
    """Everything about this customer or contact, in the words of ``language``. Reads only; nothing is logged here."""
    with translation.override(language):
        whom = about(card=card, contact=contact, by=by, at=at)
        parts = copied(whom)
        to_review = mentions(whom)
        portable = portability_copy(SUBJECT, whom.card.pk, person=whom.person, companies=whom.company_ids)
        return Contents(
            about=whom,
            language=language,
            parts=tuple(parts),
            portable=tuple(portable),
            headings=tuple(explained(whom, parts, to_review)),
            log=tuple(looks(whom, identities(parts))),
            files=tuple(_files(whom)),
            to_review=to_review,
        )


def _files(whom: About) -> list[File]:
    """What each store copies for the person; a name says in which store it was."""
    identity = whom.contact.uuid if whom.contact is not None else whom.card.uuid
    return [
        (f"{store.code}/{name}", content)
        for store in registry.current().stores.values()
        if store.copy is not None
        for name, content in store.copy(identity)
    ]
