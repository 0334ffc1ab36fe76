"""Deciding on retention terms: what they would do, setting them, taking a planned one back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Company
from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap.models import RuleParameter
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, Refused
from klantkaart.kernel.periods import Period, Unit
from klantkaart.retention import actions
from klantkaart.retention.effects import TermEffect, term_effect
from klantkaart.retention.queries import due_list, term_rows
from personas import actor, card, company, sisters

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.at(NOON):
        yield


def _days(count: int) -> Period:
    return Period(count, Unit.DAYS)


def _set(code: str = "card_after_end", by: Actor = TERMINAL, **changes: Any) -> None:
    given: dict[str, Any] = {"valid_from": TODAY + timedelta(days=10), "reason": "Eindafrekening."}
    actions.set_term(code=code, **({"period": _days(60)} | given | changes), by=by, at=NOON)


def _left(here: Company, days_ago: int, name: str) -> Card:
    """A customer who left that many days ago, and nothing but a name."""
    found = card(here, values={"name": name}, channels=[], addresses=[], bank=[], notes=[], contacts=[])
    ended = TODAY - timedelta(days=days_ago)
    Relationship.objects.filter(card=found).update(customer_since=date(2020, 1, 1), ended_on=ended)
    return found


def _effect(code: str, period: Period, since: date = TODAY) -> TermEffect:
    return term_effect(code=code, period=period, valid_from=since, by=TERMINAL)


def _counts(effect: TermEffect) -> dict[date, tuple[int, int]]:
    first = effect.effects[0]
    return {point.on: (point.now, point.then) for point in first.points}


def test_a_longer_term_lets_cards_go_later_and_says_how_many() -> None:
    here = company()
    for number, days_ago in enumerate((31, 20, 5)):
        _left(here, days_ago, f"Klant {number}")
    found = _effect("card_after_end", _days(60))
    counts = _counts(found)
    assert counts[TODAY] == (1, 0)
    assert counts[date(2026, 4, 2)] == (3, 1)  # 62, 51 and 36 days after they left
    assert counts[date(2026, 6, 2)] == (3, 3)
    assert (found.beyond, found.changes, found.at_once) == (True, True, -1)


def test_a_shorter_term_does_nothing_while_another_purpose_still_keeps_the_card() -> None:
    """Purposes are subtracted, never averaged: invoicing keeps for thirty days what delivery lets go after ten."""
    _left(company(), 20, "Klant")
    assert not _effect("card_after_end", _days(10)).changes
    _set("invoicing_after_end", period=_days(10), valid_from=TODAY)
    found = _effect("card_after_end", _days(10))
    assert (found.at_once, found.beyond) == (1, False)


def test_what_was_foretold_is_what_becomes_due() -> None:
    """The preview against the due list of the day itself, after the change was really made."""
    here = company()
    for number, days_ago in enumerate((45, 31, 20, 5)):
        _left(here, days_ago, f"Klant {number}")
    since = TODAY + timedelta(days=3)
    foretold = _counts(_effect("card_after_end", _days(40), since))
    _set(period=_days(40), valid_from=since)
    for day, (_now, then) in foretold.items():
        assert sum(1 for unit in due_list(day) if unit.kind == "customers.Card") == then, day


def test_looking_changes_nothing() -> None:
    _left(company(), 31, "Klant")
    lines = Entry.objects.count()
    _effect("card_after_end", _days(5))
    assert not RuleParameter.objects.exists()
    assert Entry.objects.count() == lines


@pytest.mark.parametrize(
    ("code", "changes", "refusal"),
    [
        ("card_after_end", {"period": _days(1201)}, Invalid),
        ("card_after_end", {"valid_from": TODAY - timedelta(days=1)}, Invalid),
        ("card_after_end", {"valid_from": date(9999, 12, 31)}, Invalid),
        ("tax_after_book_year", {"period": Period(83, Unit.MONTHS)}, Invalid),
        ("no_such_rule", {}, NotFound),
    ],
)
def test_a_term_that_may_not_be_is_refused_when_looking_and_when_deciding(
    code: str, changes: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        _set(code, **changes)
    given: dict[str, Any] = {"period": _days(60), "valid_from": TODAY} | changes
    with pytest.raises(refusal):
        term_effect(code=code, **given, by=TERMINAL)
    assert not RuleParameter.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "a\x00b", "a\nb"])
def test_a_term_needs_a_reason_of_one_line(reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _set(reason=reason)
    assert refusal.value.field == "reason"
    assert not RuleParameter.objects.exists()


def test_a_term_of_the_group_takes_the_owner_of_every_company() -> None:
    first, _second = sisters()
    for by in (actor(Role.OWNER, first), actor(Role.PRIVACY, first)):
        with pytest.raises(NotAllowed):
            _set(by=by)
        with pytest.raises(NotAllowed):
            term_effect(code="card_after_end", period=_days(60), valid_from=TODAY, by=by)
    assert not RuleParameter.objects.exists()


def test_a_planned_term_is_withdrawn_and_one_that_holds_is_not() -> None:
    _set()
    _set(valid_from=TODAY, period=_days(20))
    planned = TODAY + timedelta(days=10)
    actions.withdraw_term(code="card_after_end", valid_from=planned, by=TERMINAL, at=NOON)
    row = next(row for row in term_rows(TODAY) if row.code == "card_after_end")
    assert (row.period, row.coming) == (_days(20), ())
    assert Entry.objects.latest("seq").event == "retention.term_withdrawn"
    lines = Entry.objects.count()
    for day, refusal in ((TODAY, Refused), (planned, NotFound)):
        with pytest.raises(refusal):
            actions.withdraw_term(code="card_after_end", valid_from=day, by=TERMINAL, at=NOON)
    assert RuleParameter.objects.count() == 1
    assert Entry.objects.count() == lines
