"""Until when each part is kept, in the words of the person it is about."""

from datetime import date
from uuid import UUID

import pytest

from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap.models import RuleParameter
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from personas import card, company
from printouts import opened

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def kept(uuid: UUID, part: str = "Klantkaart", on: date | None = None) -> str:
    with clock.at(on or date(2026, 6, 1)):
        points = opened(card=uuid, by=SYSTEM).data()["headings"][5]["points"]
    said: str = {point["term"]: point["text"] for point in points}[part]
    return said


def leaving(on: date) -> Card:
    held: Card = card(company())
    Relationship.objects.filter(card=held).update(ended_on=on, announced_on=on)
    return held


def test_a_customer_is_kept_as_long_as_they_are_one() -> None:
    assert kept(card(company()).uuid) == (
        "Zolang u klant bent, en daarna nog 30 dagen (Eigen belofte (P20, P21); AVG art. 5(1)(e))."
    )


def test_a_company_with_a_term_of_its_own_says_that_term() -> None:
    at = company()
    held = card(at)
    for code in ("card_after_end", "invoicing_after_end"):
        RuleParameter.objects.create(
            code=code, company=at, value=10, unit="days", valid_from=date(2020, 1, 1), source="x"
        )

    assert "daarna nog 10 dagen" in kept(held.uuid)


def test_who_leaves_reads_the_day() -> None:
    assert kept(leaving(date(2026, 6, 10)).uuid).startswith("Tot en met 10 juli 2026")


def test_who_left_long_ago_reads_that_it_will_go() -> None:
    assert kept(leaving(date(2026, 4, 1)).uuid).startswith("De termijn liep af op 1 mei 2026.")


def test_a_contact_who_left_ends_before_the_others() -> None:
    held = card(company())
    stays = held.contacts.create(name="Bo Meeuw", created_at=clock.now())
    held.contacts.exclude(pk=stays.pk).update(left_on=date(2026, 5, 20))

    said = kept(held.uuid, "Contactpersonen")
    assert "Van 1: tot en met 19 juni 2026" in said
    assert "Van 1: zolang u klant bent" in said


def test_the_places_beside_the_card_say_when_they_end() -> None:
    assert kept(card(company()).uuid, "Zoekindex").startswith("Tegelijk met de kaart")
