"""P20 and P21: nothing too soon, nothing too late, and gone is gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap.due import due_on
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.promises.checks import ending
from klantkaart.promises.checks.ending import gone_when_said, kept_while_a_customer
from klantkaart.promises.verdicts import State
from klantkaart.retention.actions import run
from klantkaart.retention.destroy import ledger
from klantkaart.retention.replay import resume
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage
from personas import card, company

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bothdb]

LEFT = date(2026, 3, 1)  # the card is kept up to and including 31 March


@pytest.fixture(autouse=True)
def room(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.LEDGER_ROOT = tmp_path / "ledger"
    settings.SEALED_ROOT = tmp_path / "sealed"
    with clock.at(date(2026, 2, 1)):
        yield


def leaving(**changes: Any) -> Card:
    held: Card = card(company(), **changes)
    Relationship.objects.filter(card=held).update(ended_on=LEFT, announced_on=date(2026, 2, 1))
    return held


def test_a_running_customer_is_kept() -> None:
    card(company())

    assert kept_while_a_customer(LEFT).state is State.KEPT


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 31), State.KEPT),
        (date(2026, 4, 1), State.KEPT),
        (date(2026, 4, 2), State.AT_RISK),
        (date(2026, 5, 1), State.AT_RISK),
        (date(2026, 5, 2), State.BROKEN),
    ],
)
def test_who_left_may_be_there_until_31_days_after_the_term(day: date, state: State) -> None:
    leaving()

    assert kept_while_a_customer(day).state is state


def test_what_is_too_late_says_since_when() -> None:
    leaving()

    assert kept_while_a_customer(date(2026, 8, 1)).since == date(2026, 3, 31)


def test_a_due_list_that_takes_a_running_customer_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    leaving()
    stays = card(company("Anders"))

    def greedy(on: date) -> Iterator[Any]:
        for due in due_on(on):
            yield due
            yield replace(due, subject=stays.pk, pk=stays.pk)

    monkeypatch.setattr(ending, "due_on", greedy)
    assert kept_while_a_customer(date(2026, 4, 1)).state is State.BROKEN


def test_a_due_list_that_forgets_somebody_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    leaving()
    monkeypatch.setattr(ending, "due_on", lambda _on: iter(()))

    verdict = kept_while_a_customer(date(2026, 4, 1))
    assert verdict.state is State.BROKEN
    assert "spreken elkaar" in verdict.evidence


def gone() -> Card:
    held = leaving()
    with clock.at(date(2026, 4, 1)):
        run(on=clock.today(), by=SYSTEM, at=clock.now())
    assert not Card.objects.filter(pk=held.pk).exists()
    return held


def test_who_is_gone_is_found_nowhere() -> None:
    gone()
    verdict = gone_when_said(date(2026, 4, 2))

    assert verdict.state is State.KEPT
    assert "1 verwijderde onderdelen gezocht" in verdict.evidence


def test_somebody_who_came_back_breaks_the_promise() -> None:
    held = gone()
    Card.objects.create(uuid=held.uuid, name="Terug uit een back-up", created_at=clock.now())

    assert gone_when_said(date(2026, 4, 2)).where == (f"customers.Card {held.uuid}",)


def test_a_key_or_file_that_is_still_there_breaks_the_promise() -> None:
    held = gone()
    SealedStorage().save_for(held.uuid, ContentFile(b"brief"))

    assert gone_when_said(date(2026, 4, 2)).where == (f"sleutel {held.uuid}", f"bestanden {held.uuid}")
    keystore().destroy(held.uuid)
    assert gone_when_said(date(2026, 4, 2)).where == (f"bestanden {held.uuid}",)


def test_a_ledger_that_was_changed_breaks_the_promise() -> None:
    gone()
    path = ledger().path
    path.write_bytes(path.read_bytes().replace(b"customers.Card", b"customers.Note"))

    assert "regel 1" in gone_when_said(date(2026, 4, 2)).evidence


def test_an_erasure_that_was_not_carried_out_here_breaks_the_promise() -> None:
    """As after an older backup, until the ledger is replayed."""
    ledger().append(unit=uuid4(), kind="customers.Card", at=clock.now())

    assert "regel 1: deze verwijdering is hier niet uitgevoerd" in gone_when_said(LEFT).evidence
    resume(by=SYSTEM, at=clock.now())
    assert gone_when_said(LEFT).state is State.KEPT


def test_a_ledger_that_was_cut_off_breaks_the_promise() -> None:
    gone()
    ledger().path.unlink()

    assert gone_when_said(date(2026, 4, 2)).where == ("het einde ontbreekt: er is een latere stand bewaard",)


def test_emptied_fields_are_not_a_card_that_should_be_gone() -> None:
    held = card(company())
    ledger().append(unit=held.uuid, kind="customers.Card", scope=("vat_id",), at=clock.now())
    resume(by=SYSTEM, at=clock.now())

    assert gone_when_said(LEFT).state is State.NOT_CONFIGURED


def test_who_said_to_leave_has_a_plan_that_ends() -> None:
    leaving()

    assert "1 vertrekkende klanten" in gone_when_said(date(2026, 2, 2)).evidence


def test_leaving_without_an_end_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    held = leaving()
    monkeypatch.setattr(ending, "fates_of", lambda *_args, **_named: [])

    assert gone_when_said(date(2026, 2, 2)).where == (str(held.uuid),)


def test_nobody_left_yet_is_not_configured() -> None:
    card(company())
    ledger().append(unit=uuid4(), kind="customers.Contact", scope=("name",), at=clock.now() - timedelta(days=1))
    resume(by=SYSTEM, at=clock.now())

    assert gone_when_said(LEFT).state is State.NOT_CONFIGURED
