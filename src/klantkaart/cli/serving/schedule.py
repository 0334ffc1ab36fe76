"""What happens by itself, and when. Every job is safe to repeat; each calls one typed function of the domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.cache import cache

from klantkaart.accounts import housekeeping
from klantkaart.audit.checkpoints import make_checkpoint
from klantkaart.audit.term import empty_lines
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.promises import queries
from klantkaart.retention import actions as retention
from klantkaart.sealing.keys import keystore


@dataclass(frozen=True)
class Job:
    """``at``: every night at that time on Dutch clocks; ``every``: so often, counted from midnight UTC.
    ``at_once``: also as soon as there is an installation in which it never ran."""

    name: str
    run: Callable[[datetime], object]
    at: time | None = None
    every: timedelta = timedelta(days=1)
    monthly: bool = False
    at_once: bool = False

    def last_moment(self, now: datetime) -> datetime:
        """The latest moment at which it was to run."""
        if self.at is None:
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight + self.every * ((now - midnight) // self.every)
        local = clock.local(now)
        day = local.date().replace(day=1) if self.monthly else local.date()
        moment = datetime.combine(day, self.at, tzinfo=clock.AMSTERDAM)
        if moment <= local:
            return moment
        before = day - timedelta(days=1)
        return datetime.combine(before.replace(day=1) if self.monthly else before, self.at, tzinfo=clock.AMSTERDAM)


def _destroy(now: datetime) -> object:
    return retention.run(on=clock.local(now).date(), by=SYSTEM, at=now)


def _end_log_lines(now: datetime) -> object:
    return empty_lines(on=clock.local(now).date(), by=SYSTEM, at=now)


def _retire(now: datetime) -> object:
    return keystore().retire_epochs(before=now - timedelta(days=settings.BACKUP_DAYS))


# Each leaves something that promises/upkeep.py looks for: a job without such evidence fails a test.
SCHEDULE = (
    Job("checkpoint", lambda now: make_checkpoint(at=now), every=timedelta(minutes=5)),
    Job("sweep", lambda now: housekeeping.sweep(at=now), at=time(2, 10)),
    Job("retention", _destroy, at=time(2, 30)),
    Job("log-term", _end_log_lines, at=time(3, 30)),
    Job("keys", lambda now: keystore().rotate_epoch(at=now), at=time(4, 0), monthly=True),
    Job("old-keys", _retire, at=time(4, 30)),
    Job("promises", lambda now: queries.look_over(on=clock.local(now).date(), at=now), at=time(5, 0), at_once=True),
)
_CLAIM = 60 * 60  # seconds after which a job that was cut off is tried again


def due(now: datetime, schedule: tuple[Job, ...] = SCHEDULE) -> list[Job]:
    """Jobs whose moment came since they last ran. One that never ran waits for its next moment, unless ``at_once``."""
    found = []
    for job in schedule:
        done = cache.get(_key(job))
        if done is None and job.at_once:
            found.append(job)
        elif done is None:
            _note(job, now)
        elif datetime.fromisoformat(done) < job.last_moment(now):
            found.append(job)
    return found


def run_claimed(job: Job, now: datetime) -> bool:
    """Run a job unless another process does so already; whether it ran. After an error it is tried again in an hour."""
    if not cache.add(f"{_key(job)}:claim", "", timeout=_CLAIM):
        return False
    job.run(now)
    _note(job, now)
    cache.delete(f"{_key(job)}:claim")
    return True


def _key(job: Job) -> str:
    return f"schedule:{job.name}"


def _note(job: Job, now: datetime) -> None:
    cache.set(_key(job), now.isoformat(), timeout=None)
