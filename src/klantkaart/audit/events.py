"""Which events the log knows. Every app registers its own in ``events.py``; an unknown one cannot be logged."""

import re
from dataclasses import dataclass
from enum import StrEnum

from klantkaart.kernel.errors import Text

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
CODE_LENGTH = 64


class Wipe(StrEnum):
    """How the before and after of an event end, next to the term of the whole log, which ends all of them.

    WITH_SUBJECT: sealed under the subject's key and gone with it. NO_DETAIL: the event never has any, and an attempt
    to give it some is refused.
    """

    WITH_SUBJECT = "with_subject"
    NO_DETAIL = "no_detail"


class Kind(StrEnum):
    """An act changes something, a read shows one subject, a bulk read shows or takes out many (P02); a denial is an
    attempt that was refused."""

    ACT = "act"
    READ = "read"
    BULK = "bulk"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class EventType:
    """``code`` is "app.what_happened" and never changes; ``label`` is what screens say."""

    code: str
    label: Text
    wipe: Wipe = Wipe.WITH_SUBJECT
    kind: Kind = Kind.ACT


class UnknownEvent(LookupError):
    """An event that nobody registered."""


_known: dict[str, EventType] = {}


def register(event: EventType) -> EventType:
    """Make an event known. Refuses (ValueError) a code that cannot be one, and a second event of one code."""
    if not _CODE.fullmatch(event.code) or len(event.code) > CODE_LENGTH:
        raise ValueError(f"{event.code!r} is not an event code: write app.what_happened.")
    if event.code in _known:
        raise ValueError(f"The event {event.code} is registered twice.")
    _known[event.code] = event
    return event


def require(event: EventType) -> None:
    """Refuses (UnknownEvent) an event that was not registered."""
    if _known.get(event.code) is not event:
        raise UnknownEvent(f"The event {event.code!r} is not registered: add it to events.py of its app.")


def known() -> dict[str, EventType]:
    """Every registered event by its code."""
    return dict(_known)


def codes_of(*kinds: Kind) -> list[str]:
    """Codes of the events of these kinds."""
    return sorted(event.code for event in _known.values() if event.kind in kinds)


def label_of(code: str) -> Text:
    """What screens call an event; the code itself when it is from an older version."""
    event = _known.get(code)
    return event.label if event else code
