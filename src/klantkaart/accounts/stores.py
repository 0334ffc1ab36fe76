"""What sign-in keeps outside its models: sessions, the shared cache, mail to staff."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from klantkaart.datamap.declaration import Found, Unit

from .sessions import SessionStore


def sessions() -> Iterator[Found]:
    """Every session, opened and decoded."""
    for session in Session.objects.iterator():
        yield f"session/{session.pk[:6]}", repr(SessionStore().decode(session.session_data)).encode()


def forget_sessions(unit: Unit) -> None:
    """End what is left of an erased colleague, also a session that is on no list."""
    if unit.model != "accounts.User":
        return
    for session in Session.objects.iterator():
        if SessionStore().decode(session.session_data).get("_auth_user_id") == str(unit.pk):
            session.delete()


def cache() -> Iterator[Found]:
    """Every row of the shared cache: its key, and its value decoded."""
    table = str(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for key, value in cursor.fetchall():
            yield f"cache/{key[:12]}", str(key).encode()
            yield f"cache/{key[:12]}/value", base64.b64decode(value)
