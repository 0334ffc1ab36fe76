"""What a session knows about its own sign-in: when it began, when it was last used, whether a factor was passed."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from ..models import User

IDLE = timedelta(minutes=30)  # ASVS 7.3.1
ABSOLUTE = timedelta(hours=8)  # ASVS 7.3.2
FRESH = timedelta(minutes=5)  # ASVS 7.5.1
_TOUCH = timedelta(minutes=1)  # how precisely idleness is known: a session is not written on every request

_BEGAN, _SEEN, _FACTOR, _ENROLLED = "began", "seen", "second_factor", "enrolled"


def staff(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody: also somebody who still has to set up a second factor."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def begin(request: HttpRequest, *, at: datetime) -> None:
    """A sign-in starts both clocks."""
    request.session[_BEGAN] = request.session[_SEEN] = at.timestamp()


def just_began(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the sign-in is so fresh that it need not be repeated."""
    began = _moment(request, _BEGAN)
    return began is not None and at - began < FRESH


def overdue(request: HttpRequest, *, at: datetime) -> timedelta | None:
    """The limit that this session outlived, if any. A session without clocks starts them now."""
    began, seen = _moment(request, _BEGAN), _moment(request, _SEEN)
    if began is None or seen is None:
        begin(request, at=at)
        return None
    if at - began >= ABSOLUTE:
        return ABSOLUTE
    return IDLE if at - seen >= IDLE else None


def touch(request: HttpRequest, *, at: datetime) -> None:
    """Note that the session is in use, at most once a minute."""
    seen = _moment(request, _SEEN)
    if seen is None or at - seen >= _TOUCH:
        request.session[_SEEN] = at.timestamp()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def pass_factor(request: HttpRequest, user: User) -> None:
    """This session showed a second factor of this person."""
    request.session[_FACTOR] = str(user.uuid)


def enrol(request: HttpRequest, user: User, *, at: datetime) -> None:
    """This session set up the person's first second factor, which showed that it works."""
    pass_factor(request, user)
    request.session[_ENROLLED] = at.timestamp()


def just_enrolled(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the first second factor was set up here a moment ago: the recovery codes can be shown right away."""
    enrolled = _moment(request, _ENROLLED)
    return enrolled is not None and at - enrolled < FRESH


def unpass_factor(request: HttpRequest) -> None:
    """The factor is gone: the session must set up another before it goes on."""
    request.session.pop(_FACTOR, None)


def has_passed_factor(request: HttpRequest) -> bool:
    """Whether this session may go past the gate."""
    user = staff(request)
    return user is not None and request.session.get(_FACTOR) == str(user.uuid)


def rotate(request: HttpRequest) -> None:
    """Give the session another id, and let the list of sessions follow it (ASVS 7.2.4)."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _moment(request: HttpRequest, name: str) -> datetime | None:
    value = request.session.get(name)
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else None
