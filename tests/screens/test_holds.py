"""Aanhoudingen: what may not be destroyed yet, why, until when, and who answers for it (RET-6)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from klantkaart.audit.models import Entry
from klantkaart.audit.queries import detail_of
from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import InvalidFields, NotFound, Refused
from klantkaart.retention import actions
from klantkaart.retention.models import Hold
from klantkaart.retention.queries import holds_on
from personas import actor, card, company, desk, sisters

pytestmark = pytest.mark.django_db

LATER = timedelta(days=60)


def held(found: Card, model: str = "customers.Card", target: UUID | None = None) -> Hold:
    uuid = actions.place_hold(
        model=model, target=target or found.uuid, reason="dispute", review_on=clock.today() + LATER, by=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    return Hold.objects.get(uuid=uuid)


def test_a_card_is_held_with_reason_owner_and_day_and_says_so() -> None:
    here = company()
    found = card(here)
    owner = desk("owner", here)
    day = clock.today() + LATER
    address = reverse("office:place_hold", args=[found.uuid])
    assert "De hele kaart" in owner.client.get(address).content.decode()
    values = {"what": "card", "reason": "dispute", "reference": "Zaak 12", "review_on": day.isoformat()}
    text = owner.client.post(address, values, follow=True).content.decode()
    hold = Hold.objects.get()
    assert (hold.model, hold.target, hold.reference, hold.review_on) == ("customers.Card", found.uuid, "Zaak 12", day)
    assert hold.owner_id == owner.user.pk
    assert "wegens geschil of vordering" in text
    assert "De kaart is aangehouden (geschil of vordering)" in text
    assert Entry.objects.filter(event="retention.held").count() == 1


def test_the_card_says_that_it_is_held_and_who_can_end_it() -> None:
    here = company()
    found = card(here)
    held(found)
    text = desk("office", here).client.get(reverse("office:card", args=[found.uuid])).content.decode()
    assert "wegens geschil of vordering" in text
    assert "Verlengen of opheffen kan een eigenaar of de privacyfunctionaris." in text


def test_a_hold_on_a_part_is_found_on_its_card() -> None:
    here = company()
    found, other = card(here), card(here, values={"name": "Ander"})
    row = Relationship.objects.get(card=found)
    held(found, "customers.Relationship", row.uuid)
    assert [one.what for one in holds_on(subject="customer", uuid=found.uuid, on=clock.today())] == [
        "relatie met een bedrijf"
    ]
    assert holds_on(subject="customer", uuid=other.uuid, on=clock.today()) == []


def test_the_list_names_customers_only_to_who_may_see_them() -> None:
    first, second = sisters()
    held(card(first))
    address = reverse("office:holds")
    assert "Bakkerij Kiezel BV" in desk("owner", first).client.get(address).content.decode()
    text = desk("owner", second).client.get(address).content.decode()
    assert "Kiezel" not in text
    assert "geschil of vordering" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Reden: kies waarom dit moet blijven."),
        ({"what": ""}, "Wat moet blijven: kies de hele kaart of een deel."),
        ({"review_on": "morgen"}, "Opnieuw bekijken: deze datum bestaat niet."),
        ({"review_on": "2020-01-01"}, "Opnieuw bekijken: kies een dag na vandaag en binnen een half jaar."),
        ({"reference": "x" * 61}, "Dossierkenmerk mag hooguit 60 tekens lang zijn"),
    ],
)
def test_a_hold_that_says_too_little_is_refused_and_keeps_what_was_typed(
    changes: dict[str, str], sentence: str
) -> None:
    here = company()
    found = card(here)
    values = {
        "what": "card", "reason": "dispute", "reference": "Zaak 12",
        "review_on": (clock.today() + LATER).isoformat(), **changes,
    }  # fmt: skip
    answer = desk("owner", here).client.post(reverse("office:place_hold", args=[found.uuid]), values)
    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) == 2  # above the form, and at the field
    assert values["reference"] in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_hold_is_extended_with_a_reason_that_lives_with_the_card() -> None:
    here = company()
    found = card(here)
    hold = held(found)
    owner = desk("owner", here)
    day = clock.today() + 2 * LATER
    owner.client.post(
        reverse("office:hold", args=[hold.uuid]), {"review_on": day.isoformat(), "why": "Zitting uitgesteld"}
    )
    hold.refresh_from_db()
    assert hold.review_on == day
    assert hold.owner_id == owner.user.pk
    line = Entry.objects.get(event="retention.hold_extended")
    assert detail_of(line.seq, found) == {"why": "Zitting uitgesteld"}


@pytest.mark.parametrize("name", ["office:hold", "office:release_hold"])
def test_neither_extending_nor_ending_goes_without_a_reason(name: str) -> None:
    here = company()
    hold = held(card(here))
    answer = desk("owner", here).client.post(
        reverse(name, args=[hold.uuid]), {"review_on": (clock.today() + 2 * LATER).isoformat(), "why": " "}
    )
    assert answer.status_code == 422
    assert "Waarom: schrijf op waarom" in answer.content.decode()
    hold.refresh_from_db()
    assert (hold.released_on, hold.review_on) == (None, clock.today() + LATER)


def test_a_hold_ends_once() -> None:
    here = company()
    hold = held(card(here))
    address = reverse("office:release_hold", args=[hold.uuid])
    owner = desk("owner", here)
    owner.client.post(address, {"why": "Schikking"})
    hold.refresh_from_db()
    assert hold.released_on == clock.today()
    assert owner.client.post(address, {"why": "Nog eens"}).status_code == 409
    assert Entry.objects.filter(event="retention.released").count() == 1


def test_the_same_thing_is_not_held_twice() -> None:
    here = company()
    found = card(here)
    held(found)
    with pytest.raises(Refused, match="al aangehouden"):
        held(found)
    assert Hold.objects.count() == 1


def test_an_owner_of_another_company_cannot_touch_the_hold() -> None:
    first, second = sisters()
    found = card(first)
    hold = held(found)
    stranger = actor("owner", second)
    soon = clock.today() + LATER
    with pytest.raises(NotFound):
        actions.extend_hold(hold=hold.uuid, review_on=soon + LATER, why="nee", by=stranger, at=clock.now())
    with pytest.raises(NotFound):
        actions.release_hold(hold=hold.uuid, why="nee", by=stranger, at=clock.now())
    with pytest.raises(NotFound):
        actions.place_hold(
            model="customers.Card", target=found.uuid, reason="dispute", review_on=soon, by=stranger, at=clock.now()
        )
    hold.refresh_from_db()
    assert (hold.released_on, hold.review_on) == (None, soon)
    assert Hold.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 184])
def test_a_review_is_after_today_and_within_half_a_year(days: int) -> None:
    found = card(company())
    with clock.at(date(2027, 1, 1)), pytest.raises(InvalidFields, match="half jaar"):
        actions.place_hold(
            model="customers.Card", target=found.uuid, reason="dispute",
            review_on=date(2027, 1, 1) + timedelta(days=days), by=SYSTEM, at=clock.now(),
        )  # fmt: skip
    assert not Hold.objects.exists()
