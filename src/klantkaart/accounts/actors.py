"""From somebody who signed in to the ``by=`` of an action."""

from collections import defaultdict
from collections.abc import Iterable

from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor, ActorKind

from .models import Membership, User
from .roles import grants_of, purpose_grant


def actor_for(user: User) -> Actor:
    """The actor that this member of staff is today, with rights and purposes per company; one query.

    Somebody who may not sign in holds nothing.
    """
    roles: defaultdict[int, set[str]] = defaultdict(set)
    if user.is_active:
        current = Membership.objects.filter(user=user).current(clock.today())
        for company, role in current.values_list("company_id", "role"):
            roles[company].add(role)
    grants = {company: grants_of(held) for company, held in roles.items()}
    return Actor(ActorKind.STAFF, user.uuid, bytes(user.log_salt), grants)


def may_read_for(actor: Actor, purposes: Iterable[str], company: int | None = None) -> frozenset[str]:
    """Which of ``purposes`` the actor may read customer data for, at ``company`` or (None) at any company."""
    return frozenset(purpose for purpose in purposes if actor.holds(purpose_grant(purpose), company))
