"""What a colleague is at which company."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, Refused

from .. import events
from ..models import Membership, User
from ..permissions import check_roles, keep_a_manager, require_manager
from ..roles import ROLES_THAT_MANAGE_PEOPLE, Right, Role, read_roles


def set_roles(*, person: User, company: int, roles: Iterable[str], by: Actor, at: datetime) -> None:
    """Let the person be exactly these roles at one company from today; none at all ends the work there.

    Refuses when ``by`` does not manage that company's people, and when nobody would be left to manage them.
    """
    wanted = known_roles({company: roles}, empty_allowed=True)[company]
    require_manager(by, [company])
    if not person.is_active:
        raise Refused(_("Deze collega heeft geen toegang meer. Nodig de collega eerst opnieuw uit."))
    with log.act(
        events.ROLES_CHANGED, by=by, at=at, about=person, obj=person.uuid, facts={"company": company}
    ) as entry:
        open_ones = Membership.objects.select_for_update().filter(user=person, company=company, until__isnull=True)
        before = {membership.role for membership in open_ones}
        if before & ROLES_THAT_MANAGE_PEOPLE and not wanted & ROLES_THAT_MANAGE_PEOPLE:
            lock_managers([company])
            keep_a_manager([company], without=person)
        open_ones.exclude(role__in=wanted).update(until=day_of(at))
        give(person, {company: wanted - before}, since=day_of(at))
        entry.detail = {"before": sorted(before), "after": sorted(wanted)}


def change_roles(*, person: User, roles: Mapping[int, Iterable[str]], by: Actor, at: datetime) -> int:
    """These roles at these companies from today, all of it or nothing; how many companies changed.

    Refuses as :func:`set_roles`, and to leave somebody without any role at all: that is ending the access."""
    wanted = known_roles(roles, empty_allowed=True)
    check_roles(person, wanted, by=by)
    current = current_roles(person)
    changed = {company: held for company, held in wanted.items() if held != current.get(company, set())}
    with log.batch():
        for company, held in changed.items():
            set_roles(person=person, company=company, roles=held, by=by, at=at)
    return len(changed)


def take_ownership(*, company: int, by: Actor, at: datetime) -> None:
    """Who adds a company to the group becomes its first owner. Refuses a company where anybody works or worked, and
    who is no owner anywhere."""
    person = User.objects.filter(uuid=by.uuid, is_active=True).first()
    if person is None or not by.holds(Right.SETTINGS_CHANGE):
        raise NotAllowed(_("Alleen een eigenaar voegt een bedrijf toe."))
    if Membership.objects.filter(company=company).exists():
        raise Refused(_("Dit bedrijf heeft al een eigenaar. Vraag daar om een rol."))
    with log.act(
        events.ROLES_CHANGED, by=by, at=at, about=person, obj=person.uuid, facts={"company": company}
    ) as entry:
        give(person, {company: {Role.OWNER}}, since=day_of(at))
        entry.detail = {"before": [], "after": [str(Role.OWNER)]}


def known_roles(roles: Mapping[int, Iterable[str]], *, empty_allowed: bool = False) -> dict[int, set[Role]]:
    """The roles by company id. Refuses one that does not exist and, unless allowed, none at all."""
    given = {company: set(read_roles(held)) for company, held in roles.items()}
    if not empty_allowed and not any(given.values()):
        raise Invalid(_("Kies minstens één rol: zonder rol kan een collega niets zien."), field="roles")
    return {company: held for company, held in given.items() if held or empty_allowed}


def current_roles(person: User) -> dict[int, set[str]]:
    """Open roles per company id."""
    found: dict[int, set[str]] = {}
    for company, role in Membership.objects.filter(user=person, until__isnull=True).values_list("company_id", "role"):
        found.setdefault(company, set()).add(role)
    return found


def give(person: User, roles: Mapping[int, set[Role]], *, since: date) -> None:
    """Add roles. Part of an act: the caller writes the audit line."""
    Membership.objects.bulk_create(
        Membership(user=person, company_id=company, role=role, since=since)
        for company, held in roles.items()
        for role in sorted(held)
    )


def lock_managers(companies: Iterable[int]) -> None:
    """Make two acts that each take an owner away happen one after the other."""
    rows = Membership.objects.select_for_update().filter(
        company__in=list(companies), role__in=ROLES_THAT_MANAGE_PEOPLE, until__isnull=True
    )
    list(rows.order_by("pk").values_list("pk", flat=True))


def by_company(roles: Mapping[int, set[Role]]) -> dict[str, list[str]]:
    """For the detail of an audit line."""
    return {str(company): sorted(held) for company, held in roles.items()}


def day_of(at: datetime) -> date:
    """The Dutch day of a moment."""
    return clock.local(at).date()
