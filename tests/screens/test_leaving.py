"""The leaving plan on screen: what goes, what stays, until when; saying it, another day, and taking it back."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from klantkaart.audit.models import Entry
from klantkaart.customers import actions
from klantkaart.customers.models import Card, Contact, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Invalid, Refused
from klantkaart.retention import actions as retention
from personas import Desk, card, company, desk, sisters

pytestmark = pytest.mark.django_db

DAY = date(2027, 5, 1)


def plan(who: Desk, found: Card, asked: str = "") -> str:
    """The words of the page, in one line."""
    answer = who.client.get(reverse("office:leaving", args=[found.uuid]) + asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def of(found: Card) -> list[Relationship]:
    return list(Relationship.objects.filter(card=found).order_by("pk"))


def shared() -> Card:
    """A customer of both companies."""
    first, second = sisters()
    found = card(first)
    actions.add_relationship(card=found.uuid, company=second.pk, since=date(2025, 1, 1), by=SYSTEM, at=clock.now())
    return found


def test_the_plan_says_in_a_sentence_when_the_card_is_gone_and_counts_in_words() -> None:
    here = company()
    found = card(here)
    text = plan(desk("office", here), found, f"?ended_on=2027-05-01&relatie={of(found)[0].uuid}")
    assert "Als deze klant op 1 mei 2027 vertrekt bij Polder Telecom, gebeurt er dit." in text
    assert "De kaart blijft tot en met 31 mei 2027 en verdwijnt daarna." in text
    assert '<span class="n">1</span><span>contactpersoon</span>' in text
    assert '<span class="n">3</span><span>nummers, e-mailadressen en websites</span>' in text
    assert "bewijs van verwijdering" in text
    assert of(found)[0].ended_on is None


def test_who_looked_at_the_plan_is_logged() -> None:
    here = company()
    found = card(here)
    plan(desk("office", here), found)
    assert Entry.objects.filter(event="retention.plan_seen").count() == 1


def test_what_was_shown_is_what_is_done() -> None:
    here = company()
    found = card(here)
    office = desk("office", here)
    text = plan(office, found, f"?ended_on=2027-05-01&relatie={of(found)[0].uuid}")
    assert "Deze klant vertrekt op 1 mei 2027</button>" in text
    values = {"ended_on": "2027-05-01", "relatie": [str(of(found)[0].uuid)]}
    answer = office.client.post(reverse("office:leaving", args=[found.uuid]), values, follow=True)
    after = " ".join(answer.content.decode().split())
    assert "Genoteerd: de laatste dag is 1 mei 2027." in after
    assert "Deze klant vertrekt op 1 mei 2027. De kaart blijft tot en met 31 mei 2027" in after
    assert of(found)[0].ended_on == DAY


def test_leaving_one_of_two_companies_keeps_the_card() -> None:
    found = shared()
    first, second = of(found)
    text = plan(desk("owner", first.company), found, f"?ended_on=2027-05-01&relatie={first.uuid}")
    assert "een ander bedrijf van de groep" in text
    actions.leave(card=found.uuid, relationships=[first.uuid], ended_on=DAY, by=SYSTEM, at=clock.now())
    assert [row.ended_on for row in of(found)] == [DAY, None]
    assert "hoort alleen bij Polder Telecom, waar het eindigt op 1 mei 2027" in plan(
        desk("office", first.company), found
    )
    assert second.ended_on is None


def test_leaving_several_companies_is_all_or_nothing() -> None:
    found = shared()
    early = date(2024, 6, 1)  # after the first began, before the second did
    with pytest.raises(Invalid, match="Polder Beveiliging begon op 1 januari 2025"):
        actions.leave(
            card=found.uuid, relationships=[row.uuid for row in of(found)], ended_on=early, by=SYSTEM, at=clock.now()
        )
    assert [row.ended_on for row in of(found)] == [None, None]
    assert not Entry.objects.filter(event="customers.leaving").exists()


def test_the_day_can_be_changed_and_the_first_word_is_remembered() -> None:
    here = company()
    found = card(here)
    row = of(found)[0]
    for said, ends in ((date(2027, 1, 10), DAY), (date(2027, 1, 20), date(2027, 6, 1))):
        with clock.at(said):
            actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=ends, by=SYSTEM, at=clock.now())
    row.refresh_from_db()
    assert (row.announced_on, row.ended_on) == (date(2027, 1, 10), date(2027, 6, 1))


@pytest.mark.parametrize("back", ["", "?relatie=%s"])
def test_a_customer_who_stays_after_all_is_a_customer_again(back: str) -> None:
    here = company()
    found = card(here)
    row = of(found)[0]
    actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=DAY, by=SYSTEM, at=clock.now())
    address = reverse("office:staying", args=[found.uuid])
    desk("office", here).client.post(address + (back % row.uuid if back else ""))
    row.refresh_from_db()
    assert (row.announced_on, row.ended_on) == (None, None)


def test_staying_is_refused_once_something_may_be_gone() -> None:
    here = company()
    found = card(here)
    row = of(found)[0]
    with clock.at(date(2027, 4, 1)):
        actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=DAY, by=SYSTEM, at=clock.now())
    with clock.at(date(2027, 5, 31)):
        actions.stay(card=found.uuid, relationships=[row.uuid], by=SYSTEM, at=clock.now())
        actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=DAY, by=SYSTEM, at=clock.now())
    with clock.at(date(2027, 6, 1)), pytest.raises(Refused, match="sinds 1 juni 2027"):
        actions.stay(card=found.uuid, relationships=[row.uuid], by=SYSTEM, at=clock.now())
    row.refresh_from_db()
    assert row.ended_on == DAY


def test_a_held_card_may_still_be_taken_back() -> None:
    here = company()
    found = card(here)
    row = of(found)[0]
    with clock.at(date(2027, 4, 30)):
        actions.leave(card=found.uuid, relationships=[row.uuid], ended_on=DAY, by=SYSTEM, at=clock.now())
        retention.place_hold(
            model="customers.Card", target=found.uuid, reason="dispute", review_on=date(2027, 9, 1), by=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
    with clock.at(date(2027, 7, 1)):
        actions.stay(card=found.uuid, relationships=[row.uuid], by=SYSTEM, at=clock.now())
    row.refresh_from_db()
    assert row.ended_on is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ended_on": "31-02-2027"}, "Laatste dag: deze datum bestaat niet of ligt te ver weg."),
        ({"ended_on": ""}, "Laatste dag: deze datum bestaat niet of ligt te ver weg."),
        ({"ended_on": "2020-01-01"}, "de relatie met Polder Telecom begon op 1 januari 2024"),
        ({"ended_on": "2039-01-01"}, "kies een dag binnen twee jaar"),
        ({"ended_on": "2027-05-01", "relatie": []}, "Bedrijf: kies bij welk bedrijf de klant vertrekt."),
        ({"ended_on": "2027-05-01", "relatie": [str(uuid4())]}, "Bedrijf: kies bij welk bedrijf"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused_once_and_changes_nothing(
    values: dict[str, object], sentence: str
) -> None:
    here = company()
    found = card(here)
    row = of(found)[0]
    answer = desk("office", here).client.post(
        reverse("office:leaving", args=[found.uuid]), {"relatie": [str(row.uuid)], **values}
    )
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    at_field = 0 if "relatie" in values else 1  # one company: there is nothing to choose
    assert text.count(sentence) == 1 + at_field
    row.refresh_from_db()
    assert row.ended_on is None


def test_the_plan_tells_each_person_apart() -> None:
    """DSR-10: somebody who left goes earlier than the card."""
    here = company()
    found = card(here)
    contact = Contact.objects.get(card=found)
    Contact.objects.filter(pk=contact.pk).update(left_on=date(2027, 4, 1))
    with clock.at(date(2027, 4, 5)):
        text = plan(desk("office", here), found, f"?ended_on=2027-05-01&relatie={of(found)[0].uuid}")
    assert "Gaat na 1 mei 2027, eerder dan de kaart" in text
    assert "Na 1 mei 2027, eerder dan de kaart: deze persoon werkt er niet meer." in text


def test_who_may_only_look_gets_no_button() -> None:
    here = company()
    found = card(here)
    text = plan(desk("finance", here), found)
    assert "Deze klant vertrekt op" not in text
    assert "De kaart blijft tot en met" in text
