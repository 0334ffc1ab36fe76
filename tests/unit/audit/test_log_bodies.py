"""What a line may say: counts, codes, ids and days; never a personal value."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_examples import AT, CHANGED, COUNTED, Somebody
from klantkaart.audit.body import SALT_SIZE, Draft, Line, compose
from klantkaart.audit.chain import START, canonical, leaf_of, link
from klantkaart.audit.events import EventType, UnknownEvent, register
from klantkaart.audit.pseudonyms import object_pseudonym, pseudonym
from klantkaart.kernel.actor import SYSTEM
from klantkaart.sealing.boxes import open_box

THING = UUID(int=7)


def composed(facts: Mapping[str, int | str]) -> Draft:
    return compose(Line(COUNTED, SYSTEM, AT, facts=dict(facts)))


@pytest.mark.parametrize(
    "value",
    [
        "Jansen",
        "jan@example.nl",
        "06 12345678",
        "+31612345678",
        "0612345678",
        "NL91ABNA0417164300",
        "dorpsstraat 1",
        "111222333",
        "99000001",
        "2402AB",
        "a" * 201,
        "regel\nregel",
    ],
)
def test_value_that_could_be_personal_is_no_fact(value: str) -> None:
    with pytest.raises(ValueError, match="put it in the detail"):
        composed({"field": value})


@pytest.mark.parametrize(
    "value",
    ["", "customers.card", "name,phone", "xlsx", "2026-01-31", str(THING), "ab" * 32, "2026-01-31T09:00:00Z", 0, -3],
)
def test_code_count_day_and_id_are_facts(value: int | str) -> None:
    assert json.loads(composed({"field": value}).body)["f"] == {"field": value}


def test_name_of_a_fact_is_a_code() -> None:
    with pytest.raises(ValueError, match="is a code"):
        composed({"Jan Jansen": 1})


def test_typed_reason_is_no_purpose() -> None:
    with pytest.raises(ValueError, match="purpose is a code"):
        compose(Line(COUNTED, SYSTEM, AT, purpose="mevrouw Jansen belde"))


def test_unregistered_event_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        compose(Line(EventType("tests.unheard_of", ""), SYSTEM, AT))
    with pytest.raises(UnknownEvent):
        compose(Line(replace(COUNTED, label="Anders"), SYSTEM, AT))


@pytest.mark.parametrize("code", ["Changed", "changed", "tests.", "tests.Kaart", "a." + "b" * 63])
def test_code_that_is_no_code_cannot_be_registered(code: str) -> None:
    with pytest.raises(ValueError, match="not an event code"):
        register(EventType(code, ""))


def test_one_code_cannot_be_registered_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        register(EventType(COUNTED.code, "Anders"))


def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compose(Line(COUNTED, SYSTEM, datetime(2026, 3, 2)))  # noqa: DTZ001


def test_detail_needs_an_event_that_has_it_and_somebody_it_dies_with(customer: Somebody) -> None:
    with pytest.raises(ValueError, match="no detail"):
        compose(Line(COUNTED, SYSTEM, AT, about=customer, detail={"a": 1}))
    with pytest.raises(ValueError, match="whose key"):
        compose(Line(CHANGED, SYSTEM, AT, detail={"a": 1}))


def test_detail_is_sealed_and_the_body_only_commits_to_it(customer: Somebody) -> None:
    detail = {"name": {"before": "Jansen", "after": "Janßen"}, "day": date(2026, 1, 31)}
    draft = compose(Line(CHANGED, SYSTEM, AT, about=customer, detail=detail))
    assert draft.sealed is not None
    unit, blob = draft.sealed
    assert unit == customer.uuid
    assert b"Jansen" not in draft.body + blob
    plain = open_box(unit, blob)
    assert json.loads(draft.body)["c"] == hashlib.sha256(plain).hexdigest()
    assert json.loads(plain[SALT_SIZE:]) == {"name": detail["name"], "day": "2026-01-31"}


def test_same_detail_never_gives_the_same_commitment(customer: Somebody) -> None:
    line = Line(CHANGED, SYSTEM, AT, about=customer, detail={"a": 1})
    assert compose(line).body != compose(line).body


def test_pseudonym_depends_on_who_and_on_the_salt(customer: Somebody) -> None:
    other = Somebody(uuid=customer.uuid)
    assert pseudonym(customer) == pseudonym(Somebody(customer.uuid, customer.log_salt))
    assert len({pseudonym(customer), pseudonym(other), pseudonym(Somebody(log_salt=customer.log_salt))}) == 3
    assert len(pseudonym(customer)) == 32
    assert customer.uuid.hex not in pseudonym(customer)


def test_pseudonym_of_a_thing_is_keyed_with_its_owners_salt(customer: Somebody) -> None:
    other = Somebody(uuid=customer.uuid)
    assert len({object_pseudonym(THING, who) for who in (customer, other, None)}) == 3


def test_empty_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        pseudonym(Somebody(log_salt=b""))


@given(st.dictionaries(st.text(), st.integers(-(2**53) + 1, 2**53 - 1) | st.text()))
def test_canonical_json_is_ascii_sorted_and_says_the_same(body: dict[str, int | str]) -> None:
    data = canonical(body)
    assert json.loads(data) == body
    assert data.isascii()
    assert b"\n" not in data
    assert data == canonical(dict(reversed(body.items())))


@pytest.mark.parametrize("value", [1.5, True, None, [1], b"x", 2**53, {"inner": None}, {1: "x"}])
def test_canonical_json_refuses_what_readers_disagree_on(value: object) -> None:
    with pytest.raises(ValueError, match=r"whole numbers and text|Keys"):
        canonical({"key": value})  # type: ignore[dict-item]  # the refusal is the point


def test_leaf_and_chain_are_those_of_the_format() -> None:
    leaf = leaf_of(b"{}")
    assert leaf.hex() == hashlib.sha256(b"\x00{}").hexdigest()
    assert link(START, leaf) == hashlib.sha256(bytes(32) + leaf).digest()
    with pytest.raises(ValueError, match="32 bytes"):
        link(b"", leaf)
