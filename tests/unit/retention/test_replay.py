"""After a kill or an older backup: the ledger decides, only what is new is read, and nobody is served before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from klantkaart.customers import actions as customers
from klantkaart.customers.models import Card, Contact, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Refused
from klantkaart.retention import actions, destroy
from klantkaart.retention.destroy import ledger
from klantkaart.retention.ledger import LedgerBroken
from klantkaart.retention.ledger_walk import Problem, Walk
from klantkaart.retention.models import Certificate, LedgerPosition
from klantkaart.retention.replay import disagreements, refuse_unreplayed, resume, unreplayed
from klantkaart.retention.units import due_roots
from klantkaart.sealing.keys import keystore
from personas import card, company

pytestmark = pytest.mark.django_db
LEFT = date(2026, 11, 30)
AFTER = LEFT + timedelta(days=31)


def leaves(found: Card) -> None:
    tie = Relationship.objects.get(card=found)
    with clock.at(LEFT - timedelta(days=3)):
        customers.announce_leaving(
            card=found.uuid, relationship=tie.uuid, ended_on=LEFT, by=SYSTEM, at=clock.now()
        )  # fmt: skip


def run() -> None:
    with clock.at(AFTER):
        actions.run(on=AFTER, by=SYSTEM, at=clock.now())


def erased(names: tuple[str, ...] = ("Eerste", "Tweede")) -> None:
    """So many customers, gone in one run."""
    here = company()
    for name in names:
        leaves(card(here, values={"name": name}))
    run()


def replay() -> int:
    return len(resume(by=SYSTEM, at=clock.now()))


def older_backup() -> Card:
    """A customer of whom the ledger says that they are gone, and who is back."""
    found = card(company())
    leaves(found)
    ledger().append(unit=found.uuid, kind="customers.Card", at=clock.now())
    return found


def test_who_came_back_is_refused_service_and_then_gone() -> None:
    found = older_backup()
    with pytest.raises(Refused, match="klantkaart erasures replay"):
        refuse_unreplayed()
    assert Card.objects.filter(pk=found.pk).exists()
    assert (unreplayed(), replay(), unreplayed()) == (1, 1, 0)
    assert not Card.objects.exists()
    refuse_unreplayed()


def test_nothing_is_done_twice() -> None:
    erased()
    assert (replay(), replay()) == (0, 0)
    assert Certificate.objects.count() == ledger().head().n == 2


def test_only_what_is_new_is_read() -> None:
    """One line more costs one line, however long the ledger is."""
    erased()
    replay()
    leaves(card(company("Derde"), values={"name": "Derde"}))
    run()
    with patch.object(Walk, "step", autospec=True, side_effect=Walk.step) as read:
        assert unreplayed() == 0
    assert [json.loads(call.args[1])["n"] for call in read.mock_calls] == [3]


def test_killed_before_the_files_takes_every_key_along() -> None:
    """Not only that of the unit itself: what went with it had keys too."""
    found = card(company())
    contact = Contact.objects.get(card=found)
    for unit in (found.uuid, contact.uuid):
        keystore().recipient(unit)
    leaves(found)
    with patch.object(destroy, "finish", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        run()
    certificate = Certificate.objects.get()
    assert certificate.files_at is None
    assert str(contact.uuid) in certificate.pending
    assert replay() == 1
    assert not keystore().has(found.uuid)
    assert not keystore().has(contact.uuid)
    assert Certificate.objects.filter(files_at__isnull=False, pending=[]).exists()


def cut(lines: int) -> None:
    path: Path = ledger().path
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("left", [0, 1])
def test_cut_off_end_is_found_without_a_head_from_elsewhere(left: int, *, first: bool) -> None:
    erased()
    if first:
        replay()
    cut(left)
    with pytest.raises(LedgerBroken) as refused:
        refuse_unreplayed()
    assert refused.value.finding.problem is Problem.CUT
    with pytest.raises(LedgerBroken):
        replay()


def test_nothing_is_destroyed_while_the_ledger_is_cut_off() -> None:
    erased()
    cut(1)
    found = card(company("Derde"), values={"name": "Derde"})
    leaves(found)
    with clock.at(AFTER), pytest.raises(LedgerBroken):
        destroy.destroy(due_roots(AFTER)[0], on=AFTER, by=SYSTEM, at=clock.now())
    assert Card.objects.filter(pk=found.pk).exists()
    assert len(ledger().path.read_bytes().splitlines()) == 1


def test_another_line_under_the_same_number_is_found() -> None:
    erased()
    kept = ledger().path.read_bytes()
    ledger().path.unlink()
    for number in (1, 2):
        ledger().append(unit=company(f"Ander {number}").uuid, kind="customers.Card", at=clock.now())
    assert ledger().path.read_bytes() != kept
    with pytest.raises(LedgerBroken) as refused:
        refuse_unreplayed()
    assert refused.value.finding.problem is Problem.REPLACED


def test_certificates_and_ledger_are_compared_line_by_line() -> None:
    erased()
    assert list(disagreements()) == []
    Certificate.objects.filter(line=1).delete()
    Certificate.objects.filter(line=2).update(mark="0" * 64)
    ledger().append(unit=company("Ander").uuid, kind="customers.Card", at=clock.now())
    Certificate.objects.create(at=clock.now(), on=AFTER, kind="a", line=9, mark="1" * 64)
    assert [(one.line, one.problem) for one in disagreements()] == [
        (1, Problem.UNDONE), (2, Problem.REPLACED), (3, Problem.UNDONE), (9, Problem.CUT),
    ]  # fmt: skip


def test_position_moves_only_behind_what_was_done() -> None:
    erased()
    replay()
    at = LedgerPosition.objects.get()
    assert (at.n, at.digest) == (2, ledger().head().digest)
    assert at.offset == ledger().path.stat().st_size
    ledger().append(unit=company("Ander").uuid, kind="customers.Card", at=clock.now())
    with patch("klantkaart.retention.replay._redo", side_effect=Refused("nee")), pytest.raises(Refused):
        replay()
    assert LedgerPosition.objects.get().n == 2
    assert (replay(), LedgerPosition.objects.get().n) == (1, 3)
