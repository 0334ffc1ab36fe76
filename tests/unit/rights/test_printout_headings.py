"""The eleven things an answer to an access request says (ACC-1), always all of them."""

import re
from uuid import UUID

import pytest

from klantkaart.companies.models import Company
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.rights import explained, printout
from klantkaart.rights.headings import Heading, Incomplete
from personas import actor, card, company, sisters
from printouts import opened

pytestmark = pytest.mark.django_db

TITLES = {
    1: "Bevestiging",
    2: "Kopie van uw gegevens",
    3: "Waarvoor wij uw gegevens gebruiken",
    4: "Soorten gegevens",
    5: "Wie uw gegevens krijgt",
    6: "Hoe lang wij uw gegevens bewaren",
    7: "Uw rechten",
    8: "Klacht indienen",
    9: "Hoe wij aan uw gegevens komen",
    10: "Besluiten door een computer",
    11: "Doorgifte buiten Europa",
}


def test_paper_has_the_eleven_headings_in_order() -> None:
    paper = opened(card=card(company()).uuid, by=SYSTEM).paper

    found = [paper.index(f"{number}. {title}") for number, title in TITLES.items()]

    assert found == sorted(found)


def test_data_has_the_eleven_headings_with_something_said_under_each() -> None:
    headings = opened(card=card(company()).uuid, by=SYSTEM).data()["headings"]

    assert {one["number"]: one["title"] for one in headings} == TITLES
    assert all(one["text"] and all(one["text"]) for one in headings)


@pytest.mark.parametrize("number", range(1, 12))
def test_a_missing_heading_stops_the_printout(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = card(company()).uuid
    left = tuple(write for place, write in enumerate(explained._HEADINGS, start=1) if place != number)
    monkeypatch.setattr(explained, "_HEADINGS", left)

    with pytest.raises(Incomplete):
        printout.build(card=uuid, contact=None, by=SYSTEM, at=clock.now())


@pytest.mark.parametrize("number", range(1, 12))
def test_an_empty_heading_stops_the_printout(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = card(company()).uuid
    empty = [lambda _subject, at=at: Heading(at, TITLES[at], ()) for at in range(1, 12)]
    kept = [empty[number - 1] if place == number else write for place, write in enumerate(explained._HEADINGS, start=1)]
    monkeypatch.setattr(explained, "_HEADINGS", tuple(kept))

    with pytest.raises(Incomplete):
        printout.build(card=uuid, contact=None, by=SYSTEM, at=clock.now())


def test_a_sole_trader_is_served_under_the_contract_and_a_contact_under_an_interest() -> None:
    at = company()
    trader = card(at, values={"name": "Klusbedrijf Wilg", "kind": "sole_trader"}, contacts=[])
    legal = card(at)

    assert "uitvoering van de overeenkomst" in _heading(trader.uuid, 3)
    assert "gerechtvaardigd belang" in _heading(legal.uuid, 3)
    assert "uitvoering van de overeenkomst" not in _heading(legal.uuid, 3)


def test_a_prospect_reads_about_the_quote_and_not_about_invoices() -> None:
    prospect = card(company(), relationship={"prospect_since": "2026-01-05"}, bank=[], notes=[])

    said = _heading(prospect.uuid, 3)

    assert "Offerte en kennismaking" in said
    assert "Factureren en betalen" not in said


def test_each_company_is_named_with_its_contact_point() -> None:
    at = company()
    Company.objects.filter(pk=at.pk).update(
        privacy_contact="Team privacy", privacy_email="privacy@polder.example.nl", privacy_phone="+31172654321"
    )

    said = _heading(card(at).uuid, 1)

    assert "Polder Telecom B.V." in said
    assert "Team privacy, privacy@polder.example.nl, 0172-654 321" in said


def test_a_company_without_contact_point_says_so() -> None:
    assert "dit bedrijf heeft nog geen aanspreekpunt ingevuld" in _heading(card(company()).uuid, 1)


def test_the_arrangement_between_sisters_is_told() -> None:
    first, _second = sisters()

    assert "onderlinge regeling (AVG artikel 26) van 1 januari 2020: Samen één klantkaart." in _heading(
        card(first).uuid, 5
    )


def test_english_is_a_language_away() -> None:
    made = opened(card=card(company()).uuid, by=SYSTEM, language="en")

    assert re.search(rb"/Lang\s*\(en", made.pdf)


def test_who_prints_at_one_company_gets_that_company_as_controller() -> None:
    at = company()
    made = opened(card=card(at).uuid, by=actor("owner", at))

    assert made.data()["controllers"] == ["Polder Telecom B.V."]


def _heading(uuid: UUID, number: int) -> str:
    made = opened(card=uuid, by=SYSTEM)
    heading = made.data()["headings"][number - 1]
    return " ".join([*heading["text"], *(f"{point['term']} {point['text']}" for point in heading["points"])])
