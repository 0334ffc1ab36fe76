"""Typed reads about colleagues, for those who manage them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from klantkaart.audit.pseudonyms import pseudonym
from klantkaart.audit.queries import timeline
from klantkaart.datamap import reads
from klantkaart.datamap.reads import Reading
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound

from ..abilities import Outlook, outlook
from ..models import FactorReset, Membership, User
from ..permissions import check_roles, companies_of, has_second_pair_of_eyes, last_roles_of
from ..policies import is_stale
from ..roles import Right, read_roles
from .own import SECURITY_PURPOSES, STAFF_PURPOSES, factors_of, roles_of, sessions_of

_HISTORY = 20


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that waits for its colleague. ``taken``: when the mail server took the letter, None if it did
    not; ``sent``: when it was last asked to, None when the letter was never sent from here."""

    sent: datetime | None
    taken: datetime | None


def by_email(email: str) -> User | None:
    """The colleague with this sign-in address, whatever its capitals; None when there is none."""
    return User.objects.filter(email=email.strip().lower()).first()


def person(uuid: UUID, *, by: Actor) -> User:
    """A colleague whom ``by`` manages, or oneself. Refuses anybody else as unknown."""
    found = User.objects.filter(uuid=uuid).first()
    if found is None or (by.uuid != found.uuid and not _visible(by).filter(pk=found.pk).exists()):
        raise NotFound(_("Deze collega bestaat niet."))
    return found


def people(*, by: Actor) -> list[Reading]:
    """Colleagues at the companies whose people ``by`` manages, by name; three queries whatever their number.

    Each has ``roles`` (list of :class:`RoleAt`), ``has_app``, ``has_passkey``, ``has_factor`` (either) and
    ``invited`` (no password chosen yet) added.
    """
    rows = _visible(by).annotate(**_factors()).order_by("-is_active", "name")
    waiting = set(rows.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).values_list("uuid", flat=True))
    found = reads.read(rows, STAFF_PURPOSES, also=("has_app", "has_passkey"))
    roles = roles_of([row.pk for row in found])
    return [
        row.with_(
            roles=roles.get(row.pk, []),
            invited=row.is_active and row.uuid in waiting,
            has_factor=row.has_app or row.has_passkey,
        )
        for row in found
    ]


def _factors() -> dict[str, Exists]:
    mine = Authenticator.objects.filter(user=OuterRef("pk"))
    return {
        "has_app": Exists(mine.filter(type=Authenticator.Type.TOTP)),
        "has_passkey": Exists(mine.filter(type=Authenticator.Type.WEBAUTHN)),
    }


def colleague(uuid: UUID, *, by: Actor) -> Reading:
    """One colleague whom ``by`` manages. Added: ``roles``, ``factors``, ``sessions``, ``invitation`` (None when there
    is none open), ``reset`` (None), ``history`` (newest lines of the log), ``is_me``, ``mine`` (whether ``by`` manages
    every company where they work) and ``last_roles`` (of somebody who left). Refuses anybody else as unknown."""
    user = person(uuid, by=by)
    if not _visible(by).filter(pk=user.pk).exists():
        raise NotFound(_("Deze collega bestaat niet."))
    found = reads.read_one(User.objects.filter(pk=user.pk), STAFF_PURPOSES)
    if found is None:
        raise NotFound(_("Deze collega bestaat niet."))
    waits = user.is_active and not user.has_usable_password()
    return found.with_(
        roles=roles_of([user.pk]).get(user.pk, []),
        factors=factors_of(user),
        sessions=sessions_of(user),
        invitation=Invitation(found.invited_at or None, found.letter_at or None) if waits else None,
        reset=next((row for row in open_resets(by=by) if row.user == user.pk), None),
        history=timeline(user, limit=_HISTORY),
        is_me=by.uuid == user.uuid,
        mine=all(by.holds(Right.PEOPLE_MANAGE, company) for company in companies_of(user)),
        last_roles={} if user.is_active else last_roles_of(user),
    )


def roles_outlook(
    who: User | None, wanted: Mapping[int, Iterable[str]], *, by: Actor, names: Mapping[int, str]
) -> list[Outlook]:
    """What these roles would let a colleague (or, None, a new one) see and do, per company in ``names``. Refuses what
    the change itself would refuse."""
    after = {company: set(read_roles(roles)) for company, roles in wanted.items()}
    held = [] if who is None else roles_of([who.pk]).get(who.pk, [])
    if who is not None:
        check_roles(who, after, by=by)
    before = {company: {one.role for one in held if one.company == company} for company in names}
    return [outlook(name, before[company], after.get(company, set())) for company, name in names.items()]


def open_resets(*, by: Actor) -> list[Reading]:
    """Lost factors of the colleagues whom ``by`` manages that still wait, oldest first; each with ``person`` added,
    and with ``alone``: nobody else can confirm it, so it waits a day."""
    rows = FactorReset.objects.filter(user__in=_visible(by), done_at=None, withdrawn_at=None).order_by("asked_at")
    now = clock.now()
    waiting = {row.pk: row for row in rows.select_related("user") if not is_stale(row, at=now)}
    found = reads.read(rows.filter(pk__in=waiting), SECURITY_PURPOSES)
    who = {row.pk: row for row in reads.read(User.objects.filter(factor_resets__in=waiting), STAFF_PURPOSES)}
    return [row.with_(person=who[row.user], alone=not has_second_pair_of_eyes(waiting[row.pk].user)) for row in found]


def open_reset(uuid: UUID, *, by: Actor) -> Reading:
    """One of :func:`open_resets`. Refuses one that no longer runs, or is of a colleague of somebody else."""
    for row in open_resets(by=by):
        if row.uuid == uuid:
            return row
    raise NotFound(_("Dit verzoek loopt niet meer."))


def names_by_pseudonym() -> dict[str, str]:
    """What the log calls each colleague -> their name; for showing history. One query."""
    return {pseudonym(user): user.name for user in User.objects.only("uuid", "log_salt", "name")}


def _visible(by: Actor) -> QuerySet[User]:
    """Everybody who works, or ever worked, at a company whose people ``by`` manages."""
    companies = by.companies_with(Right.PEOPLE_MANAGE)
    if companies is None:
        return User.objects.all()
    return User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), company__in=companies)))
