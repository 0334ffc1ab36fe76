"""From a colleague to the actor of an action."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from klantkaart.accounts.actors import actor_for, may_read_for
from klantkaart.accounts.models import Membership
from klantkaart.accounts.roles import Right, Role
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, ActorKind
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_rights_are_held_only_at_the_company_of_the_role(group: Group) -> None:
    person = make_user(at={group.here.pk: Role.FINANCE, group.sister.pk: Role.TECHNICIAN})
    actor = actor_for(person)
    assert actor.companies_with(Right.BANK_VIEW) == frozenset({group.here.pk})
    assert actor.companies_with(Right.CUSTOMERS_VIEW) == frozenset({group.here.pk, group.sister.pk})
    assert (actor.kind, actor.uuid) == (ActorKind.STAFF, person.uuid)


def test_actor_takes_one_query(group: Group, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = make_user(at={group.here.pk: Role.FINANCE, group.sister.pk: Role.TECHNICIAN})
    with django_assert_num_queries(1):
        actor_for(person)


def test_somebody_who_may_not_sign_in_holds_nothing(group: Group) -> None:
    group.owner.is_active = False
    assert not actor_for(group.owner).holds(Right.CUSTOMERS_VIEW)


@pytest.mark.parametrize(("on", "holds"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False)])
def test_role_that_ended_gives_nothing_from_that_day(group: Group, on: date, *, holds: bool) -> None:
    Membership.objects.filter(user=group.owner).update(until=date(2026, 4, 1))
    with clock.at(on):
        assert actor_for(group.owner).holds(Right.PEOPLE_MANAGE) is holds


def test_purposes_follow_the_role_at_that_company(group: Group) -> None:
    actor = actor_for(make_user(at={group.here.pk: Role.FINANCE, group.sister.pk: Role.TECHNICIAN}))
    asked = ("service", "invoicing", "rights")
    assert may_read_for(actor, asked, group.here.pk) == {"service", "invoicing"}
    assert may_read_for(actor, asked, group.sister.pk) == {"service"}
    assert may_read_for(SYSTEM, asked, group.here.pk) == set(asked)
