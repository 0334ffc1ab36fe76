"""The process behind the screens: background tasks as they come, and the schedule."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence
from types import FrameType
from uuid import uuid4

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from klantkaart.kernel import clock

from .orphans import end_with_parent
from .schedule import due, run_claimed

PAUSE = 1.0
logger = logging.getLogger("klantkaart.worker")


class Background:
    """One thread: tasks first, then what the clock asks for, then a short rest. Stops between two pieces of work."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._id = uuid4().hex

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self._stop.set()

    def run(self) -> None:
        """Until :meth:`stop`."""
        while not self._stop.is_set():
            close_old_connections()
            self._tasks()
            self._schedule()
            self._stop.wait(PAUSE)

    def _tasks(self) -> None:
        """Everything that waits now, one after the other."""
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self._id,
            excluded_queue_names=[],
        )
        worker.run()

    def _schedule(self) -> None:
        """A job that fails stops neither the others nor the tasks; the log names it without any personal data."""
        for job in due(clock.now()):
            try:
                run_claimed(job, clock.now())
            except Exception as error:  # noqa: BLE001  (whatever it is, the rest goes on and it is tried again)
                logger.error("Scheduled job %s failed: %s.", job.name, type(error).__name__)  # noqa: TRY400


def main(_arguments: Sequence[str]) -> int:
    """Run until SIGTERM or SIGINT."""
    end_with_parent()
    background = Background()
    signal.signal(signal.SIGTERM, background.stop)
    signal.signal(signal.SIGINT, background.stop)
    background.run()
    return 0
