"""What sign-in leaves behind and nobody needs: swept every night."""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django_tasks_db.models import DBTaskResult

TASKS_KEPT = timedelta(days=1)


def sweep(*, at: datetime) -> dict[str, int]:
    """Delete sessions that ended before ``at``, their traces, counters against abuse that have run out, and finished
    tasks of more than a day old.

    Returns how many of each. Safe to repeat; nothing that still works is touched.
    """
    ended, _rows = Session.objects.filter(expire_date__lt=at).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    traces, _rows = UserSession.objects.exclude(Exists(alive)).delete()
    tasks, _rows = _finished(at).delete()
    return {"sessions": ended, "traces": traces, "counters": _run_out(at), "tasks": tasks}


def left_behind(*, before: datetime) -> int:
    """Sessions and finished tasks that a sweep at that moment would have taken, and that are still there."""
    return Session.objects.filter(expire_date__lt=before).count() + _finished(before).count()


def _finished(at: datetime) -> QuerySet[Any]:
    """Tasks that ended more than a day before: what they were about is in their rows and in the log."""
    return DBTaskResult.objects.filter(finished_at__lt=at - TASKS_KEPT)


def _run_out(at: datetime) -> int:
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608  (the name is a setting)
        return int(cursor.rowcount)
