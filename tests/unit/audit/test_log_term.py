"""After its term a line is emptied by the maintenance role; the chain still holds and says what was emptied."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from audit_examples import AT, CHANGED, COUNTED, Somebody
from klantkaart.audit import log, queries, term
from klantkaart.audit.models import Detail, Entry
from klantkaart.audit.verify import verify_log
from klantkaart.datamap.models import RuleParameter
from klantkaart.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

TODAY = date(2026, 3, 2)
OLD = datetime(2024, 3, 1, 22, 59, tzinfo=UTC)  # 23:59 in the Netherlands, 24 months and a day before
RECENT = OLD + timedelta(minutes=1)


def write_at(*moments: datetime, about: Somebody | None = None) -> None:
    for moment in moments:
        with log.act(CHANGED, by=SYSTEM, at=moment, about=about, detail={"a": 1} if about else None):
            pass


def bodies() -> list[bool]:
    return [body is not None for body in Entry.objects.order_by("seq").values_list("body", flat=True)]


def run(batch: int = 1000) -> term.Emptied:
    return term.empty_lines(on=TODAY, by=SYSTEM, at=AT, batch=batch)


def test_lines_are_emptied_from_the_day_after_their_term(customer: Somebody) -> None:
    write_at(OLD, RECENT, AT, about=customer)
    before = list(Entry.objects.order_by("seq").values_list("seq", "leaf", "chain"))
    assert run() == term.Emptied(lines=1, details=1)
    assert bodies() == [False, True, True, True]
    assert list(Entry.objects.order_by("seq").values_list("seq", "leaf", "chain"))[:3] == before
    assert [line.seq for line in queries.timeline(customer)] == [3, 2]
    assert list(Detail.objects.order_by("seq").values_list("seq", flat=True)) == [2, 3]
    assert verify_log(details=True).problems == ()


def test_nothing_of_an_emptied_line_is_left_but_its_hashes() -> None:
    write_at(OLD)
    run()
    row = Entry.objects.get(seq=1)
    assert (row.body, row.at, row.event, row.subject, row.actor) == (None, None, None, None, None)


def test_run_without_anything_due_writes_nothing() -> None:
    write_at(RECENT)
    assert run() == term.Emptied(0, 0)
    assert bodies() == [True]


def test_run_says_what_was_emptied_so_far() -> None:
    write_at(OLD, RECENT, OLD, OLD)
    run()
    body = json.loads(bytes(Entry.objects.get(seq=5).body or b""))
    assert (body["act"], body["g"], body["f"]) == ("audit.term_reached", "1,3-4", {"lines": 3, "before": "2024-03-02"})
    assert term.accounted_for() == [(1, 1), (3, 4)]


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
def test_batches_come_to_the_same(batch: int) -> None:
    write_at(OLD, OLD, RECENT, OLD, OLD)
    assert run(batch).lines == 4
    assert bodies()[:5] == [False, False, True, False, False]
    report = verify_log()
    assert (report.problems, report.emptied) == ((), 4)


def test_line_about_an_earlier_run_is_emptied_in_its_turn() -> None:
    write_at(OLD, RECENT)
    run()
    later = TODAY + timedelta(days=800)
    term.empty_lines(on=later, by=SYSTEM, at=AT + timedelta(days=800))
    assert bodies() == [False, False, False, True]
    assert term.accounted_for() == [(1, 3)]
    assert verify_log().problems == ()


def test_run_on_a_day_far_ahead_ends() -> None:
    write_at(AT)
    assert term.empty_lines(on=date(2036, 1, 1), by=SYSTEM, at=AT).lines == 1
    assert bodies() == [False, True]


def test_longer_term_that_was_set_is_kept() -> None:
    RuleParameter.objects.create(
        code="log_after_event", value=36, unit="months", valid_from=date(2020, 1, 1), source="Eigen norm", reason=""
    )
    write_at(OLD)
    assert run() == term.Emptied(0, 0)


def test_run_that_cannot_be_logged_empties_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_drafts: Any) -> None:
        raise LookupError

    write_at(OLD)
    monkeypatch.setattr(term, "append", refuse)
    with pytest.raises(LookupError):
        run()
    assert bodies() == [True]


def test_body_removed_outside_the_term_is_noticed(write: Callable[[int], None], tamper: Callable[[str], None]) -> None:
    write_at(OLD)
    write(3)
    run()
    tamper("UPDATE audit_entry SET body = NULL, at = NULL, event = NULL, subject = NULL, actor = NULL WHERE seq = 3")
    problems = verify_log().problems
    assert [(problem.line, "termijn" in problem.sentence) for problem in problems] == [(3, True)]


def test_body_that_comes_back_is_noticed(tamper: Callable[[str], None]) -> None:
    write_at(OLD)
    body = bytes(Entry.objects.get(seq=1).body or b"")
    run()
    tamper(
        f"UPDATE audit_entry SET body = {hexed(body)}, at = '2024-03-01 22:59:00', event = '{CHANGED.code}', "
        f"actor = '{log.pseudonym(SYSTEM)}' WHERE seq = 1"
    )
    assert [problem.line for problem in verify_log().problems] == [1]
    assert COUNTED.code not in bytes(body).decode()


def hexed(data: bytes) -> str:
    return f"X'{data.hex()}'" if connection.vendor == "sqlite" else f"'\\x{data.hex()}'::bytea"
