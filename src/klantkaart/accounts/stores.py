"""What sign-in keeps outside its models: sessions, the shared cache, mail to staff."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from klantkaart.datamap.declaration import Found


def sessions() -> Iterator[Found]:
    """Every session, decoded."""
    for session in Session.objects.all():
        yield f"session/{session.pk[:6]}", repr(session.get_decoded()).encode()


def cache() -> Iterator[Found]:
    """Every row of the shared cache: its key, and its value decoded."""
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for key, value in cursor.fetchall():
            yield f"cache/{key[:12]}", str(key).encode()
            yield f"cache/{key[:12]}/value", base64.b64decode(value)
