"""What roles come down to, in words."""

import pytest

from klantkaart.accounts.abilities import ABILITIES, ROLE_SENTENCES, outlook
from klantkaart.accounts.roles import ROLE_RIGHTS, Right, Role


def test_every_right_and_every_role_has_words() -> None:
    """Opening the office comes with any role; nobody needs to be told."""
    assert set(ABILITIES) == set(Right) - {Right.OFFICE_OPEN}
    assert set(ROLE_SENTENCES) == set(Role)


@pytest.mark.parametrize("before", Role)
@pytest.mark.parametrize("after", Role)
def test_an_outlook_says_every_right_exactly_once(before: Role, after: Role) -> None:
    found = outlook("Polder", [before], [after])
    said = [*found.gains, *found.loses, *found.keeps]
    both = (ROLE_RIGHTS[before] | ROLE_RIGHTS[after]) - {Right.OFFICE_OPEN}
    assert sorted(map(str, said)) == sorted(str(ABILITIES[right]) for right in both)
    assert len(found.keeps) == len((ROLE_RIGHTS[before] & ROLE_RIGHTS[after]) - {Right.OFFICE_OPEN})
