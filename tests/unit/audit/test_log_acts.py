"""An act and its line are one transaction (DESIGN 7)."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from audit_examples import AT, CHANGED, COUNTED, LISTED, OPENED, REFUSED, Somebody, rows, write_a_row
from klantkaart.audit import log
from klantkaart.audit.models import Detail, Entry
from klantkaart.kernel.actor import SYSTEM, Actor
from klantkaart.sealing.keys import KeyStore

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def said(seq: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(Entry.objects.get(seq=seq).body or b""))
    return found


def codes() -> list[str | None]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def test_act_leaves_its_writes_and_one_line(colleague: Actor, customer: Somebody) -> None:
    thing = uuid4()
    with log.act(
        CHANGED, by=colleague, at=AT, about=customer, obj=thing, purpose="service", facts={"fields": 2}
    ) as line:
        write_a_row()
    assert rows() == 1
    assert line.seq == 1
    body = said(1)
    assert body == {
        "v": 1,
        "t": "2026-03-02T09:30:00.000000Z",
        "a": log.pseudonym(colleague),
        "k": "staff",
        "act": "tests.changed",
        "s": log.pseudonym(customer),
        "o": body["o"],
        "p": "service",
        "f": {"fields": 2},
    }
    assert str(thing) not in json.dumps(body)


def test_body_of_an_act_completes_the_line(customer: Somebody) -> None:
    with log.act(CHANGED, by=SYSTEM, at=AT) as line:
        line.about, line.obj = customer, uuid4()
        line.facts["rows"] = 3
        line.detail = {"before": "Beukenlaan 1"}
    body = said(1)
    assert body["s"] == log.pseudonym(customer)
    assert body["f"] == {"rows": 3}
    assert {"o", "c"} <= set(body)
    assert Detail.objects.get(seq=1).subject == customer.uuid


def test_act_that_raises_leaves_nothing(customer: Somebody) -> None:
    with pytest.raises(LookupError), log.act(CHANGED, by=SYSTEM, at=AT, about=customer, detail={"a": 1}):  # noqa: PT012
        write_a_row()
        raise LookupError
    assert (rows(), Entry.objects.count(), Detail.objects.count()) == (0, 0, 0)


def test_act_that_cannot_be_logged_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: KeyStore, _name: str) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(KeyStore, "secret", full)
    with pytest.raises(OSError, match="no space"), log.act(COUNTED, by=SYSTEM, at=AT):
        write_a_row()
    monkeypatch.undo()
    assert (rows(), Entry.objects.count()) == (0, 0)


def test_act_whose_line_the_database_refuses_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantkaart.audit.append._head", lambda: (-5, bytes(32)))
    with pytest.raises(DatabaseError), log.act(COUNTED, by=SYSTEM, at=AT):
        write_a_row()
    assert (rows(), Entry.objects.count()) == (0, 0)


def test_acts_inside_an_act_are_logged_with_it_in_order_of_ending() -> None:
    with log.act(COUNTED, by=SYSTEM, at=AT) as outer:
        with log.act(CHANGED, by=SYSTEM, at=AT) as first:
            pass
        assert (first.seq, Entry.objects.count()) == (0, 0)
        with log.act(OPENED, by=SYSTEM, at=AT) as second:
            pass
    assert codes() == ["tests.changed", "tests.opened", "tests.counted"]
    assert (first.seq, second.seq, outer.seq) == (1, 2, 3)


def test_act_inside_that_fails_alone_leaves_no_line_and_no_writes() -> None:
    with log.act(COUNTED, by=SYSTEM, at=AT):
        write_a_row("kept")
        with (  # noqa: PT012
            pytest.raises(LookupError),
            log.act(CHANGED, by=SYSTEM, at=AT),
            log.act(OPENED, by=SYSTEM, at=AT),
        ):
            write_a_row("undone")
            raise LookupError
    assert codes() == ["tests.counted"]
    assert rows() == 1


def test_failure_of_the_outer_act_takes_the_inner_ones_along() -> None:
    with pytest.raises(LookupError), log.act(COUNTED, by=SYSTEM, at=AT):  # noqa: PT012
        with log.act(CHANGED, by=SYSTEM, at=AT):
            write_a_row()
        raise LookupError
    assert (rows(), Entry.objects.count()) == (0, 0)
    with log.act(OPENED, by=SYSTEM, at=AT):
        pass
    assert codes() == ["tests.opened"]


def test_act_in_somebody_elses_transaction_goes_with_it() -> None:
    with pytest.raises(LookupError), transaction.atomic():  # noqa: PT012
        with log.act(COUNTED, by=SYSTEM, at=AT) as line:
            pass
        assert line.seq == 1
        raise LookupError
    assert Entry.objects.count() == 0


def test_batch_logs_all_or_nothing() -> None:
    with pytest.raises(LookupError), log.batch():  # noqa: PT012
        with log.act(COUNTED, by=SYSTEM, at=AT):
            write_a_row()
        raise LookupError
    assert (rows(), Entry.objects.count()) == (0, 0)


def test_empty_batch_logs_nothing() -> None:
    with log.batch():
        write_a_row()
    assert (rows(), Entry.objects.count()) == (1, 0)


def test_batch_of_500_acts_takes_a_handful_of_statements(
    customer: Somebody, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8), log.batch():
        for number in range(500):
            with log.act(COUNTED, by=SYSTEM, at=AT, about=customer, facts={"number": number}) as line:
                pass
    assert Entry.objects.count() == 500
    assert line.seq == 500
    assert said(500)["f"] == {"number": 499}


def test_read_takes_two_statements_in_a_transaction_of_its_own(
    colleague: Actor, customer: Somebody, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):  # with the beginning and the end of the transaction
        log.record_read(OPENED, by=colleague, at=AT, about=customer, purpose="service")
    assert said(1)["p"] == "service"


def test_read_inside_another_transaction_is_refused(customer: Somebody) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        log.record_read(OPENED, by=SYSTEM, at=AT, about=customer)
    assert Entry.objects.count() == 0


def test_read_that_cannot_be_logged_raises(customer: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantkaart.audit.append._head", lambda: (-5, bytes(32)))
    with pytest.raises(DatabaseError):
        log.record_read(OPENED, by=SYSTEM, at=AT, about=customer)
    monkeypatch.undo()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("event", [CHANGED, REFUSED])
def test_what_is_no_read_cannot_be_recorded_as_one(event: Any) -> None:
    with pytest.raises(ValueError, match="not a read"):
        log.record_read(event, by=SYSTEM, at=AT)
    assert Entry.objects.count() == 0


def test_list_without_a_purpose_is_refused() -> None:
    with pytest.raises(ValueError, match="purpose"):
        log.record_read(LISTED, by=SYSTEM, at=AT)
    assert Entry.objects.count() == 0
    log.record_read(LISTED, by=SYSTEM, at=AT, purpose="service", facts={"rows": 12})
    assert Entry.objects.count() == 1


def test_denial_is_logged_although_the_attempt_is_undone(customer: Somebody) -> None:
    with pytest.raises(LookupError), log.act(CHANGED, by=SYSTEM, at=AT):
        raise LookupError
    log.record_denial(REFUSED, by=SYSTEM, at=AT, about=customer, facts={"step": "password"})
    assert codes() == ["tests.refused"]
    with pytest.raises(ValueError, match="not a denial"):
        log.record_denial(OPENED, by=SYSTEM, at=AT)
