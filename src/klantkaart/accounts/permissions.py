"""Who may do what with colleagues."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotAllowed, NotFound, Refused

from .models import Membership, MembershipQuerySet, User
from .roles import ROLES_THAT_MANAGE_PEOPLE, Right, Role


def require_manager(by: Actor, companies: Iterable[int]) -> None:
    """Refuse unless ``by`` manages the people of every one of these companies."""
    if not all(by.holds(Right.PEOPLE_MANAGE, company) for company in companies):
        raise NotAllowed(_("Alleen een eigenaar van het bedrijf kan dit doen. Vraag het de eigenaar."))


def require_manager_of(by: Actor, person: User) -> None:
    """Refuse unless ``by`` manages the people of *every* company where this person works; a colleague without any
    company is nobody's to manage but the terminal's. Outsiders cannot tell that the person exists."""
    companies = companies_of(person)
    if not by.is_system and not any(by.holds(Right.PEOPLE_MANAGE, company) for company in companies):
        raise NotFound(_("Deze collega bestaat niet."))
    require_manager(by, companies)


def require_former_manager_of(by: Actor, person: User) -> None:
    """Refuse unless the person ever worked at a company whose people ``by`` manages; others do not exist."""
    ever = Membership.objects.filter(user=person).values_list("company_id", flat=True)
    if not by.is_system and not any(by.holds(Right.PEOPLE_MANAGE, company) for company in ever):
        raise NotFound(_("Deze collega bestaat niet."))


def companies_of(person: User) -> frozenset[int]:
    """Ids of the companies where the person holds a role today."""
    current = Membership.objects.filter(user=person).current(clock.today())
    return frozenset(current.values_list("company_id", flat=True))


def last_roles_of(person: User) -> dict[int, set[Role]]:
    """The roles that ended last, per company id: what somebody who left would come back to."""
    last = Membership.objects.filter(user=person, until__isnull=False).order_by("-until").first()
    found: dict[int, set[Role]] = {}
    if last is not None:
        ended = Membership.objects.filter(user=person, until=last.until)
        for company, role in ended.values_list("company_id", "role"):
            found.setdefault(company, set()).add(Role(role))
    return found


def managers(companies: Iterable[int]) -> MembershipQuerySet:
    """Current roles, at any of these companies, that make an active colleague somebody who manages people."""
    return Membership.objects.current(clock.today()).filter(
        Q(company__in=list(companies)), role__in=ROLES_THAT_MANAGE_PEOPLE, user__is_active=True
    )


def keep_a_manager(companies: Iterable[int], *, without: User) -> None:
    """Refuse when one of these companies would have nobody left who manages its people."""
    for company in companies:
        left = managers([company]).exclude(user=without)
        if managers([company]).filter(user=without).exists() and not left.exists():
            raise Refused(_("Een bedrijf houdt altijd een eigenaar. Maak eerst een collega eigenaar."))


def check_roles(person: User, wanted: Mapping[int, Iterable[Role]], *, by: Actor) -> None:
    """Refuse a change of roles that may not be: by somebody who does not manage these companies, for somebody who
    left, one that leaves a company without an owner, and one that leaves the person without any role."""
    require_manager(by, wanted)
    if not person.is_active:
        raise Refused(_("Deze collega heeft geen toegang meer. Nodig de collega eerst opnieuw uit."))
    elsewhere = companies_of(person) - frozenset(wanted)
    if not any(wanted.values()) and not elsewhere:
        raise Refused(_("Zonder rol kan een collega niets zien. Kies een rol, of beëindig de toegang."), field="roles")
    keep_a_manager((one for one, roles in wanted.items() if not set(roles) & ROLES_THAT_MANAGE_PEOPLE), without=person)


def has_second_pair_of_eyes(person: User) -> bool:
    """Whether somebody else could confirm something for this person."""
    return managers(companies_of(person)).exclude(user=person).exists()
