"""The erasure ledger: nothing is lost on a kill, nothing can be changed or cut unseen."""

import json
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import Mock
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crashes import in_processes, killed_at_each_step
from klantkaart.retention.ledger import Erasure, ErasureLedger, Finding, Head, LedgerBroken, Problem
from klantkaart.retention.ledger_lines import Line, is_marked, next_line, parse_line

KEY = b"k" * 32
AT = datetime(2026, 11, 24, 12, 30, 15, tzinfo=UTC)
UNITS = [UUID(int=number) for number in range(1, 10)]


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "ledger", KEY)


def fill(ledger: ErasureLedger, count: int) -> list[Line]:
    return ledger.append_many([Erasure(UUID(int=number + 1), "customers.Card") for number in range(count)], at=AT)


def problems(ledger: ErasureLedger, against: Head | None = None) -> set[Problem]:
    return {finding.problem for finding in ledger.verify(against)}


def files(ledger: ErasureLedger) -> list[str]:
    return sorted(path.name for path in ledger.path.parent.iterdir())


def test_line_has_the_documented_form(ledger: ErasureLedger) -> None:
    first = ledger.append(unit=UNITS[0], kind="customers.Card", at=AT)
    ledger.append(unit=UNITS[1], kind="customers.Contact", scope=["email", "phone"], at=AT)
    one, two = (json.loads(line) for line in ledger.path.read_text().splitlines())
    assert list(one) == ["v", "n", "at", "unit", "kind", "scope", "mark", "prev"]
    assert (one["v"], one["n"], one["at"]) == (1, 1, "2026-11-24T12:30:15Z")
    assert (one["unit"], one["kind"], one["scope"]) == (str(UNITS[0]), "customers.Card", [])
    assert (one["mark"], one["prev"]) == (first.mark, "0" * 64)
    assert (two["n"], two["scope"], two["prev"]) == (2, ["email", "phone"], first.head.digest)


def test_empty_ledger_is_sound(ledger: ErasureLedger) -> None:
    assert (ledger.head(), list(ledger.lines()), ledger.units(), ledger.verify()) == (Head(), [], [], [])
    assert ledger.append_many([], at=AT) == []
    assert (ledger.head(), ledger.verify(Head())) == (Head(), [])


def test_lines_come_back_as_written(ledger: ErasureLedger) -> None:
    written = fill(ledger, 5)
    assert list(ledger.lines()) == written
    assert list(ledger.lines(since_n=3)) == written[3:]
    assert ledger.head() == written[-1].head
    assert (written[0].unit, written[0].kind, written[0].scope) == (UNITS[0], "customers.Card", ())


def test_units_are_named_once_in_order(ledger: ErasureLedger) -> None:
    for unit in (UNITS[2], UNITS[0], UNITS[2]):
        ledger.append(unit=unit, kind="customers.Card", at=AT)
    assert ledger.units() == [UNITS[2], UNITS[0]]
    assert ledger.units(since_n=2) == [UNITS[2]]


def test_moments_are_kept_in_utc(ledger: ErasureLedger) -> None:
    line = ledger.append(unit=UNITS[0], kind="a", at=AT.astimezone(timezone(timedelta(hours=1))))
    assert line.at == AT
    assert ledger.verify() == []


def test_moment_without_a_zone_is_refused(ledger: ErasureLedger) -> None:
    fill(ledger, 1)
    before = ledger.path.read_bytes()
    with pytest.raises(ValueError, match="time zone"):
        ledger.append(unit=UNITS[0], kind="a", at=AT.replace(tzinfo=None))
    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize("word", ["", "jan@example.nl", "Jan Jansen", "0172-123456", "a..b", "é"])
def test_values_of_people_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match="names of models"):
        Erasure(UNITS[0], word)
    with pytest.raises(ValueError, match="names of models"):
        Erasure(UNITS[0], "customers.Card", ("email", word))


def test_ten_thousand_units_are_quick(ledger: ErasureLedger) -> None:
    begin = time.monotonic()
    fill(ledger, 10_000)
    head = ledger.head()
    assert ledger.verify(head) == []
    assert time.monotonic() - begin < 10
    assert head.n == 10_000


def test_reading_the_head_does_not_read_the_ledger(ledger: ErasureLedger) -> None:
    fill(ledger, 10_000)
    begin = time.process_time()
    for _time in range(100):
        ledger.head()
    assert time.process_time() - begin < 1


def test_many_processes_write_one_chain(ledger: ErasureLedger) -> None:
    def act() -> None:
        for _time in range(20):
            fill(ErasureLedger(ledger.path.parent, KEY), 2)

    in_processes([act] * 4)
    assert (ledger.head().n, ledger.verify()) == (160, [])


def test_killed_write_loses_nothing_that_was_reported(tmp_path: Path) -> None:
    roots = (tmp_path / str(number) for number in range(1000))
    current = [ErasureLedger(tmp_path, KEY)]

    def prepare() -> None:
        current[0] = ErasureLedger(next(roots), KEY)
        fill(current[0], 3)

    for _step in killed_at_each_step(lambda: fill(current[0], 3), prepare):
        assert problems(current[0]) <= {Problem.TORN}
        seen = [line.n for line in current[0].lines()]
        assert seen[:3] == [1, 2, 3]
        added = current[0].append(unit=UNITS[8], kind="a", at=AT)
        assert added.n == len(seen) + 1
        assert current[0].verify(added.head) == []


def test_killed_repair_can_be_repeated(tmp_path: Path) -> None:
    roots = (tmp_path / str(number) for number in range(1000))
    current = [ErasureLedger(tmp_path, KEY)]

    def prepare() -> None:
        current[0] = ErasureLedger(next(roots), KEY)
        fill(current[0], 2)
        with current[0].path.open("ab") as file:
            file.write(b'{"v":1,"n":3,"at"')

    for _step in killed_at_each_step(lambda: fill(current[0], 1), prepare):
        fill(current[0], 1)
        assert current[0].verify() == []
        aside = [name for name in files(current[0]) if name.startswith("erasures.torn-")]
        assert (current[0].path.parent / aside[0]).read_bytes().startswith(b'{"v":1,"n":3')


def test_torn_line_is_found_and_kept_aside(ledger: ErasureLedger) -> None:
    lines = fill(ledger, 2)
    with ledger.path.open("ab") as file:
        file.write(b'{"v":1,"n":3,"at"')
    assert ledger.verify() == [Finding(3, Problem.TORN)]
    assert (ledger.head(), list(ledger.lines())) == (lines[-1].head, lines)
    assert files(ledger) == ["erasures.jsonl"]
    assert ledger.append(unit=UNITS[4], kind="a", at=AT).n == 3
    assert ledger.verify() == []
    (aside,) = [name for name in files(ledger) if name != "erasures.jsonl"]
    assert (ledger.path.parent / aside).read_bytes() == b'{"v":1,"n":3,"at"'


def test_last_line_without_its_end_is_a_line(ledger: ErasureLedger) -> None:
    lines = fill(ledger, 3)
    os.truncate(ledger.path, ledger.path.stat().st_size - 1)
    assert (ledger.verify(lines[-1].head), ledger.head(), list(ledger.lines())) == ([], lines[-1].head, lines)
    assert ledger.append(unit=UNITS[4], kind="a", at=AT).n == 4
    assert (ledger.verify(), files(ledger)) == ([], ["erasures.jsonl"])


def test_failed_write_adds_nothing(ledger: ErasureLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger, 2)
    before = ledger.path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", Mock(side_effect=OSError(5, "disk")))
        with pytest.raises(OSError, match="disk"):
            fill(ledger, 2)
    assert ledger.path.read_bytes() == before
    assert fill(ledger, 1)[0].n == 3


def small_ledger() -> tuple[bytes, Head]:
    with tempfile.TemporaryDirectory() as folder:
        ledger = ErasureLedger(folder, KEY)
        fill(ledger, 3)
        ledger.append(unit=UNITS[3], kind="customers.Contact", scope=("email",), at=AT)
        return ledger.path.read_bytes(), ledger.head()


WHOLE, HEAD = small_ledger()


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255))
@hypothesis_settings(max_examples=300)
def test_any_changed_byte_is_found(tmp_path_factory: pytest.TempPathFactory, place: int, value: int) -> None:
    ledger = ErasureLedger(tmp_path_factory.mktemp("ledger"), KEY)
    changed = WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :]
    ledger.path.write_bytes(changed)
    assert bool(ledger.verify()) == (changed != WHOLE)


def test_every_flipped_byte_is_found(ledger: ErasureLedger) -> None:
    ledger.path.parent.mkdir()
    for place in range(len(WHOLE)):
        ledger.path.write_bytes(WHOLE[:place] + bytes([WHOLE[place] ^ 1]) + WHOLE[place + 1 :])
        assert ledger.verify(), place


@given(cut=st.integers(1, len(WHOLE)))
def test_cut_tail_is_found_against_a_kept_head(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    ledger = ErasureLedger(tmp_path_factory.mktemp("ledger"), KEY)
    ledger.path.write_bytes(WHOLE[:-cut])
    assert (Finding(4, Problem.CUT) in ledger.verify(HEAD)) == (cut > 1)


def test_whole_lines_cut_off_show_only_against_a_kept_head(ledger: ErasureLedger) -> None:
    head = fill(ledger, 3)[-1].head
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:2]))
    assert ledger.verify() == []
    assert ledger.verify(head) == [Finding(3, Problem.CUT)]
    assert ErasureLedger(ledger.path.parent / "gone", KEY).verify(head) == [Finding(3, Problem.CUT)]


def test_end_written_anew_shows_against_a_kept_head(ledger: ErasureLedger) -> None:
    head = fill(ledger, 3)[-1].head
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[:2]))
    fill(ledger, 2)
    assert ledger.verify() == []
    assert ledger.verify(head) == [Finding(3, Problem.REPLACED)]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ([0, 2], [Finding(2, Problem.GAP)]),
        ([1, 2], [Finding(1, Problem.GAP)]),
        ([0, 1, 1, 2], [Finding(3, Problem.GAP)]),
        ([1, 0, 2], [Finding(1, Problem.GAP), Finding(2, Problem.GAP), Finding(3, Problem.GAP)]),
    ],
)
def test_lines_left_out_or_moved_are_found(ledger: ErasureLedger, order: list[int], found: list[Finding]) -> None:
    fill(ledger, 3)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(lines[place] for place in order))
    assert ledger.verify() == found


def test_line_of_another_chain_is_found(ledger: ErasureLedger) -> None:
    fill(ledger, 2)
    stranger = next_line(KEY, Head(2, "f" * 64), Erasure(UNITS[0], "a"), AT)
    with ledger.path.open("ab") as file:
        file.write(stranger.raw + b"\n")
    assert ledger.verify() == [Finding(3, Problem.BROKEN_CHAIN)]


def test_line_written_with_another_key_is_found(ledger: ErasureLedger) -> None:
    fill(ledger, 2)
    with ledger.path.open("ab") as file:
        file.write(next_line(b"x" * 32, ledger.head(), Erasure(UNITS[0], "a"), AT).raw + b"\n")
    assert ledger.verify() == [Finding(3, Problem.BAD_MARK)]


@pytest.mark.parametrize(
    "last", [b"noise\n", b"\n", next_line(b"x" * 32, Head(), Erasure(UNITS[0], "a"), AT).raw + b"\n"]
)
def test_nothing_is_added_to_or_read_from_a_broken_ledger(ledger: ErasureLedger, last: bytes) -> None:
    fill(ledger, 2)
    with ledger.path.open("ab") as file:
        file.write(last)
    before = ledger.path.read_bytes()
    for act in (lambda: fill(ledger, 1), ledger.head, lambda: list(ledger.lines()), ledger.units):
        with pytest.raises(LedgerBroken, match="regel 3") as refusal:
            act()
    assert refusal.value.finding.line == 3
    assert (ledger.path.read_bytes(), files(ledger)) == (before, ["erasures.jsonl"])


def test_broken_middle_is_refused_when_read(ledger: ErasureLedger) -> None:
    fill(ledger, 3)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(lines[0] + lines[2])
    with pytest.raises(LedgerBroken, match="regel 2"):
        ledger.units()


def test_very_long_lines_are_handled(ledger: ErasureLedger) -> None:
    scope = tuple(f"field_{number}" for number in range(3000))
    line = ledger.append(unit=UNITS[0], kind="a", scope=scope, at=AT)
    fill(ledger, 1)
    ledger.append(unit=UNITS[0], kind="a", scope=scope, at=AT)
    assert (ledger.head().n, ledger.verify(), line.scope) == (3, [], scope)


def test_head_can_be_kept_as_text() -> None:
    head = Head(7, "ab" * 32)
    assert Head.parse(str(head)) == head
    for text in ("", "7", "7:xyz", "x:" + "ab" * 32):
        with pytest.raises(ValueError, match=r"head|invalid literal"):
            Head.parse(text)


@given(
    st.builds(Erasure, st.uuids(), st.just("customers.Card"), st.lists(st.just("email")).map(tuple)),
    st.integers(0, 10**9),
)
def test_line_reads_back_as_itself(erasure: Erasure, n: int) -> None:
    line = next_line(KEY, Head(n, "ab" * 32), erasure, AT)
    assert parse_line(line.raw) == line
    assert is_marked(KEY, line)
    assert not is_marked(b"x" * 32, line)
