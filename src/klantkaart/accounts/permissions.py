"""Who may do what with colleagues."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotAllowed, NotFound

from .models import Membership, MembershipQuerySet, User
from .roles import ROLES_THAT_MANAGE_PEOPLE, Right


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


def companies_of(person: User) -> frozenset[int]:
    """Ids of the companies where the person holds a role today."""
    current = Membership.objects.filter(user=person).current(clock.today())
    return frozenset(current.values_list("company_id", flat=True))


def managers(companies: Iterable[int]) -> MembershipQuerySet:
    """Current roles, at any of these companies, that make an active colleague somebody who manages people."""
    return Membership.objects.current(clock.today()).filter(
        Q(company__in=list(companies)), role__in=ROLES_THAT_MANAGE_PEOPLE, user__is_active=True
    )


def has_second_pair_of_eyes(person: User) -> bool:
    """Whether somebody else could confirm something for this person."""
    return managers(companies_of(person)).exclude(user=person).exists()
