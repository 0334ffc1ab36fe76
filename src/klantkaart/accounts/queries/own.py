"""Typed reads about one member of staff: who they are, what they sign in with, where they are signed in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from klantkaart.datamap import reads
from klantkaart.datamap.reads import Reading
from klantkaart.kernel import clock
from klantkaart.kernel.errors import NotFound

from ..devices import device_name
from ..models import FactorReset, Membership, User
from ..policies import is_ripe, open_reset_of
from ..roles import Role

STAFF_PURPOSES = ("staff_access",)
SECURITY_PURPOSES = ("security",)
_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class RoleAt:
    """A role at a company, today."""

    company: int
    company_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Passkey:
    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None
    alone: bool  # signs in without a password


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody can sign in with beside the password."""

    totp_since: datetime | None = None
    totp_used: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    recovery_left: int = 0

    @property
    def count(self) -> int:
        """Second factors that count; recovery codes do not."""
        return len(self.passkeys) + (self.totp_since is not None)


@dataclass(frozen=True, slots=True)
class OpenSession:
    id: int
    ip: str
    user_agent: str
    began: datetime
    last_seen: datetime
    is_current: bool

    @property
    def device(self) -> str:
        """What to recognise it by."""
        return device_name(self.user_agent)


def about(user: User) -> Reading:
    """Oneself, for the account page, with ``roles`` added."""
    found = reads.read_one(User.objects.filter(pk=user.pk), STAFF_PURPOSES)
    if found is None:
        raise NotFound(_("Deze collega bestaat niet."))
    return found.with_(roles=roles_of([user.pk]).get(user.pk, []))


def roles_of(users: Iterable[int]) -> dict[int, list[RoleAt]]:
    """Today's roles per user id, by company name and role; one query."""
    current = Membership.objects.filter(user__in=list(users)).current(clock.today())
    found: defaultdict[int, list[RoleAt]] = defaultdict(list)
    for user, company, name, role in current.order_by("company__name", "role").values_list(
        "user_id", "company_id", "company__name", "role"
    ):
        found[user].append(RoleAt(company, name, Role(role)))
    return dict(found)


def has_second_factor(user: User) -> bool:
    """Whether a one-time-password app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user=user, type__in=_SECOND_FACTORS).exists())


def factors_of(user: User) -> Factors:
    """Every factor of a person; recovery codes only as a number."""
    since, used, left = None, None, 0
    named = reads.may_read("mfa.Authenticator", "data", STAFF_PURPOSES)
    passkeys: list[Passkey] = []
    for row in Authenticator.objects.filter(user=user).order_by("created_at"):
        match row.type:
            case Authenticator.Type.TOTP:
                since, used = row.created_at, row.last_used_at
            case Authenticator.Type.RECOVERY_CODES:
                left = len(row.wrap().get_unused_codes())
            case Authenticator.Type.WEBAUTHN:
                key = row.wrap()
                name = key.name if named else ""
                passkeys.append(Passkey(row.pk, name, row.created_at, row.last_used_at, bool(key.is_passwordless)))
    return Factors(since, used, tuple(passkeys), left)


def sessions_of(user: User, *, current: str = "") -> list[OpenSession]:
    """Sessions that are still open, last used first; ``current`` is the key of the session that asks."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now())
    rows = UserSession.objects.filter(Exists(alive), user=user).order_by("-last_seen_at")
    asking = rows.filter(session_key=current).values_list("pk", flat=True).first()
    return [
        OpenSession(row.pk, row.ip, row.user_agent, row.created_at, row.last_seen_at, row.pk == asking)
        for row in reads.read(rows, SECURITY_PURPOSES)
    ]


def reset_of(user: User) -> Reading | None:
    """One's own request that still runs, with ``ripe`` added: it can be finished now."""
    now = clock.now()
    found = open_reset_of(user, at=now)
    if found is None:
        return None
    row = reads.read_one(FactorReset.objects.filter(pk=found.pk), SECURITY_PURPOSES)
    return row.with_(ripe=is_ripe(found, at=now)) if row else None
