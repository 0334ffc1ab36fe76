"""What is shown about colleagues, and to whom."""

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import DjangoAssertNumQueries

from klantkaart.accounts import queries
from klantkaart.accounts.actions import enrol
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.datamap.reads import WITHHELD
from klantkaart.datamap.registry import without_purpose
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import NotFound
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_owner_sees_the_people_of_the_own_company_only(group: Group) -> None:
    colleague = make_user(Role.OFFICE, company=group.here)
    assert {row.uuid for row in queries.people(by=group.boss)} == {group.owner.uuid, colleague.uuid}
    assert {row.uuid for row in queries.people(by=group.other_boss)} == {group.stranger.uuid}


def test_terminal_sees_everybody(group: Group) -> None:
    assert {row.uuid for row in queries.people(by=TERMINAL)} == {group.owner.uuid, group.stranger.uuid}


def test_colleague_without_that_right_sees_nobody(group: Group) -> None:
    assert queries.people(by=actor_for(make_user(Role.OFFICE, company=group.here))) == []


def test_list_says_role_factor_and_whether_the_invitation_waits(group: Group) -> None:
    Authenticator.objects.create(user=group.owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    group.owner.set_password("regenjas tulpen zeventien kano")
    group.owner.save()
    (row,) = queries.people(by=group.boss)
    assert [(held.company_name, held.role) for held in row.roles] == [(group.here.name, Role.OWNER)]
    assert (row.has_factor, row.invited) == (True, False)


def test_list_costs_the_same_at_any_number(group: Group, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(7):
        make_user(Role.OFFICE, company=group.here)
    boss = group.boss
    with django_assert_num_queries(3):
        assert len(queries.people(by=boss)) == 8


def test_outsider_is_unknown_and_oneself_is_not(group: Group) -> None:
    assert queries.person(group.owner.uuid, by=group.boss) == group.owner
    with pytest.raises(NotFound):
        queries.person(group.stranger.uuid, by=group.boss)


def test_name_vanishes_with_its_purpose(group: Group) -> None:
    with (
        without_purpose("accounts.User", ["name"], "staff_access"),
        without_purpose("accounts.User", ["name"], "security"),
    ):
        assert queries.about(group.owner).name is WITHHELD


def test_password_and_salt_are_never_part_of_a_list_for_the_screen(group: Group) -> None:
    (row,) = queries.people(by=group.boss)
    assert "password" not in row.values()
    assert "log_salt" not in row.values()


def test_person_is_found_by_address(group: Group) -> None:
    assert queries.by_email(f" {group.owner.email.upper()} ") == group.owner
    assert queries.by_email("niemand@example.nl") is None


def test_factors_are_counted_without_their_secrets(group: Group) -> None:
    enrol(person=group.owner, by=TERMINAL, at=clock.now())
    factors = queries.factors_of(group.owner)
    assert (factors.count, factors.recovery_left, factors.passkeys) == (1, 10, ())
    assert queries.factors_of(User.objects.get(pk=group.stranger.pk)).count == 0
