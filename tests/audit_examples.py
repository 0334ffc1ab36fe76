"""Events and people for the tests of the log itself."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from klantkaart.audit.events import EventType, Kind, Wipe
from klantkaart.sealing.models import Suppression

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CHANGED = EventType("tests.changed", "Gewijzigd")
COUNTED = EventType("tests.counted", "Geteld", Wipe.NO_DETAIL)
OPENED = EventType("tests.opened", "Bekeken", Wipe.NO_DETAIL, Kind.READ)
LISTED = EventType("tests.listed", "Lijst gemaakt", Wipe.NO_DETAIL, Kind.BULK)
REFUSED = EventType("tests.refused", "Geweigerd", Wipe.NO_DETAIL, Kind.DENIAL)
EVENTS = (CHANGED, COUNTED, OPENED, LISTED, REFUSED)


@dataclass(frozen=True)
class Somebody:
    """Whom the log can be about."""

    uuid: UUID = field(default_factory=uuid4)
    log_salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))


def write_a_row(mark: str = "a") -> None:
    """Something an act does besides logging."""
    day = date(2026, 3, 2)
    Suppression.objects.create(kind="tests", mark=mark, since=day, until=day)


def rows() -> int:
    """How often that was done."""
    return Suppression.objects.filter(kind="tests").count()
