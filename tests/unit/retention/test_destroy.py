"""Leaving and gone: what a destruction takes, what it leaves, and what a killed one leaves behind."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from klantkaart.audit.models import Detail, Entry
from klantkaart.customers import actions as customers
from klantkaart.customers import search
from klantkaart.customers.models import Card, Channel, Contact, Note, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Invalid, NotAllowed
from klantkaart.kernel.periods import Period, Unit
from klantkaart.retention import actions
from klantkaart.retention.destroy import ledger
from klantkaart.retention.models import Certificate
from klantkaart.retention.queries import due_counts, leaving_plan
from klantkaart.sealing.recognition import recognised_as, suppressed
from personas import actor, card, company, sisters

pytestmark = pytest.mark.django_db

LEFT = date(2026, 11, 30)
LAST = LEFT + timedelta(days=30)
AFTER = LAST + timedelta(days=1)


def leaves(found: Card, on: date = LEFT) -> None:
    for relationship in Relationship.objects.filter(card=found):
        with clock.at(on - timedelta(days=3)):
            customers.announce_leaving(
                card=found.uuid, relationship=relationship.uuid, ended_on=on, by=SYSTEM, at=clock.now()
            )


def run(on: date) -> actions.RunReport:
    with clock.at(on):
        return actions.run(on=on, by=SYSTEM, at=clock.now())


def test_the_card_stays_through_its_last_day_and_is_gone_the_day_after() -> None:
    """P21."""
    found = card(company())
    leaves(found)
    run(LAST)
    assert Card.objects.filter(pk=found.pk).exists()
    run(AFTER)
    for model in (Card, Contact, Channel, Note, Relationship):
        assert not model._base_manager.exists()
    assert search.find("kiezel", companies=None) == []
    assert not Detail.objects.exists()


def test_the_certificate_and_the_ledger_tell_the_same_and_name_nobody() -> None:
    """AVG-5e."""
    found = card(company())
    leaves(found)
    before = ledger().head().n
    run(AFTER)
    certificate = Certificate.objects.get()
    (line,) = list(ledger().lines(before))
    assert (certificate.line, certificate.mark) == (line.n, line.mark)
    assert line.unit == found.uuid
    assert certificate.counts["customers.Contact"] == 1
    assert certificate.files_at is not None
    assert "Kiezel" not in str(certificate.__dict__)
    assert Entry.objects.filter(event="retention.destroyed").count() == 1


def test_a_running_sister_keeps_the_card_and_loses_only_the_other_ones_part() -> None:
    first, second = sisters()
    found = card(first)
    other = customers.add_relationship(card=found.uuid, company=second.pk, by=SYSTEM, at=clock.now())
    relationship = Relationship.objects.get(card=found, company=first)
    with clock.at(LEFT - timedelta(days=3)):
        customers.announce_leaving(
            card=found.uuid, relationship=relationship.uuid, ended_on=LEFT, by=SYSTEM, at=clock.now()
        )
    run(AFTER)
    assert Card.objects.filter(pk=found.pk).exists()
    assert [row.uuid for row in Relationship.objects.filter(card=found)] == [other]
    assert not Note.objects.exists()
    assert Contact.objects.filter(card=found).exists()


def test_a_contact_who_left_goes_alone_with_their_numbers_and_their_history() -> None:
    found = card(company())
    contact = Contact.objects.get(card=found)
    customers.change_part(
        card=found.uuid,
        part="contact",
        uuid=contact.uuid,
        values={"left_on": LEFT.isoformat()},
        by=SYSTEM,
        at=clock.now(),
    )
    run(AFTER)
    assert not Contact.objects.exists()
    assert Channel.objects.filter(card=found).count() == 2
    assert search.find("hoekstra", companies=None) == []
    assert search.find("kiezel", companies=None) == [found.pk]
    assert not Detail.objects.filter(obj=contact.uuid).exists()


def test_a_hold_stops_what_is_held_and_nothing_else() -> None:
    here = company()
    held, free = card(here), card(here, values={"name": "Tweede Klant"})
    leaves(held)
    leaves(free)
    with clock.at(LEFT):
        hold = actions.place_hold(
            model="customers.Card", target=held.uuid, reason="dispute", review_on=LEFT + timedelta(days=90), by=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
    run(AFTER)
    assert list(Card.objects.values_list("pk", flat=True)) == [held.pk]
    with clock.at(AFTER):
        actions.release_hold(hold=hold, why="opgelost", by=SYSTEM, at=clock.now())
    run(AFTER + timedelta(days=1))
    assert not Card.objects.exists()


def hold_on(model: str, target: UUID) -> UUID:
    with clock.at(LEFT):
        return actions.place_hold(
            model=model, target=target, reason="dispute", review_on=LEFT + timedelta(days=90), by=SYSTEM,
            at=clock.now(),
        )  # fmt: skip


def test_a_held_contact_keeps_what_it_hangs_on_and_what_hangs_on_it() -> None:
    """RET-6: a hold is worth nothing when the card takes the held row along."""
    found = card(company())
    contact = Contact.objects.get(card=found)
    leaves(found)
    hold = hold_on("customers.Contact", contact.uuid)
    run(AFTER)
    assert Contact.objects.filter(pk=contact.pk).exists()
    assert Channel.objects.filter(contact=contact).count() == 1
    assert Relationship.objects.filter(card=found).count() == 1
    assert not Note.objects.exists()
    assert not Channel.objects.filter(contact=None).exists()
    with clock.at(AFTER):
        actions.release_hold(hold=hold, why="opgelost", by=SYSTEM, at=clock.now())
    run(AFTER + timedelta(days=1))
    assert not Card.objects.exists()
    assert not Relationship.objects.exists()


def test_a_held_relationship_keeps_its_notes_and_its_card() -> None:
    first, second = sisters()
    found = card(first)
    customers.add_relationship(card=found.uuid, company=second.pk, by=SYSTEM, at=clock.now())
    leaves(found, LEFT)
    held = Relationship.objects.get(card=found, company=first)
    hold_on("customers.Relationship", held.uuid)
    run(AFTER)
    assert list(Relationship.objects.values_list("pk", flat=True)) == [held.pk]
    assert Note.objects.filter(relationship=held).count() == 1
    assert Card.objects.filter(pk=found.pk).exists()
    assert not Contact.objects.exists()


def test_an_erased_customer_is_recognised_by_a_keyed_mark() -> None:
    found = card(company())
    leaves(found)
    run(AFTER)
    assert suppressed([recognised_as("kvk", "99123456")], on=AFTER)
    assert not suppressed([recognised_as("kvk", "99999999")], on=AFTER)


def test_a_day_that_has_not_come_is_refused_and_nothing_goes() -> None:
    found = card(company())
    leaves(found)
    with clock.at(LEFT), pytest.raises(Invalid):
        actions.run(on=AFTER, by=SYSTEM, at=clock.now())
    assert Card.objects.filter(pk=found.pk).exists()


def test_who_may_not_run_is_refused_and_nothing_goes() -> None:
    here = company()
    found = card(here)
    leaves(found)
    with clock.at(AFTER), pytest.raises(NotAllowed):
        actions.run(on=AFTER, by=actor("technician", here), at=clock.now())
    assert Card.objects.filter(pk=found.pk).exists()


def test_a_term_below_the_law_is_refused_and_nothing_changes() -> None:
    here = company()
    with pytest.raises(Invalid, match="7 jaar"):
        actions.set_term(
            code="tax_after_book_year", period=Period(6, Unit.YEARS), valid_from=clock.today(), reason="korter",
            by=actor("owner", here), at=clock.now(),
        )  # fmt: skip
    assert not Entry.objects.filter(event="retention.term_set").exists()


def test_a_longer_term_from_a_day_on_moves_what_is_due() -> None:
    here = company()
    found = card(here)
    leaves(found)
    with clock.at(LEFT):
        actions.set_term(
            code="card_after_end", period=Period(60, Unit.DAYS), valid_from=LEFT, reason="twee maanden nazorg",
            by=actor("owner", here), at=clock.now(),
        )  # fmt: skip
    assert due_counts(AFTER) == {"customers.BankAccount": 1}
    plan = leaving_plan(subject="customer", uuid=found.uuid, on=LEFT, ended_on=LEFT)
    assert plan.card_until == LEFT + timedelta(days=60)
