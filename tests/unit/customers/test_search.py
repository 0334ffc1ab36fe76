"""Finding cards: by what is on them, by how a name begins, and never those of another company."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries, search
from klantkaart.customers.models import Card
from klantkaart.datamap.registry import without_purpose
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, Actor, ActorKind
from klantkaart.kernel.text import fold
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


def test_of_a_long_number_every_digit_counts() -> None:
    there = card(
        company(),
        values={"name": "Bakkerij Kiezel BV", "kvk_number": ""},
        channels=[{"kind": "phone", "value": "0172-123456"}],
    )
    assert search.find("0172-123456", companies=None) == [there.pk]
    assert search.find("+31 172 123456", companies=None) == [there.pk]
    assert search.find("0182-123456", companies=None) == []


def test_a_name_that_changes_or_goes_is_no_longer_what_a_name_begins_with() -> None:
    pks = _named("Veen BV")
    Card.objects.filter(pk=pks["Veen BV"]).update(name="Wolk BV")
    search.index([pks["Veen BV"]])
    assert (search.find("ve", companies=None), search.find("wo", companies=None)) == ([], [pks["Veen BV"]])
    search.forget_cards([pks["Veen BV"]])
    assert search.find("wo", companies=None) == []
    assert not any(b"wolk" in data for where, data in search.contents() if where.startswith(search.NAMES))


def test_a_very_long_name_is_found_by_all_of_it() -> None:
    pks = _named("Kiezel " * 20 + "A", "Kiezel " * 20 + "B")
    assert search.find("Kiezel " * 20 + "A", companies=None) == list(pks.values())  # a single letter says nothing
    assert search.find("kiezel " * 5, companies=None, limit=1) == [next(iter(pks.values()))]


@pytest.mark.parametrize("typed", ["z", "zж", "z店", "z🧁"])
def test_names_in_any_script_are_found_by_how_they_begin(typed: str) -> None:
    pks = _named("Zzz", "Zж", "Z店", "Z🧁", "Y", "Żж")
    wanted = {pk for name, pk in pks.items() if fold(name).startswith(typed)}
    assert set(search.find(typed, companies=None)) == wanted


@pytest.mark.parametrize("typed", ['de "kiez', '"kiezel"', 'zel"', "50%k", "a_b", "o'ne", "c*d", "店kaж", "ж🧁ß"])
def test_signs_and_letters_of_any_script_are_found_as_they_stand(typed: str) -> None:
    here = company()
    there, other = (card(here, values={"name": name, "kvk_number": ""}, channels=[]).pk for name in ("Een", "Twee"))
    search.forget_cards([there, other])
    search.add([(there, ["Een", 'de "Kiezel" 50%kaal a_b o\'neil c*d 店kaж🧁ß'])], company=here.pk)
    search.add([(other, ["Twee", "de Kiezel 50kaal axb oneil cd 50xkaal cxd 店kж"])], company=here.pk)
    assert search.find(typed, companies=None) == [there]


def test_a_card_of_two_companies_is_found_once() -> None:
    first, second = sisters()
    there = card(first, values={"name": "Bakkerij Kiezel", "kvk_number": ""}, channels=[])
    other = card(second, values={"name": "Bakkerij Vink", "kvk_number": ""}, channels=[])
    actions.add_relationship(card=there.uuid, company=second.pk, by=SYSTEM, at=clock.now(), services="alarm")
    for companies in (None, [first.pk, second.pk]):
        assert search.find("ba", companies=companies, limit=2) == [there.pk, other.pk]


# Few letters, so that they meet; signs of the query languages; letters outside Latin, outside the BMP, and that fold.
_LETTERS = "ab1 %_\"'*\\éßЖжλ店İ🧁"
_VALUES = st.lists(st.text(_LETTERS, min_size=3, max_size=9), min_size=1, max_size=3)
_NUMBERS = st.lists(st.text("01", min_size=7, max_size=10).map("+{}".format), min_size=1, max_size=2)


def _holds(values: Sequence[str], typed: str) -> bool:
    """What finding means, without any index; these values belong to one card."""
    forms = [form for value in values for form in search._forms(value)]
    name = fold(typed)
    long = [term for term in search.terms(typed) if len(term) >= search.SHORTEST]
    text = search._text(forms, [])
    begins = any(form.startswith(name) for form in forms[:1])
    return bool(name) and (begins or (bool(long) and all(term in text for term in long)))


class SameAsLookingAtEveryText(TestCase):
    """Random texts, random terms, and terms out of the texts."""

    @settings(max_examples=60, deadline=None)
    @given(cards=st.lists(st.one_of(_VALUES, _NUMBERS), min_size=1, max_size=5), data=st.data())
    def test_the_index_finds_what_a_scan_finds(self, cards: list[list[str]], data: st.DataObject) -> None:
        here, other = company("Een"), company("Twee")
        pks = [
            card(here, values={"name": f"Z{number}", "kvk_number": ""}, channels=[]).pk for number in range(len(cards))
        ]
        search.forget_cards(pks)
        search.add(zip(pks, cards, strict=True), company=here.pk)
        whole = data.draw(st.sampled_from([value for values in cards for value in values]))
        start = data.draw(st.integers(0, len(whole) - 1))
        typed = data.draw(st.one_of(st.just(whole[start:]), st.just(whole[: start + 1]), st.text(_LETTERS, max_size=8)))
        expected = {pk for pk, values in zip(pks, cards, strict=True) if _holds(values, typed)}
        assert set(search.find(typed, companies=None)) == expected
        assert set(search.find(typed, companies=[here.pk])) == expected
        assert search.find(typed, companies=[other.pk]) == []
