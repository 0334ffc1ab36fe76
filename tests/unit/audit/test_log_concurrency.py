"""Many writers, one unbroken chain; killed at any point, an act is there with its line or not at all."""

import os
import signal
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from audit_examples import AT, CHANGED, COUNTED, Somebody, rows, write_a_row
from crashes import in_processes
from klantkaart.audit import log
from klantkaart.audit.models import Entry
from klantkaart.audit.verify import verify_log
from klantkaart.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bothdb]

WRITERS = 4
ACTS = 15


def act_often(number: int) -> None:
    customer = Somebody()
    for turn in range(ACTS):
        with log.act(CHANGED, by=SYSTEM, at=AT, about=customer, detail={"turn": turn}):
            write_a_row(f"{number}-{turn}")


def assert_unbroken(lines: int) -> None:
    report = verify_log(details=True)
    assert (report.problems, report.size) == ((), lines)
    assert rows() == lines


def test_threads_append_to_one_chain() -> None:
    start = Barrier(WRITERS)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            start.wait(10)
            act_often(number)
        except BaseException as error:  # noqa: BLE001  (told to the test)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=[number]) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert_unbroken(WRITERS * ACTS)


def test_processes_append_to_one_chain() -> None:
    connections.close_all()
    in_processes([lambda number=number: act_often(number) for number in range(WRITERS)])  # type: ignore[misc]  # binds
    assert_unbroken(WRITERS * ACTS)


@pytest.mark.parametrize("moment", ["before the line", "before the commit", "after the commit"])
def test_process_killed_leaves_the_act_with_its_line_or_nothing(moment: str) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:
        with transaction.atomic():
            with log.act(COUNTED, by=SYSTEM, at=AT):
                write_a_row()
                die_if(moment == "before the line")
            die_if(moment == "before the commit")
        die_if(True)
    os.waitpid(child, 0)
    whole = moment == "after the commit"
    assert (rows(), Entry.objects.count()) == (int(whole), int(whole))


def die_if(condition: bool) -> None:
    if condition:
        os.kill(os.getpid(), signal.SIGKILL)
