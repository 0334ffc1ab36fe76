"""Reading the log back: whose history, who looked, what was taken out in bulk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from audit_examples import AT, CHANGED, COUNTED, LISTED, OPENED, Somebody
from klantkaart.audit import details, events, log, queries, stores
from klantkaart.audit.models import Detail
from klantkaart.datamap.declaration import Unit
from klantkaart.kernel.actor import SYSTEM, Actor
from klantkaart.sealing.errors import SealBroken
from klantkaart.sealing.keys import keystore

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def change(about: Somebody, before: str, **more: Any) -> int:
    with log.act(CHANGED, by=SYSTEM, at=AT, about=about, detail={"before": before}, **more) as line:
        pass
    return line.seq


def test_timeline_is_the_subjects_own_newest_first_in_one_query(
    customer: Somebody, colleague: Actor, django_assert_num_queries: Any
) -> None:
    change(customer, "Beukenlaan 1")
    change(Somebody(), "Eikenlaan 2")
    log.record_read(OPENED, by=colleague, at=AT, about=customer, purpose="service", facts={"tabs": 2})
    with django_assert_num_queries(1):
        lines = queries.timeline(customer)
    assert [line.seq for line in lines] == [3, 1]
    newest = lines[0]
    assert (newest.event, newest.label, newest.purpose, newest.facts) == (
        "tests.opened",
        "Bekeken",
        "service",
        {"tabs": 2},
    )
    assert (newest.at, newest.actor_kind, newest.has_detail) == (AT, "staff", False)
    assert (queries.is_by(newest, colleague), queries.is_by(newest, SYSTEM)) == (True, False)
    assert lines[1].has_detail


def test_timeline_goes_by_pages(customer: Somebody, write: Callable[[int], None]) -> None:
    write(5)
    first = queries.timeline(customer, limit=2)
    assert [line.seq for line in first] == [5, 4]
    assert [line.seq for line in queries.timeline(customer, limit=2, before=4)] == [3, 2]
    assert len(queries.timeline(customer, limit=None)) == 5


def test_reads_of_a_subject_and_of_many_are_told_apart(customer: Somebody, colleague: Actor) -> None:
    change(customer, "x")
    log.record_read(OPENED, by=colleague, at=AT, about=customer, purpose="service")
    log.record_read(LISTED, by=colleague, at=AT, purpose="service")
    log.record_read(LISTED, by=colleague, at=AT - timedelta(days=400), purpose="service")
    assert [line.event for line in queries.last_reads(customer)] == ["tests.opened"]
    assert [line.seq for line in queries.bulk_reads(since=AT - timedelta(days=365))] == [3]
    assert [line.seq for line in queries.entries_of(["tests.changed"], since=AT)] == [1]
    assert [line.seq for line in queries.done_by(colleague)] == [4, 3, 2]
    assert queries.names([(colleague, "Ans")])[log.pseudonym(colleague)] == "Ans"


def test_detail_is_for_its_own_subject_only(customer: Somebody) -> None:
    seq = change(customer, "Beukenlaan 1")
    assert queries.detail_of(seq, customer) == {"before": "Beukenlaan 1"}
    assert queries.detail_of(seq, Somebody()) is None
    assert queries.detail_of(seq + 1, customer) is None


def test_detail_is_gone_with_the_key_and_the_line_stays(customer: Somebody) -> None:
    seq = change(customer, "Beukenlaan 1")
    keystore().destroy(customer.uuid)
    assert queries.detail_of(seq, customer) is None
    assert queries.details_about(customer.uuid) == {}
    assert [line.seq for line in queries.timeline(customer)] == [seq]


def test_changed_detail_is_not_shown(customer: Somebody) -> None:
    seq = change(customer, "Beukenlaan 1")
    row = Detail.objects.get(seq=seq)
    row.blob = bytes(row.blob)[:-1] + b"\x00"
    row.save()
    with pytest.raises(SealBroken):
        queries.detail_of(seq, customer)


def test_details_go_when_their_subject_goes(customer: Somebody) -> None:
    seq, other = change(customer, "x"), change(somebody := Somebody(), "y")
    assert details.forget(customer.uuid) == 1
    assert queries.detail_of(seq, customer) is None
    assert queries.timeline(customer)[0].has_detail is False
    assert queries.detail_of(other, somebody) == {"before": "y"}


def test_detail_of_a_part_goes_with_the_part(customer: Somebody) -> None:
    part = Somebody()
    kept, gone = change(customer, "kept"), change(customer, "gone", obj=part.uuid)
    stores.forget(Unit(model="x", pk=1, uuid=part.uuid, subject=customer.uuid, rows=frozenset({part.uuid})))
    assert queries.details_about(customer.uuid) == {kept: {"before": "kept"}}
    assert queries.detail_of(gone, customer) is None


def test_stores_show_what_the_log_holds(customer: Somebody) -> None:
    gone = Somebody()
    change(customer, "Beukenlaan 1")
    change(gone, "Eikenlaan 2")
    keystore().destroy(gone.uuid)
    details_found = dict(stores.details())
    assert [name for name, _data in stores.entries()] == ["audit_entry/1", "audit_entry/2"]
    assert list(details_found) == ["audit_detail/1"]
    assert b"Beukenlaan 1" in details_found["audit_detail/1"]


def test_details_of_a_merged_card_go_on_under_the_other_one(customer: Somebody) -> None:
    dropped = Somebody()
    seq, lost = change(dropped, "Beukenlaan 1"), change(elsewhere := Somebody(), "z")
    keystore().destroy(elsewhere.uuid)
    assert details.adopt(old=dropped.uuid, new=customer.uuid) == 1
    assert details.adopt(old=elsewhere.uuid, new=customer.uuid) == 0
    keystore().destroy(dropped.uuid)
    assert queries.detail_of(seq, customer) == {"before": "Beukenlaan 1"}
    assert not Detail.objects.filter(seq=lost).exists()


def test_event_of_an_older_version_keeps_its_code(
    customer: Somebody, write: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(1)
    monkeypatch.delitem(events._known, COUNTED.code)
    assert queries.timeline(customer)[0].label == "tests.counted"
    assert COUNTED.code not in events.known()
