"""Ending sessions: one's own, or a colleague's (ASVS 7.4.5)."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound

from .. import events
from ..models import User
from ..permissions import require_manager_of
from ..sessions import drop_session, drop_sessions


def end_session(*, session: int, by: Actor, at: datetime) -> None:
    """End one session at once: one's own, or that of a colleague whom ``by`` manages. Refuses any other as unknown."""
    row = UserSession.objects.filter(pk=session).first()
    person = User.objects.filter(pk=row.user_id).first() if row else None
    if row is None or person is None:
        raise NotFound(_("Deze sessie bestaat niet meer."))
    _require_say_over(person, by)
    with log.act(events.SESSIONS_ENDED, by=by, at=at, about=person, facts={"sessions": 1}):
        drop_session(row.session_key)


def end_sessions(*, person: User, by: Actor, at: datetime, keep: str = "") -> int:
    """End every session of a person at once, except ``keep`` (the session key of the one who asks); how many."""
    _require_say_over(person, by)
    with log.act(events.SESSIONS_ENDED, by=by, at=at, about=person) as entry:
        ended = drop_sessions(person, keep=keep)
        entry.facts = {"sessions": ended}
    return ended


def _require_say_over(person: User, by: Actor) -> None:
    if by.uuid != person.uuid:
        require_manager_of(by, person)
