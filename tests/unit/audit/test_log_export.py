"""An export is checked without this product: one flipped byte anywhere, or a cut tail, is found (proof 5)."""

import contextlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_examples import AT, CHANGED, COUNTED, Somebody
from audit_tools import sign_again
from klantkaart.audit import checkpoints, log, notes, own_events
from klantkaart.audit.export import export_log
from klantkaart.audit.models import Entry
from klantkaart.audit.offline import verify_log as offline
from klantkaart.audit.term import empty_lines
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from klantkaart.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

FILES = ("README.txt", "verify_log.py", "log.pub", "log.jsonl", "manifest.note", "checkpoints/000000000003.note")


@pytest.fixture
def exported(write: Callable[[int], None], tmp_path: Path) -> Path:
    """Six lines, one of them emptied, two checkpoints."""
    with log.act(COUNTED, by=SYSTEM, at=AT.replace(year=2020)):
        pass
    write(2)
    checkpoints.make_checkpoint(at=AT)
    empty_lines(on=AT.date(), by=SYSTEM, at=AT)
    with log.act(CHANGED, by=SYSTEM, at=AT, about=Somebody(), detail={"name": "Jansen"}):
        pass
    return export_log(folder=tmp_path / "export", by=TERMINAL, at=AT).folder


def check(folder: Path, *arguments: object) -> tuple[int, str]:
    """Exit code and words of the checker."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = offline.main([str(folder), *map(str, arguments)])
        except SystemExit as end:
            code = int(end.code or 0)
    return code, said.getvalue()


def test_export_is_well_and_holds_everything(exported: Path) -> None:
    found = {str(path.relative_to(exported)) for path in exported.rglob("*") if path.is_file()}
    assert found == {*FILES, "checkpoints/000000000006.note"}
    code, said = check(exported, "--key-id", checkpoints.key_id())
    assert (code, "6 lines" in said, "1 emptied" in said, "2 checkpoints" in said) == (0, True, True, True)
    assert checkpoints.key_id() in said


def test_export_checks_itself_with_nothing_of_the_product(exported: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-I", "verify_log.py"], cwd=exported, check=False, capture_output=True, text=True
    )
    assert (run.returncode, "all is well" in run.stdout) == (0, True)
    assert "klantkaart." not in (exported / "verify_log.py").read_text(encoding="utf-8").replace("Klantkaart.", "")


def test_export_shows_itself_and_holds_no_personal_value(exported: Path) -> None:
    lines = [json.loads(line) for line in (exported / "log.jsonl").read_bytes().splitlines()]
    said = json.loads(lines[-1]["body"])
    assert (said["act"], said["p"]) == ("audit.exported", "accountability")
    assert lines[0]["body"] is None
    assert not any(b"Jansen" in path.read_bytes() for path in exported.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_byte_is_found(exported: Path, name: str, data: st.DataObject) -> None:
    path = exported / name
    whole = path.read_bytes()
    position = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[position] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        assert offline.check_export(exported, checkpoints.key_id()).problems
    finally:
        path.write_bytes(whole)
    assert offline.check_export(exported, checkpoints.key_id()).problems == []


@pytest.mark.parametrize("name", FILES)
def test_missing_and_shortened_files_are_found(exported: Path, name: str) -> None:
    whole = (exported / name).read_bytes()
    (exported / name).write_bytes(whole[:-1])
    assert check(exported)[0] == 1
    (exported / name).unlink()
    code, said = check(exported)
    assert code == 1
    assert Path(name).name in said


def test_flipped_byte_in_the_log_is_told_with_its_line(exported: Path) -> None:
    path = exported / "log.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"tests.counted", b"tests.counteb")
    path.write_bytes(b"".join(lines))
    code, said = check(exported)
    assert code == 1
    assert "the body of line 3 was changed" in said


def test_export_signed_with_another_key_is_found_by_the_key_id(exported: Path, resign: Callable[[Path], None]) -> None:
    resign(exported)
    assert check(exported)[0] == 0
    code, said = check(exported, "--key-id", checkpoints.key_id()[:16])
    assert (code, "another key" in said) == (1, True)


def test_cut_tail_is_found_against_a_kept_checkpoint(
    exported: Path, tmp_path: Path, cut: Callable[[Path, int], None]
) -> None:
    """Whoever holds the signing key can sign a shorter log; a checkpoint that was kept elsewhere shows it."""
    kept = tmp_path / "kept.note"
    shutil.copy(exported / "checkpoints" / "000000000006.note", kept)
    assert check(exported, "--checkpoint", kept)[0] == 0
    cut(exported, 4)
    assert check(exported)[0] == 0
    code, said = check(exported, "--checkpoint", kept)
    assert (code, "the end was cut off" in said) == (1, True)


def test_rewritten_log_is_found_against_a_kept_checkpoint(
    exported: Path, tmp_path: Path, tamper: Callable[[str], None], write: Callable[[int], None]
) -> None:
    kept = exported / "checkpoints" / "000000000003.note"
    tamper("DELETE FROM audit_entry")
    tamper("DELETE FROM audit_checkpoint")
    write(5)
    other = export_log(folder=tmp_path / "other", by=TERMINAL, at=AT).folder
    assert check(other)[0] == 0
    code, said = check(other, "--checkpoint", kept)
    assert (code, "contradicts the log" in said) == (1, True)


def test_body_removed_outside_the_term_is_found(exported: Path, edit: Callable[..., None]) -> None:
    edit(exported, lambda line: {**line, "body": None} if line["seq"] == 2 else line)
    code, said = check(exported)
    assert (code, "line 2 is missing, and not because" in said) == (1, True)


def test_tampered_log_can_be_exported_and_does_not_verify(
    write: Callable[[int], None], tamper: Callable[[str], None], tmp_path: Path
) -> None:
    write(3)
    tamper("UPDATE audit_entry SET body = leaf WHERE seq = 2")
    folder = export_log(folder=tmp_path / "export", by=TERMINAL, at=AT).folder
    code, said = check(folder)
    assert (code, "line 2" in said) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [["--key-id", "12"], ["--key-id", "not hexadecimal!"], ["--checkpoint", "/nowhere/at.note"], ["--nonsense"]],
)
def test_wrong_usage_is_exit_2(exported: Path, arguments: list[str]) -> None:
    assert check(exported, *arguments)[0] == 2


def test_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere")[0] == 2
    assert check(tmp_path)[0] == 1


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(Refused, match="niet leeg"):
            export_log(folder=folder, by=TERMINAL, at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert not Entry.objects.exists()


def test_export_that_was_cut_off_does_not_verify(write: Callable[[int], None], tmp_path: Path) -> None:
    write(1)
    folder = export_log(folder=tmp_path / "export", by=TERMINAL, at=AT).folder
    (folder / "manifest.note").unlink()
    code, said = check(folder)
    assert (code, "manifest.note is missing" in said) == (1, True)


@pytest.mark.parametrize("key", ["", "x", "klantkaart-audit+00000000+AAAA\n", "klantkaart-audit+00000000+\u20ac\n"])
def test_file_that_is_no_key_is_told(exported: Path, key: str) -> None:
    (exported / "log.pub").write_text(key, encoding="utf-8")
    code, said = check(exported)
    assert (code, "log.pub" in said or "base64" in said) == (1, True)


@pytest.mark.parametrize(
    "text",
    [
        "klantkaart-audit\n3\nAAAA\nx\n",
        "klantkaart-audit/export\n3\nAAAA\n",
        f"klantkaart-audit/export\n3\nAAAA\n{'0' * 64}  ../../etc/passwd\n",
        "klantkaart-audit/export\n3\nAAAA\nno digest\n",
    ],
)
def test_signed_text_that_is_no_manifest_is_told(exported: Path, text: str) -> None:
    (exported / "manifest.note").write_text(checkpoints.sign(text), encoding="utf-8")
    code, said = check(exported)
    assert (code, "manifest.note" in said) == (1, True)


def test_manifest_is_no_checkpoint(exported: Path) -> None:
    code, said = check(exported, "--checkpoint", exported / "manifest.note")
    assert (code, "not a checkpoint" in said) == (1, True)


def test_body_that_comes_back_after_its_term_is_found(exported: Path, edit: Callable[..., None]) -> None:
    edit(exported, lambda line: {**line, "body": "{}"} if line["seq"] == 1 else line)
    code, said = check(exported)
    assert (code, "line 1 was emptied after its term and has a body again" in said) == (1, True)


def test_manifest_of_another_length_than_the_log_is_found(exported: Path) -> None:
    text = (exported / "manifest.note").read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n"
    longer = text.replace("klantkaart-audit/export\n6\n", "klantkaart-audit/export\n5\n")
    (exported / "manifest.note").write_text(checkpoints.sign(longer), encoding="utf-8")
    code, said = check(exported)
    assert (code, "log.jsonl has 6 lines and should have 5" in said) == (1, True)


def test_offline_checker_and_product_mean_the_same_event_and_name() -> None:
    assert own_events.TERM_REACHED.code == offline.TERM_REACHED
    assert checkpoints.NAME == offline.NAME


# -- what somebody with the signing key, or with another key, could make of an export --------------------------------


@pytest.fixture
def edit() -> Callable[..., None]:
    """Change the lines of an export and sign it again with the log's own key."""

    def change(folder: Path, each: Callable[[Any], Any]) -> None:
        lines = [each(json.loads(line)) for line in (folder / "log.jsonl").read_bytes().splitlines()]
        written = [json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n" for line in lines if line]
        (folder / "log.jsonl").write_text("".join(written), encoding="ascii")
        sign_again(folder, checkpoints.sign)

    return change


@pytest.fixture
def cut(edit: Callable[..., None]) -> Callable[[Path, int], None]:
    """Leave out everything after a line, checkpoints included."""

    def shorten(folder: Path, size: int) -> None:
        for path in (folder / "checkpoints").iterdir():
            if int(path.stem) > size:
                path.unlink()
        edit(folder, lambda line: line if line["seq"] <= size else None)

    return shorten


@pytest.fixture
def resign() -> Callable[[Path], None]:
    """Make the export one of another key."""
    key = Ed25519PrivateKey.generate()

    def sign(text: str) -> str:
        return notes.signed(text, checkpoints.NAME, key)

    def change(folder: Path) -> None:
        (folder / "log.pub").write_text(notes.key_line(checkpoints.NAME, key.public_key()) + "\n", encoding="ascii")
        for path in (folder / "checkpoints").iterdir():
            path.write_text(sign(path.read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n"), encoding="utf-8")
        sign_again(folder, sign)

    return change
