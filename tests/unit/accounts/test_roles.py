"""Which role may do what, and read for what."""

import pytest

from klantkaart.accounts.roles import (
    ROLE_PURPOSES,
    ROLE_RIGHTS,
    ROLES_THAT_MANAGE_PEOPLE,
    Right,
    Role,
    grants_of,
    purposes_of,
    rights_of,
)
from klantkaart.datamap import purposes


def test_every_role_has_rights_and_purposes() -> None:
    assert set(ROLE_RIGHTS) == set(ROLE_PURPOSES) == set(Role)
    assert all(ROLE_RIGHTS[role] and ROLE_PURPOSES[role] for role in Role)


def test_every_right_is_held_by_some_role_beside_the_owner_or_is_the_owners_own() -> None:
    others = rights_of(role for role in Role if role != Role.OWNER)
    assert frozenset(Right) - others == {Right.PEOPLE_MANAGE, Right.SETTINGS_CHANGE}


def test_purposes_of_roles_exist_in_the_vocabulary() -> None:
    known = {purpose.code for purpose in purposes.ALL}
    assert frozenset().union(*ROLE_PURPOSES.values()) <= known


def test_owner_holds_every_right() -> None:
    assert ROLE_RIGHTS[Role.OWNER] == frozenset(Right)


def test_only_owners_manage_people() -> None:
    assert {Role.OWNER} == ROLES_THAT_MANAGE_PEOPLE


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.AUDITOR])
def test_technician_and_auditor_never_see_bank_accounts(role: Role) -> None:
    assert Right.BANK_VIEW not in ROLE_RIGHTS[role]
    assert not ROLE_PURPOSES[role] & {"invoicing", "tax"}


def test_auditor_reads_and_changes_nothing() -> None:
    assert all(right.value.endswith(".view") for right in ROLE_RIGHTS[Role.AUDITOR])
    assert Right.CUSTOMERS_VIEW not in ROLE_RIGHTS[Role.AUDITOR]


def test_rights_of_several_roles_add_up() -> None:
    both = rights_of([Role.TECHNICIAN, Role.FINANCE])
    assert both == rights_of([Role.TECHNICIAN]) | rights_of([Role.FINANCE])
    assert purposes_of([Role.TECHNICIAN, Role.PRIVACY]) == {"service", "rights", "accountability"}


@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_a_role_can_open_the_office(role: Role) -> None:
    assert Right.OFFICE_OPEN in rights_of([role])


def test_unknown_role_gives_nothing() -> None:
    assert rights_of(["janitor"]) == purposes_of(["janitor"]) == grants_of([]) == frozenset()


def test_grants_hold_rights_and_purposes_side_by_side() -> None:
    assert {"customers.view", "purpose:service"} <= grants_of([Role.TECHNICIAN])
    assert "purpose:invoicing" not in grants_of([Role.TECHNICIAN])
