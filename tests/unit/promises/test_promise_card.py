"""P04, P05 and P10: what is on the cards, who checked it, and how it came there."""

from datetime import timedelta
from typing import Any

import pytest

from klantkaart.customers import actions
from klantkaart.customers.models import BankAccount, Card, Channel
from klantkaart.kernel import clock, numbers
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Invalid
from klantkaart.promises.checks import card as checks
from klantkaart.promises.checks.card import changed_by_actions, still_right, what_was_asked_for
from klantkaart.promises.verdicts import State
from personas import card, company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_a_full_card_is_what_was_asked_for() -> None:
    card(company())
    verdict = what_was_asked_for(clock.today())

    assert verdict.state is State.KEPT
    assert verdict.checked == 6


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Card, {"kvk_number": "1234567"}),
        (Card, {"vat_id": "NL123456789B90"}),
        (Card, {"establishment_number": "99990000999"}),
        (Channel, {"value": "0172-123456"}),
        (BankAccount, {"iban": "NL91ABNA0417164301"}),
    ],
)
def test_a_value_that_passed_nobodys_check_breaks_the_promise(model: Any, values: dict[str, str]) -> None:
    held = card(company())
    rows = model.objects.filter(card=held) if model is not Card else Card.objects.filter(pk=held.pk)
    rows.update(**values)
    verdict = what_was_asked_for(clock.today())

    assert verdict.state is State.BROKEN
    assert all(value not in " ".join((verdict.evidence, *verdict.where)) for value in values.values())


def test_a_card_that_needs_more_than_a_name_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    card(company())

    def refuses(*_args: object) -> None:
        raise Invalid("KvK-nummer is verplicht.")

    monkeypatch.setattr(checks, "CARD", type("Part", (), {"clean": staticmethod(refuses)}))
    assert what_was_asked_for(clock.today()).state is State.BROKEN


def test_a_citizen_service_number_that_passes_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    card(company())
    monkeypatch.setattr(numbers, "refuse_bsn", lambda _text: None)

    assert what_was_asked_for(clock.today()).state is State.BROKEN


def test_a_confirmed_card_is_still_right() -> None:
    held = card(company())
    with clock.at(clock.now() + timedelta(days=3)):
        actions.confirm_review(card=held.uuid, by=SYSTEM, at=clock.now())
        assert still_right(clock.today()).state is State.KEPT


def test_a_review_that_nobody_did_breaks_the_promise() -> None:
    held = card(company())
    Card.objects.filter(pk=held.pk).update(reviewed_on=clock.today() + timedelta(days=1))
    verdict = still_right(clock.today())

    assert verdict.state is State.BROKEN
    assert verdict.where == (str(held.uuid),)


def test_a_customer_who_was_not_asked_for_a_year_puts_the_promise_at_risk() -> None:
    held = card(company())
    verdict = still_right(clock.today() + timedelta(days=400))

    assert verdict.state is State.AT_RISK
    assert verdict.where == (str(held.uuid),)


def test_a_prospect_need_not_be_asked() -> None:
    card(company(), relationship={"prospect_since": "2026-01-05"}, bank=[])

    assert still_right(clock.today() + timedelta(days=400)).state is State.KEPT


def test_cards_that_came_by_the_door_keep_the_promise() -> None:
    at = company()
    card(at)
    card(at, bank=[])

    assert changed_by_actions(clock.today()).checked == 2


def test_a_card_that_came_by_no_action_breaks_the_promise() -> None:
    card(company())
    Card.objects.create(name="Stiekem", created_at=clock.now())

    assert "2 kaarten en maar 1 regels" in changed_by_actions(clock.today()).evidence


def test_a_card_that_took_anothers_place_breaks_the_promise() -> None:
    held = card(company())
    Card.objects.filter(pk=held.pk).update(log_salt=b"0" * 16)
    verdict = changed_by_actions(clock.today())

    assert verdict.state is State.BROKEN
    assert verdict.where == (str(held.uuid),)


def test_a_log_without_locks_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    card(company())
    monkeypatch.setattr(checks, "missing_triggers", lambda: {"audit_entry_refuse_update"})

    assert changed_by_actions(clock.today()).state is State.BROKEN
