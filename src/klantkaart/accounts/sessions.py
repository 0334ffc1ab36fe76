"""Sessions at rest: sealed with the installation's field key, and ended at once.

A session holds what must not lie readable in the database or its write-ahead log: a second factor that is being set
up, a mailed code, who passed which step.
"""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session

from klantkaart.sealing.errors import SealBroken
from klantkaart.sealing.fields import open_value, seal_value

from .models import User

_AAD = "sessions.Session.session_data"


class SessionStore(DatabaseSessions):
    """Django's database sessions, unreadable without the key folder (``settings.SESSION_ENGINE`` names this module)."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal_value(_AAD, super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was sealed; an empty session when the key is gone, so that people sign in again."""
        try:
            return super().decode(open_value(_AAD, str(session_data)))
        except SealBroken:
            return {}


def drop_sessions(person: User, *, keep: str = "") -> int:
    """End every session of this person except ``keep`` (a session key), at once; how many there were.

    Part of an act: the caller writes the audit line.
    """
    rows = UserSession.objects.filter(user=person).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def drop_session(key: str) -> None:
    """End one session, by its key, at once. Part of an act: the caller writes the audit line."""
    Session.objects.filter(session_key=key).delete()
    UserSession.objects.filter(session_key=key).delete()
