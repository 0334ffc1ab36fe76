"""What may be logged. An event that nobody registered is refused; each says what it is and how its detail ends."""

from dataclasses import dataclass
from enum import StrEnum

from klantkaart.kernel.errors import Text


class Kind(StrEnum):
    """An act changes something, a read shows one subject, a bulk read shows or takes out many."""

    ACT = "act"
    READ = "read"
    BULK = "bulk"


class Wipe(StrEnum):
    """How the before and after of an event end: with the subject they are about, or there are none."""

    WITH_SUBJECT = "with_subject"
    NO_DETAIL = "no_detail"


class UnknownEvent(LookupError):
    """Nobody registered this event."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of act or read. ``code`` is "app.what_happened" and never changes; ``label`` is what screens say."""

    code: str
    label: Text
    wipe: Wipe = Wipe.WITH_SUBJECT
    kind: Kind = Kind.ACT


_known: dict[str, EventType] = {}


def register(event: EventType) -> EventType:
    """Make an event known; a different one of the same code is refused."""
    if event.code in _known:
        raise ValueError(f"{event.code} is registered twice.")
    _known[event.code] = event
    return event


def require(event: EventType) -> None:
    """Refuses (UnknownEvent) an event that is not registered."""
    if _known.get(event.code) is not event:
        raise UnknownEvent(f"{event.code} is not a registered event.")


def known() -> dict[str, EventType]:
    """Every registered event by its code."""
    return dict(_known)


def label_of(code: str) -> Text:
    """What screens call an event; the code itself when it is from an older version."""
    event = _known.get(code)
    return event.label if event else code
