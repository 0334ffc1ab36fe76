"""What a worker does; the payload is the batch's id and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from . import applying, reading


class WorkFailed(Exception):
    """What went wrong, by kind and place. What PostgreSQL says of an error holds the values of the row it refused, and
    the queue and the server's log keep what is said."""


@contextmanager
def _naming_no_values() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001  (raised again, without what it says)
        *_outer, at = extract_tb(error.__traceback__)
        raise WorkFailed(f"{type(error).__name__} in {at.name}, {Path(at.filename).name}:{at.lineno}") from None


@task()
def read_batch(batch: str) -> None:
    """Stage every row of the batch's file."""
    with _naming_no_values():
        reading.read(UUID(batch))


@task()
def apply_batch(batch: str) -> None:
    """Make cards of the chosen rows."""
    with _naming_no_values():
        applying.apply(UUID(batch))


def later(work: Task[Any, Any], batch: UUID) -> None:
    """Hand it to a worker once the transaction is committed."""
    transaction.on_commit(partial(work.enqueue, str(batch)))
