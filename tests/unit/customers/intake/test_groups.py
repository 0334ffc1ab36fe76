"""A row per contact person: by number, without it by KvK, else asked; wherever the rows stand."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_lists import drafts, findings, list_of, outcomes
from klantkaart.customers.intake.findings import Level
from klantkaart.customers.intake.groups import Groups
from klantkaart.customers.intake.tables import Table

HEADINGS = ("Klantnr", "Bedrijf", "KvK", "Contactpersoon", "Tel. bedrijf", "Opmerkingen")


def lists(*rows: tuple[str, ...]) -> Table:
    return list_of(*[dict(zip(HEADINGS, row, strict=False)) for row in rows], headings=HEADINGS)


def people(table: Table, **options: object) -> list[tuple[str, tuple[int, ...], list[str]]]:
    return [(card.name, card.rows, [contact.name for contact in card.contacts]) for card in drafts(table, **options)]


def test_rows_with_one_number_are_one_customer_wherever_they_stand() -> None:
    rows = (("1", "Zilver B.V.", "", "Jan"), ("2", "Goud B.V.", "", "Els"), ("1", "Zilver B.V.", "", "Piet"))
    for order in permutations(rows):
        found = {name: sorted(contacts) for name, _rows, contacts in people(lists(*order))}
        assert found == {"Zilver B.V.": ["Jan", "Piet"], "Goud B.V.": ["Els"]}


def test_a_customer_comes_when_its_last_row_was_read() -> None:
    table = lists(("1", "Zilver B.V.", "", "Jan"), ("2", "Goud B.V.", "", "Els"), ("1", "Zilver B.V.", "", "Piet"))
    assert people(table) == [("Goud B.V.", (3,), ["Els"]), ("Zilver B.V.", (2, 4), ["Jan", "Piet"])]


def test_without_a_number_the_kvk_number_says_whose_row_it_is() -> None:
    table = lists(
        ("", "Zilver B.V.", "99100003", "Jan"),
        ("1", "Zilver B.V.", "99100003", "Piet"),
        ("", "Goud B.V.", "99100620", "Els"),
        ("", "Goud B.V.", "99100620", "Bo"),
    )
    assert [(name, contacts) for name, _rows, contacts in people(table)] == [
        ("Zilver B.V.", ["Jan", "Piet"]), ("Goud B.V.", ["Els", "Bo"]),
    ]  # fmt: skip
    assert drafts(table)[0].number == "1"


def test_a_kvk_number_of_two_customers_is_asked_about() -> None:
    table = lists(
        ("1", "Zilver Noord", "99100003", "Jan"),
        ("2", "Zilver Zuid", "99100003", "Els"),
        ("", "Zilver", "99100003", "Bo"),
    )
    assert [rows for _name, rows, _contacts in people(table)] == [(2,), (3,), (4,)]
    assert [(finding.row, finding.code, finding.level) for finding in findings(table)] == [
        (4, "kvk_of_several", Level.ASK)
    ]


@pytest.mark.parametrize(
    ("answer", "expected"), [("", [(2,), (3,)]), ("separate", [(2,), (3,)]), ("together", [(2, 3)])]
)
def test_equal_names_without_a_number_are_asked_about(answer: str, expected: list[tuple[int, ...]]) -> None:
    table = lists(("", "Jan Smit", "", "Jan"), ("", "JAN SMIT", "", "Els"))
    answers = {"same_name": answer} if answer else {}
    assert [rows for _name, rows, _contacts in people(table, answers=answers)] == expected
    asked = [finding.code for finding in findings(table, answers=answers)]
    assert asked == ([] if answer == "together" else ["same_name", "same_name"])


def test_rows_that_contradict_each_other_are_told_and_the_first_holds() -> None:
    table = lists(
        ("1", "Zilver B.V.", "99100003", "Jan", "020-0123456"), ("1", "Zilver NV", "99100620", "Jan", "020-0123457")
    )
    (card,) = drafts(table)
    assert (card.name, card.kvk_number) == ("Zilver B.V.", "99100003")
    assert [channel.value for channel in card.channels] == ["+31200123456", "+31200123457"]
    assert [(finding.row, finding.column, finding.code) for finding in findings(table)] == [
        (3, "Bedrijf", "group_differs"), (3, "KvK", "group_differs"),
    ]  # fmt: skip


def test_what_is_said_twice_stands_once_and_what_is_missing_is_filled_in() -> None:
    table = lists(
        ("1", "Zilver B.V.", "", "Jan", "020-0123456", "Belt"),
        ("1", "Zilver B.V.", "99100003", "Jan", "020 0123456", "Belt"),
        ("1", "Zilver B.V.", "", "Jan", "", "Mailt"),
    )
    (card,) = drafts(table)
    assert (card.kvk_number, card.notes, len(card.contacts), len(card.channels)) == (
        "99100003",
        ("Belt", "Mailt"),
        1,
        1,
    )
    assert findings(table) == []


def test_addresses_of_one_customer_are_joined_or_told_apart() -> None:
    rows = [
        {"Klantnr": "1", "Bedrijf": "Zilver B.V.", "Contactpersoon": who, "Adres": street, "Plaats": city}
        for who, street, city in (("Jan", "Straat 1", ""), ("Els", "Straat 1", "Goes"), ("Bo", "Laan 2", "Goes"))
    ]
    table = list_of(*rows)
    (card,) = drafts(table)
    assert [(address.street, address.city) for address in card.addresses] == [("Straat 1", "Goes")]
    assert [(finding.row, finding.column, finding.code) for finding in findings(table)] == [
        (4, "Adres", "group_differs")
    ]


def test_a_refused_row_does_not_hold_up_its_customer() -> None:
    table = lists(
        ("1", "Zilver B.V.", "", "Jan"),
        ("1", "", "", "Els"),
        ("1", "Zilver\u202e", "", "Bo"),
        ("1", "Zilver B.V.", "", "Piet"),
    )
    seen = outcomes(table)
    assert [(outcome.row, outcome.draft is not None) for outcome in seen] == [(4, False), (2, True)]
    assert drafts(table)[0].rows == (2, 3, 5)


def test_what_is_still_open_at_the_end_comes_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Groups, "is_last", lambda *_key: False)  # as when the file changed between two readings
    assert len(drafts(lists(("1", "Zilver B.V.", "", "Jan"), ("1", "Zilver B.V.", "", "Els")))) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2", "3"]),
            st.sampled_from(["", "99100003", "99100620"]),
            st.sampled_from(["Jan", "Els", "Bo"]),
        ),
        min_size=2,
        max_size=10,
    )
)
def test_every_row_ends_up_in_exactly_one_customer(rows: list[tuple[str, str, str]]) -> None:
    table = lists(*[(number, "Zilver B.V.", kvk, who) for number, kvk, who in rows])
    read = [row for card in drafts(table) for row in card.rows]
    if len({number for number, _kvk, _who in rows if number}) < len([1 for number, _kvk, _who in rows if number]):
        assert sorted(read) == list(range(2, len(rows) + 2))
    else:
        assert set(read) <= set(range(2, len(rows) + 2))
