"""The art. 26 arrangement: on file, its end, and what it means for a card (ROL-4)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies import actions, queries
from klantkaart.companies.models import Arrangement, Company
from klantkaart.customers.actions import add_relationship
from klantkaart.customers.models import Relationship
from klantkaart.customers.sharing import shared_cards
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, Refused
from personas import actor, card, company
from staff import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
GIVEN: dict[str, Any] = {
    "signed_on": date(2024, 1, 1),
    "signed_by": "M. Tolsma en K. Wiersma",
    "reference": "Map 4",
    "essence": "Samen één kaart.",
}


def _pair() -> tuple[Company, Company, Actor]:
    first, second = company("Polder Telecom"), company("Polder Beveiliging")
    return first, second, actor_for(make_user(at={first.pk: Role.OWNER, second.pk: Role.OWNER}))


def _arrange(*among: Company, by: Actor = TERMINAL, **changes: Any) -> int:
    chosen = [one.pk for one in among]
    return actions.add_arrangement(companies=chosen, **(GIVEN | changes), by=by, at=clock.now())


def test_an_arrangement_says_between_whom_since_when_by_whom_and_where_the_paper_is() -> None:
    first, second, by = _pair()
    _arrange(first, second, by=by)
    row = queries.arrangement_rows(by=by, on=clock.today())[0]
    assert row.companies == ("Polder Beveiliging", "Polder Telecom")
    assert (row.signed_on, row.signed_by, row.reference) == (date(2024, 1, 1), "M. Tolsma en K. Wiersma", "Map 4")
    assert row.running
    assert not queries.arrangement_rows(by=by, on=date(2023, 12, 31))[0].running


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"essence": " \n "}, "essence"),
        ({"essence": "x" * 4001}, "essence"),
        ({"signed_by": "x" * 201}, "signed_by"),
        ({"reference": "x\ny"}, "reference"),
        ({"signed_on": date(2999, 1, 1)}, "signed_on"),
    ],
)
def test_an_arrangement_that_says_too_little_is_refused(changes: dict[str, Any], field: str) -> None:
    first, second, by = _pair()
    with pytest.raises(Invalid) as refusal:
        _arrange(first, second, by=by, **changes)
    assert refusal.value.field == field
    assert not Arrangement.objects.exists()
    assert not Entry.objects.exists()


def test_one_company_arranges_nothing_with_itself() -> None:
    first, _second, by = _pair()
    with pytest.raises(Invalid, match="minstens twee"):
        _arrange(first, first, by=by)
    assert not Arrangement.objects.exists()


def test_only_who_owns_both_arranges_and_ends() -> None:
    first, second, _by = _pair()
    one_side = actor("owner", first)
    with pytest.raises(NotAllowed):
        _arrange(first, second, by=one_side)
    assert not Arrangement.objects.exists()
    _arrange(first, second)
    made = Arrangement.objects.get()
    with pytest.raises(NotAllowed):
        actions.end_arrangement(arrangement=made.uuid, ended_on=clock.today(), by=one_side, at=clock.now())
    with pytest.raises(NotFound):
        actions.end_arrangement(
            arrangement=made.uuid, ended_on=clock.today(), by=actor("owner", company("Elders")), at=clock.now()
        )
    made.refresh_from_db()
    assert made.ended_on is None


def test_a_second_relationship_waits_for_an_arrangement_and_stops_with_it() -> None:
    first, second, by = _pair()
    shared, later = card(first), card(first, values={"name": "Slagerij Noord"}, channels=[], bank=[])

    def share(found: Any) -> None:
        add_relationship(card=found.uuid, company=second.pk, by=by, at=clock.now())

    with pytest.raises(Refused, match="artikel 26"):
        share(shared)
    assert Relationship.objects.count() == 2
    _arrange(first, second, by=by)
    share(shared)
    assert shared_cards({first.pk, second.pk}) == 1
    yesterday = clock.today() - timedelta(days=1)
    actions.end_arrangement(arrangement=Arrangement.objects.get().uuid, ended_on=yesterday, by=by, at=clock.now())
    assert not queries.arrangement_rows(by=by, on=clock.today())[0].running
    with pytest.raises(Refused, match="artikel 26"):
        share(later)
    assert Relationship.objects.count() == 3


@pytest.mark.parametrize("case", ["before it was signed", "ended already", "unknown"])
def test_an_end_that_cannot_be_is_refused(case: str) -> None:
    first, second, by = _pair()
    _arrange(first, second, by=by)
    made = Arrangement.objects.get()
    ended = {"before it was signed": None, "ended already": date(2025, 1, 1), "unknown": None}[case]
    Arrangement.objects.update(ended_on=ended)
    lines = Entry.objects.count()
    with pytest.raises(DomainError):
        actions.end_arrangement(
            arrangement=uuid4() if case == "unknown" else made.uuid,
            ended_on=date(2023, 12, 31) if case == "before it was signed" else clock.today(),
            by=by,
            at=clock.now(),
        )
    made.refresh_from_db()
    assert made.ended_on == ended
    assert Entry.objects.count() == lines
