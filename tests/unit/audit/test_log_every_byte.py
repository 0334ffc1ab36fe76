"""Every byte of an export counts, and the order, number and end of its lines do (proof 5)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit_examples import AT
from audit_tools import sign_again
from klantkaart.audit import checkpoints
from klantkaart.audit.export import export_log
from klantkaart.audit.offline import verify_log as offline
from klantkaart.kernel.actor import TERMINAL

pytestmark = pytest.mark.django_db

SIGNED = ("log.jsonl", "log.pub", "manifest.note", "checkpoints/000000000002.note", "checkpoints/000000000004.note")
Change = Callable[[list[bytes]], list[bytes]]
MOVES: dict[str, Change] = {
    "swapped": lambda lines: [lines[1], lines[0], *lines[2:]],
    "backwards": lambda lines: lines[::-1],
    "twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "the last one twice": lambda lines: [*lines, lines[-1]],
    "first one gone": lambda lines: lines[1:],
    "one in the middle gone": lambda lines: [*lines[:1], *lines[2:]],
    "end gone": lambda lines: lines[:3],
    "one in place of another": lambda lines: [*lines[:1], lines[2], *lines[2:]],
}


@pytest.fixture
def exported(write: Callable[[int], None], tmp_path: Path) -> Path:
    """Four lines and two checkpoints."""
    write(2)
    checkpoints.make_checkpoint(at=AT)
    write(1)
    return export_log(folder=tmp_path / "export", by=TERMINAL, at=AT).folder


def problems(folder: Path, *kept: Path) -> list[str]:
    return offline.check_export(folder, checkpoints.key_id(), kept).problems


def move(folder: Path, change: Change, *, signed: bool) -> None:
    """Change the lines; ``signed``: the manifest tells the same story, as with the signing key it could."""
    path = folder / "log.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    if signed:
        sign_again(folder, checkpoints.sign)


def alone(folder: Path, *arguments: object) -> tuple[int, str]:
    """The checker that went along, in a Python that knows nothing else."""
    done = subprocess.run(
        [sys.executable, "-I", "verify_log.py", *map(str, arguments)],
        cwd=folder, check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", SIGNED)
def test_every_single_byte_counts(exported: Path, name: str) -> None:
    assert problems(exported) == []
    path = exported / name
    whole = path.read_bytes()
    missed = []
    for place in range(len(whole)):
        flipped = whole[place] ^ 1 << place % 8  # one bit; each of the eight in its turn
        path.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])
        if not problems(exported):
            missed.append((place, flipped))
    assert missed == []


@pytest.mark.parametrize("signed", [False, True], ids=["as is", "signed again"])
@pytest.mark.parametrize("how", [how for how in MOVES if how != "end gone"])
def test_lines_that_were_moved_are_found(exported: Path, how: str, *, signed: bool) -> None:
    move(exported, MOVES[how], signed=signed)
    assert any("line" in problem for problem in problems(exported))


def test_a_cut_end_is_found_with_a_checkpoint_that_was_kept_and_only_then(exported: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.note"
    shutil.move(exported / "checkpoints" / "000000000004.note", kept)
    sign_again(exported, checkpoints.sign)
    assert problems(exported, kept) == []
    move(exported, MOVES["end gone"], signed=True)
    assert problems(exported) == []
    assert any("the end was cut off" in problem for problem in problems(exported, kept))
    assert alone(exported)[0] == 0
    code, said = alone(exported, "--checkpoint", kept)
    assert (code, "the end was cut off" in said) == (1, True)


@pytest.mark.parametrize("how", ["swapped", "twice", "one in the middle gone"])
def test_the_checker_that_goes_along_finds_moved_lines_by_itself(exported: Path, how: str) -> None:
    assert alone(exported)[0] == 0
    move(exported, MOVES[how], signed=True)
    code, said = alone(exported)
    assert (code, "NOT what was written" in said) == (1, True)


@pytest.mark.parametrize("name", SIGNED)
def test_the_checker_that_goes_along_finds_a_flipped_byte_by_itself(exported: Path, name: str) -> None:
    whole = bytearray((exported / name).read_bytes())
    whole[len(whole) // 2] ^= 1
    (exported / name).write_bytes(whole)
    code, said = alone(exported)
    assert (code, "PROBLEM" in said) == (1, True)
