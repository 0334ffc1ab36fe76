"""The worker: background tasks in this thread, the nightly work in another."""

from __future__ import annotations

import logging
import threading
from datetime import date, time

from django.core.management import call_command
from django.db import connection

from klantkaart.audit.checkpoints import make_checkpoint
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions

NIGHT = time(3)
EVERY_SECONDS = 60.0
log = logging.getLogger(__name__)


def work() -> None:
    """Until a signal stops the process."""
    threading.Thread(target=_schedule, daemon=True, name="scheduler").start()
    call_command("db_worker", interval=1.0, verbosity=0)


def _schedule() -> None:
    """Once a night what is due, once a minute a checkpoint when the log grew. A day is done once: the run itself
    finds nothing the second time."""
    done: date | None = None
    waiting = threading.Event()
    while not waiting.wait(EVERY_SECONDS):
        try:
            make_checkpoint(at=clock.now())
            if done != clock.today() and clock.local(clock.now()).time() >= NIGHT:
                actions.run(on=clock.today(), by=SYSTEM, at=clock.now())
                done = clock.today()
        except Exception:
            log.exception("The nightly work stopped; it is tried again in a minute.")
        finally:
            connection.close()
