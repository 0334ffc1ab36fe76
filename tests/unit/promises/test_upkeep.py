"""Work that happens by itself: late is seen from what it left undone, and right away when it did its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from klantkaart.accounts.housekeeping import sweep
from klantkaart.audit.checkpoints import make_checkpoint
from klantkaart.audit.models import Checkpoint
from klantkaart.cli.serving.schedule import SCHEDULE, run_claimed
from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock
from klantkaart.promises.queries import look_over, risks
from klantkaart.promises.upkeep import DUTIES, overdue
from klantkaart.sealing.keys import keystore
from personas import card, company

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def room(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.KEY_ROOT = tmp_path / "keys"
    settings.CHECKPOINT_ROOT = tmp_path / "checkpoints"
    cache.clear()
    with clock.at(NOW.date()):
        look_over(on=NOW.date(), at=NOW)
        yield


def late(at: datetime = NOW) -> list[str]:
    return [state.duty.job for state in overdue(at)]


def run(job: str, at: datetime = NOW) -> None:
    assert run_claimed(next(one for one in SCHEDULE if one.name == job), at)


def test_every_job_has_a_duty_that_sees_whether_it_ran() -> None:
    assert {duty.job for duty in DUTIES} - {""} == {job.name for job in SCHEDULE}


def test_in_an_empty_administration_nothing_is_late() -> None:
    assert late() == []


def test_lines_without_a_checkpoint_are_late_after_a_quarter_of_an_hour() -> None:
    card(company())
    assert late(clock.now() + timedelta(minutes=14)) == []
    later = clock.now() + timedelta(minutes=16)
    assert late(later) == ["checkpoint"]
    make_checkpoint(at=later)
    assert late(later) == []


def test_checkpoint_in_the_database_without_its_file_does_not_count(settings: Settings) -> None:
    """The row says that there is a checkpoint; the folder knows better."""
    card(company())
    later = NOW + timedelta(hours=12)
    make_checkpoint(at=later)
    for path in Path(settings.CHECKPOINT_ROOT).iterdir():
        path.write_text("klantkaart-audit\n999\n", encoding="utf-8")
    assert Checkpoint.objects.exists()
    assert late(later) == ["checkpoint"]


def test_session_that_ended_two_nights_ago_is_late() -> None:
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=NOW - timedelta(hours=26))
    assert late() == []
    assert late(NOW + timedelta(hours=2)) == ["sweep"]
    sweep(at=NOW)
    assert late(NOW + timedelta(hours=2)) == []


def test_finished_tasks_go_after_a_day() -> None:
    old, new = (
        DBTaskResult.objects.create(
            status="SUCCESSFUL", finished_at=NOW - ago, args_kwargs={}, task_path="x", run_after=NOW, backend_name="d"
        )
        for ago in (timedelta(days=3), timedelta(hours=3))
    )
    assert late() == ["sweep"]
    assert sweep(at=NOW)["tasks"] == 1
    assert [row.pk for row in DBTaskResult.objects.all()] == [new.pk] != [old.pk]


def test_task_that_nobody_takes_is_late() -> None:
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", run_after=NOW - timedelta(days=9), backend_name="d"
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=NOW)
    assert late(NOW + timedelta(minutes=14)) == []
    assert late(NOW + timedelta(minutes=16)) == [""]


def test_what_had_to_be_gone_yesterday_is_late_until_the_night_run() -> None:
    found = card(company())
    make_checkpoint(at=NOW)
    Relationship.objects.filter(card=found).update(ended_on=date(2026, 10, 1))
    assert late() == ["retention"]
    run("retention")
    make_checkpoint(at=NOW)
    assert late() == []
    assert not Card.objects.exists()


def test_key_of_more_than_a_month_is_late_and_so_is_an_old_one_that_stays(settings: Settings) -> None:
    keystore().recipient(company().uuid)
    began = keystore().epoch_began()
    assert began is not None
    month, later = began + timedelta(days=35), began + timedelta(days=35 + settings.BACKUP_DAYS + 2)
    look_over(on=month.date(), at=month)
    assert late(month) == ["keys"]
    run("keys", month)
    assert late(month) == []
    look_over(on=later.date(), at=later)
    assert late(later) == ["keys", "old-keys"]
    run("keys", later)
    run("old-keys", later)
    assert late(later) == []
    assert keystore().epochs() == [2, 3]


def test_promises_that_nobody_looked_over_are_late() -> None:
    assert late(NOW + timedelta(days=2)) == ["promises"]
    cache.clear()
    assert late() == ["promises"]
    run("promises")
    assert late() == []


def test_what_is_remembered_of_promises_is_what_needs_somebody() -> None:
    found = card(company())
    Relationship.objects.filter(card=found).update(ended_on=date(2026, 8, 1))
    look_over(on=NOW.date(), at=NOW)
    assert [(risk.id, risk.state.value) for risk in risks()] == [("P20", "broken")]
