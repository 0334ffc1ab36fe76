"""What happens by itself: once per moment, by one process, and again when it was cut off."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

import personas
from klantkaart.cli.serving.schedule import SCHEDULE, Job, due, run_claimed
from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock

NIGHTLY = Job("test-nightly", Mock(), at=time(2, 30))
HOURLY = Job("test-hourly", Mock(), every=timedelta(hours=1))
MONTHLY = Job("test-monthly", Mock(), at=time(4), monthly=True)
moments = st.integers(1_767_225_600, 1_830_297_600).map(partial(datetime.fromtimestamp, tz=UTC))


@given(now=moments, job=st.sampled_from([NIGHTLY, HOURLY, MONTHLY]))
def test_last_moment_has_come_and_is_not_older_than_a_round(now: datetime, job: Job) -> None:
    longest = {HOURLY: timedelta(hours=1), NIGHTLY: timedelta(hours=25), MONTHLY: timedelta(days=32)}[job]
    assert job.last_moment(now) <= now < job.last_moment(now) + longest


@given(times=st.lists(moments, min_size=2), job=st.sampled_from([NIGHTLY, HOURLY, MONTHLY]))
def test_later_never_has_an_earlier_last_moment(times: list[datetime], job: Job) -> None:
    assert all(job.last_moment(one) <= job.last_moment(other) for one, other in pairwise(sorted(times)))


def test_night_follows_dutch_clocks_through_summer_time() -> None:
    summer, winter = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert NIGHTLY.last_moment(summer).astimezone(UTC).time() == time(0, 30)
    assert NIGHTLY.last_moment(winter).astimezone(UTC).time() == time(1, 30)


def test_names_in_the_schedule_are_unique() -> None:
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)


@pytest.fixture
def now(db: None) -> datetime:
    cache.clear()
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def names(now: datetime) -> list[str]:
    return [job.name for job in due(now, (NIGHTLY, HOURLY))]


def test_what_must_be_there_from_the_first_hour_runs_at_once_and_then_at_night(now: datetime) -> None:
    first = Job("test-first", Mock(), at=time(5), at_once=True)
    assert due(now, (first,)) == [first]
    assert run_claimed(first, now)
    assert due(now, (first,)) == []
    assert due(now + timedelta(days=1), (first,)) == [first]


def test_what_never_ran_waits_for_its_next_moment(now: datetime) -> None:
    assert names(now) == []
    assert names(now + timedelta(minutes=30)) == []
    assert names(now + timedelta(hours=1)) == ["test-hourly"]
    assert names(now + timedelta(hours=15)) == ["test-nightly", "test-hourly"]


def test_what_ran_is_not_due_until_its_next_moment(now: datetime) -> None:
    names(now)
    later = now + timedelta(hours=15)
    for job in due(later, (NIGHTLY, HOURLY)):
        assert run_claimed(job, later)
    assert names(later) == []
    assert names(later + timedelta(days=1)) == ["test-nightly", "test-hourly"]


def test_what_another_process_does_is_left_to_it(now: datetime) -> None:
    inner = []
    job = Job("test-claimed", lambda at: inner.append(run_claimed(job, at)), at=time(2))
    assert run_claimed(job, now)
    assert inner == [False]


def test_what_failed_is_tried_again_after_an_hour_and_not_before(now: datetime) -> None:
    job = Job("test-failing", Mock(side_effect=[OSError("disk"), None]), at=time(2))
    due(now, (job,))
    later = now + timedelta(days=1)
    with pytest.raises(OSError, match="disk"):
        run_claimed(job, later)
    assert due(later, (job,)) == [job]
    assert not run_claimed(job, later)
    cache.delete("schedule:test-failing:claim")  # as its hour would
    assert run_claimed(job, later)
    assert due(later, (job,)) == []


def test_every_job_of_the_schedule_runs(now: datetime) -> None:
    for job in SCHEDULE:
        assert run_claimed(job, clock.now()), job.name


def test_nightly_run_destroys_who_left(now: datetime) -> None:
    card = personas.card(personas.company())
    Relationship.objects.filter(card=card).update(ended_on=date(2026, 10, 1))
    retention = next(job for job in SCHEDULE if job.name == "retention")
    run_claimed(retention, now)
    assert Card.objects.count() == 0
