import pytest

from klantkaart.audit.models import Detail, Entry
from klantkaart.audit.queries import detail_of
from klantkaart.customers import actions, search
from klantkaart.customers.models import BankAccount, Card, Channel, Contact, Note, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import InvalidFields, Refused
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


def test_a_note_taken_off_before_a_merge_can_be_put_back_afterwards() -> None:
    """The relationship it hung on became one with that of the kept card: there it comes back, and there it ends."""
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123457"})
    (note,) = Note.objects.filter(relationship__card=dropped)
    line = actions.remove_part(card=dropped.uuid, part="note", uuid=note.uuid, by=SYSTEM, at=clock.now())
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    stays = Relationship.objects.get(card=kept)
    detail = detail_of(line, kept)
    assert detail is not None
    assert detail["links"] == {"relationship": str(stays.uuid)}
    actions.undo(card=kept.uuid, seq=line, by=SYSTEM, at=clock.now())
    back = Note.objects.get(uuid=note.uuid)
    assert (back.relationship, back.text) == (stays, "Belt graag vroeg.")


def test_a_relationship_changed_before_a_merge_takes_its_detail_to_the_one_it_became() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123457"})
    tie = Relationship.objects.get(card=dropped)
    line = actions.change_part(
        card=dropped.uuid, part="relationship", uuid=tie.uuid, values={"payment_term_days": 21}, by=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    assert Detail.objects.get(seq=line).obj == Relationship.objects.get(card=kept).uuid


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


def test_the_value_that_wins_is_on_the_card_and_the_other_in_a_note() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123457"})
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, take=["name"], by=SYSTEM, at=clock.now())
    kept.refresh_from_db()
    assert (kept.name, kept.kvk_number) == ("Kiezel Brood BV", "99123456")
    texts = " ".join(Note.objects.filter(relationship__card=kept).values_list("text", flat=True))
    assert "Naam: Bakkerij Kiezel BV" in texts
    assert "KvK-nummer: 99123457" in texts
    assert search.find("brood", companies=None) == [kept.pk]


def test_an_empty_field_is_filled_from_the_other_card() -> None:
    here = company()
    kept, dropped = (
        card(here, values={"name": "Kiezel"}),
        card(here, values={"name": "Kiezel", "kvk_number": "99123457"}),
    )
    plan = actions.plan_merge(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM)
    assert (plan.fills, plan.choices) == (("KvK-nummer",), ())
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    kept.refresh_from_db()
    assert kept.kvk_number == "99123457"


def test_the_plan_counts_what_is_there_already() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Ander"})
    plan = actions.plan_merge(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM)
    assert plan.same == {"channels": 2, "addresses": 1, "bank_accounts": 1}
    assert plan.numbers == tuple(Relationship.objects.filter(card=dropped).values_list("number", flat=True))


def test_values_that_do_not_go_together_are_refused_and_nothing_changes() -> None:
    """UAVG-46b: an old Dutch btw-id of a person holds a citizen service number."""
    here = company()
    kept = card(here, values={"name": "Kiezel BV", "vat_id": "NL004495445B01"})
    dropped = card(here, values={"name": "M. Kiezel", "kind": "person"})
    with pytest.raises(InvalidFields):
        actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, take=["kind"], by=SYSTEM, at=clock.now())
    assert Card.objects.count() == 2
    assert not Entry.objects.filter(event="customers.merged").exists()
