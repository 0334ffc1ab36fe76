"""A hold is not lost in a merge: the card it lies on does not disappear into another (RET-6)."""

from datetime import timedelta

import pytest

from klantkaart.customers import actions as customers
from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Refused
from klantkaart.retention import actions
from klantkaart.retention.models import Hold
from personas import card, company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def held(model: str, of: Card) -> None:
    target = of.uuid if model == "customers.Card" else Relationship.objects.get(card=of).uuid
    review_on = clock.today() + timedelta(days=60)
    actions.place_hold(model=model, target=target, reason="dispute", review_on=review_on, by=SYSTEM, at=clock.now())


@pytest.mark.parametrize("model", ["customers.Card", "customers.Relationship"])
def test_a_held_card_does_not_disappear_into_another(model: str) -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123457"})
    held(model, dropped)
    with pytest.raises(Refused, match="aanhouding"):
        customers.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    assert set(Card.objects.values_list("pk", flat=True)) == {kept.pk, dropped.pk}
    assert Relationship.objects.filter(card=dropped).exists()
    assert customers.plan_merge(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM).obstacle


def test_the_other_way_round_the_held_card_stays_with_its_hold() -> None:
    here = company()
    kept, dropped = card(here), card(here, values={"name": "Kiezel Brood BV", "kvk_number": "99123457"})
    held("customers.Card", dropped)
    customers.merge_cards(keep=dropped.uuid, drop=kept.uuid, by=SYSTEM, at=clock.now())
    assert Card.objects.get().uuid == dropped.uuid == Hold.objects.get().target
