"""When a lost second factor may be replaced."""

from datetime import datetime, timedelta

from .models import FactorReset, User

ALONE_WAITS = timedelta(hours=24)
STAYS_VALID = timedelta(days=3)


def is_stale(reset: FactorReset, *, at: datetime) -> bool:
    """Not confirmed, or not used, in time."""
    return at >= (reset.effective_at or reset.asked_at) + STAYS_VALID


def is_ripe(reset: FactorReset, *, at: datetime) -> bool:
    """A colleague confirmed it, or the day of the one-person office has passed; and it is not too late."""
    return reset.effective_at is not None and reset.effective_at <= at and not is_stale(reset, at=at)


def open_reset_of(person: User, *, at: datetime) -> FactorReset | None:
    """The request that still runs for this person; one that was not used in time no longer counts."""
    found = FactorReset.objects.filter(user=person, done_at=None, withdrawn_at=None).first()
    return found if found is not None and not is_stale(found, at=at) else None
