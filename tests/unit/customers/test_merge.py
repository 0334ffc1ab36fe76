import pytest

from klantkaart.audit.models import Entry
from klantkaart.audit.queries import detail_of
from klantkaart.customers import actions, search
from klantkaart.customers.models import BankAccount, Card, Channel, Contact, Note, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Refused
from personas import card, company, sisters

pytestmark = pytest.mark.django_db


def test_nothing_is_lost_when_two_cards_become_one() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel, bakkerij", "kvk_number": "99123457"})
    contact = Contact.objects.get(card=dropped)
    changed = actions.change_part(
        card=dropped.uuid, part="contact", uuid=contact.uuid, values={"function": "chef"}, by=SYSTEM, at=clock.now()
    )
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    assert list(Card.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Contact.objects.filter(card=kept).count() == 2
    assert Channel.objects.filter(card=kept).count() == 4
    assert BankAccount.objects.filter(card=kept).count() == 1
    texts = " ".join(Note.objects.filter(relationship__card=kept).values_list("text", flat=True))
    assert "99123457" in texts
    assert "Kiezel, bakkerij" in texts
    assert search.find("99123456", companies=None) == [kept.pk]
    assert detail_of(changed, kept) is not None


def test_the_preview_says_what_will_move_and_changes_nothing() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Ander"})
    plan = actions.plan_merge(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM)
    assert plan.moves["contacts"] == 1
    assert plan.differences["name"] == ("Bakkerij Kiezel BV", "Ander")
    assert Card.objects.count() == 2


def test_a_card_is_not_merged_with_itself() -> None:
    found = card(company())
    with pytest.raises(Refused):
        actions.merge_cards(keep=found.uuid, drop=found.uuid, by=SYSTEM, at=clock.now())
    assert Card.objects.count() == 1


def test_companies_without_an_arrangement_keep_their_cards_apart() -> None:
    """ROL-4."""
    first, second = company("Een"), company("Twee")
    kept, dropped = card(first), card(second)
    with pytest.raises(Refused, match="regeling"):
        actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    assert Card.objects.count() == 2
    assert not Entry.objects.filter(event="customers.merged").exists()


def test_a_second_company_needs_an_arrangement() -> None:
    first, second = company("Een"), company("Twee")
    found = card(first)
    with pytest.raises(Refused, match="regeling"):
        actions.add_relationship(card=found.uuid, company=second.pk, by=SYSTEM, at=clock.now())
    assert Relationship.objects.filter(card=found).count() == 1


def test_sisters_with_an_arrangement_share_a_card() -> None:
    first, second = sisters()
    found = card(first)
    actions.add_relationship(card=found.uuid, company=second.pk, by=SYSTEM, at=clock.now())
    assert Relationship.objects.filter(card=found).count() == 2
