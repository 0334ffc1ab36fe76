"""Finding cards: by what is on them, by how a name begins, and never those of another company."""

from __future__ import annotations

import pytest

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries, search
from klantkaart.datamap.registry import without_purpose
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, Actor, ActorKind
from personas import card, company, sisters

pytestmark = pytest.mark.django_db


def _named(*names: str) -> dict[str, int]:
    here = company()
    return {name: card(here, values={"name": name, "kvk_number": ""}, channels=[]).pk for name in names}


@pytest.mark.parametrize(
    "typed", ["kiezel", "IEZ", "bv kie", "0172-123 456", "+31 172 123456", "2401 ab", "2401AB", "info@kiezel", "990000"]
)
def test_a_card_is_found_by_a_part_of_what_is_on_it(typed: str) -> None:
    there = card(
        company(),
        values={"name": "Bakkerij Kiezel BV", "kvk_number": "99000012"},
        channels=[{"kind": "phone", "value": "0172-123456"}, {"kind": "email", "value": "info@kiezel.example.nl"}],
        addresses=[{"street": "Kade 1", "postcode": "2401 AB", "city": "Gouda"}],
    )
    assert search.find(typed, companies=None) == [there.pk]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("é", {"Eenden BV", "Ééntje bakt"}),
        ("EE", {"Eenden BV", "Ééntje bakt"}),
        ("v", {"Veen BV"}),
        ("bv", set()),
        ("e b", set()),
    ],
)
def test_one_or_two_letters_find_names_that_begin_with_them(typed: str, names: set[str]) -> None:
    pks = _named("Eenden BV", "Ééntje bakt", "Veen BV")
    assert set(search.find(typed, companies=None)) == {pks[name] for name in names}


def test_names_that_begin_with_it_come_before_names_that_hold_it() -> None:
    pks = _named("De Zonnebloem", "Zonnebloem BV")
    assert search.find("zonne", companies=None) == [pks["Zonnebloem BV"], pks["De Zonnebloem"]]
    assert search.find("zonne", companies=None, limit=1) == [pks["Zonnebloem BV"]]


@pytest.mark.parametrize("typed", ["bakkerij", "ba", "gemeen"])
def test_only_cards_of_these_companies_are_found(typed: str) -> None:
    first, second = company("Een"), company("Twee")
    one = card(first, values={"name": "Bakkerij Gemeen", "kvk_number": ""}, channels=[])
    other = card(second, values={"name": "Bakkerij Gemeen", "kvk_number": ""}, channels=[])
    assert search.find(typed, companies=[first.pk]) == [one.pk]
    assert search.find(typed, companies=[second.pk]) == [other.pk]
    assert set(search.find(typed, companies=[first.pk, second.pk])) == {one.pk, other.pk}
    assert search.find(typed, companies=[]) == []


def test_a_card_that_joins_a_company_is_found_there_at_once() -> None:
    first, second = sisters()
    there = card(first, values={"name": "Bakkerij Kiezel", "kvk_number": ""}, channels=[])
    assert search.find("kiezel", companies=[second.pk]) == []
    actions.add_relationship(card=there.uuid, company=second.pk, by=SYSTEM, at=clock.now(), services="alarm")
    assert search.find("kiezel", companies=[second.pk]) == [there.pk]


def test_an_index_that_says_too_much_does_not_give_a_card_away() -> None:
    """The relationships decide; what the index holds about companies only saves it work."""
    first, second = company("Een"), company("Twee")
    there = card(first, values={"name": "Bakkerij Kiezel", "kvk_number": ""}, channels=[])
    search.forget_cards([there.pk])
    search.add([(there.pk, ["Bakkerij Kiezel"])], company=second.pk)
    assert search.find("kiezel", companies=[second.pk]) == []


@pytest.mark.parametrize("typed", ["", "  ", '"', "'", "%", "_", "\\", "* OR", 'x" OR "y', "-", "(", "\ue000"])
def test_signs_mean_themselves(typed: str) -> None:
    _named("Bakkerij Kiezel BV")
    assert search.find(typed, companies=None) == []


def test_rows_show_no_more_than_the_purposes_of_the_reader() -> None:
    here = company()
    there = card(here, values={"name": "Bakkerij Kiezel", "kvk_number": ""})
    by = Actor(ActorKind.STAFF, there.uuid, b"salt", {here.pk: frozenset({Right.CUSTOMERS_VIEW, "purpose:service"})})
    (row,) = queries.search_cards("kiezel", by=by)
    assert (row.uuid, row.name, row.phone, row.city) == (there.uuid, "Bakkerij Kiezel", "+31172123456", "Weert")
    with without_purpose("customers.Address", ["city"], "service"):
        (row,) = queries.search_cards("kiezel", by=by)
    assert row.city == ""
