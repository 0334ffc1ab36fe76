"""What a worker does; the payload is the batch's id and nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from . import applying, reading


@task()
def read_batch(batch: str) -> None:
    """Stage every row of the batch's file."""
    reading.read(UUID(batch))


@task()
def apply_batch(batch: str) -> None:
    """Make cards of the chosen rows."""
    applying.apply(UUID(batch))


def later(work: Task[Any, Any], batch: UUID) -> None:
    """Hand it to a worker once the transaction is committed."""
    transaction.on_commit(partial(work.enqueue, str(batch)))
