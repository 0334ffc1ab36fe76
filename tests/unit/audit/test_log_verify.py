"""Whatever an owner of the database changes behind the triggers is found."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.db import transaction

from audit_examples import AT, CHANGED, Somebody
from klantkaart.audit import checkpoints, log
from klantkaart.audit.append import append
from klantkaart.audit.body import Line, compose
from klantkaart.audit.maintenance import maintenance
from klantkaart.audit.models import Checkpoint, Detail, Entry
from klantkaart.audit.own_events import TERM_REACHED
from klantkaart.audit.verify import Problem, verify_log
from klantkaart.kernel.actor import SYSTEM
from klantkaart.sealing.keys import keystore

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def lines_with_problems(*, kept: Iterable[Path] = (), details: bool = False) -> set[int | None]:
    return {problem.line for problem in verify_log(kept=kept, details=details).problems}


def test_untouched_log_is_well(write: Callable[[int], None]) -> None:
    write(5)
    checkpoints.make_checkpoint(at=AT)
    report = verify_log()
    assert report.ok
    assert (report.size, report.emptied, report.checkpoints) == (5, 0, 2)
    assert report.chain == bytes(Entry.objects.get(seq=5).chain).hex()
    assert report.key_id == checkpoints.key_id()


def test_empty_log_is_well() -> None:
    assert verify_log().problems == ()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_entry SET body = leaf WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET leaf = chain WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET chain = leaf WHERE seq = 2", {2, 3}),
        ("UPDATE audit_entry SET leaf = body WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET at = '2026-03-02 09:30:00.000001' WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET event = 'tests.opened' WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET subject = NULL WHERE seq = 2", {2}),
        ("UPDATE audit_entry SET actor = 'x' WHERE seq = 2", {2}),
        ("DELETE FROM audit_entry WHERE seq = 2", {3}),
        ("DELETE FROM audit_entry WHERE seq < 3", {3}),
        ("UPDATE audit_entry SET seq = seq + 10 WHERE seq = 5", {15}),
    ],
)
def test_change_of_a_row_is_found_at_its_line(
    statement: str, expected: set[int], write: Callable[[int], None], tamper: Callable[[str], None]
) -> None:
    write(5)
    tamper(statement)
    assert lines_with_problems() == expected


def test_cut_tail_is_found_by_the_last_checkpoint(write: Callable[[int], None], tamper: Callable[[str], None]) -> None:
    write(5)
    checkpoints.make_checkpoint(at=AT)
    tamper("DELETE FROM audit_entry WHERE seq = 5")
    sentences = [problem.sentence for problem in verify_log().problems]
    assert len(sentences) == 2  # the row and the file
    assert all("5 regels, maar het logboek heeft er 4" in sentence for sentence in sentences)


def test_cut_tail_is_found_by_a_file_when_the_row_was_cut_too(
    write: Callable[[int], None], tamper: Callable[[str], None]
) -> None:
    write(5)
    checkpoints.make_checkpoint(at=AT)
    Checkpoint.objects.all().delete()
    tamper("DELETE FROM audit_entry WHERE seq = 5")
    assert len(verify_log().problems) == 1


def test_log_rewritten_as_a_whole_is_found_by_a_checkpoint_kept_elsewhere(
    write: Callable[[int], None], tamper: Callable[[str], None], tmp_path: Path, checkpoint_folder: Path
) -> None:
    write(3)
    made = checkpoints.make_checkpoint(at=AT)
    assert made is not None
    kept = tmp_path / "kept.note"
    kept.write_text(made.note, encoding="utf-8")
    tamper("DELETE FROM audit_entry")
    tamper("DELETE FROM audit_checkpoint")
    (checkpoint_folder / "000000000003.note").unlink()
    with log.act(CHANGED, by=SYSTEM, at=AT):
        pass
    write(3)
    assert lines_with_problems() == set()
    assert lines_with_problems(kept=[kept]) == {3}


def test_changed_checkpoint_is_found(write: Callable[[int], None], checkpoint_folder: Path) -> None:
    write(2)
    checkpoints.make_checkpoint(at=AT)
    Checkpoint.objects.update(note="x")
    (checkpoint_folder / "000000000002.note").write_bytes(b"\xff")
    assert [problem.line for problem in verify_log().problems] == [None, None]


def test_swapped_details_are_found_and_those_whose_key_is_gone_are_no_problem() -> None:
    people = [Somebody(), Somebody(), Somebody()]
    for somebody in people:
        with log.act(CHANGED, by=SYSTEM, at=AT, about=somebody, detail={"name": "x"}):
            pass
    first, second = Detail.objects.get(seq=1), Detail.objects.get(seq=2)
    Detail.objects.filter(seq=1).update(subject=second.subject, blob=second.blob)
    Detail.objects.filter(seq=2).update(blob=first.blob)
    keystore().destroy(people[2].uuid)
    assert lines_with_problems(details=True) == {1, 2}
    assert lines_with_problems() == set()


def test_broken_detail_is_found() -> None:
    with log.act(CHANGED, by=SYSTEM, at=AT, about=Somebody(), detail={"name": "x"}):
        pass
    Detail.objects.update(blob=b"not sealed")
    assert lines_with_problems(details=True) == {1}


def test_account_of_the_term_that_cannot_be_read_accounts_for_nothing() -> None:
    with transaction.atomic():
        append([compose(Line(TERM_REACHED, SYSTEM, AT), gone="everything")])
    assert verify_log().problems == ()
    with transaction.atomic(), maintenance():
        Entry.objects.filter(seq=1).update(body=None, at=None, event=None, subject=None, actor=None)
    assert lines_with_problems() == {1}


def test_many_problems_are_counted_and_the_first_hundred_told(
    write: Callable[[int], None], tamper: Callable[[str], None]
) -> None:
    write(120)
    tamper("UPDATE audit_entry SET actor = 'x'")
    report = verify_log()
    assert (report.found, len(report.problems), report.ok) == (120, 100, False)
    assert isinstance(report.problems[0], Problem)
