"""What sign-in leaves behind and nobody needs: swept every night."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef


def sweep(*, at: datetime) -> dict[str, int]:
    """Delete sessions that ended before ``at``, their traces, and counters against abuse that have run out.

    Returns how many of each. Safe to repeat; nothing that still works is touched.
    """
    ended, _rows = Session.objects.filter(expire_date__lt=at).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    traces, _rows = UserSession.objects.exclude(Exists(alive)).delete()
    return {"sessions": ended, "traces": traces, "counters": _run_out(at)}


def _run_out(at: datetime) -> int:
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608  (the name is a setting)
        return int(cursor.rowcount)
