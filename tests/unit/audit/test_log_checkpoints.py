"""Signed statements about the log, as rows and as files."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_examples import AT
from klantkaart.audit import checkpoints, notes
from klantkaart.audit.models import Checkpoint
from klantkaart.audit.notes import NoteBroken, opened, signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOTE = signed("klantkaart-audit\n3\nabc\n", "log", KEY)


@pytest.mark.django_db
def test_checkpoint_is_a_row_and_a_file_that_say_the_same(
    write: Callable[[int], None], checkpoint_folder: Path
) -> None:
    write(3)
    made = checkpoints.make_checkpoint(at=AT)
    assert made is not None
    file = checkpoint_folder / "000000000003.note"
    assert file.read_text(encoding="utf-8") == made.note
    size, chain = checkpoints.head()
    assert checkpoints.read(made.note) == checkpoints.Statement(size, chain, "2026-03-02T09:30:00.000000Z")


@pytest.mark.django_db
def test_empty_log_has_no_checkpoint(checkpoint_folder: Path) -> None:
    assert checkpoints.make_checkpoint(at=AT) is None
    assert not checkpoint_folder.exists()


@pytest.mark.django_db
def test_unchanged_log_gets_no_second_checkpoint(write: Callable[[int], None], checkpoint_folder: Path) -> None:
    write(1)
    first = checkpoints.make_checkpoint(at=AT)
    assert checkpoints.make_checkpoint(at=AT + timedelta(days=1)) == first
    assert Checkpoint.objects.count() == 1
    write(1)
    assert checkpoints.make_checkpoint(at=AT) != first
    assert [path.name for path in sorted(checkpoint_folder.iterdir())] == ["000000000001.note", "000000000002.note"]


@pytest.mark.django_db
def test_file_that_a_killed_run_did_not_write_is_written_by_the_next(
    write: Callable[[int], None], checkpoint_folder: Path
) -> None:
    write(1)
    made = checkpoints.make_checkpoint(at=AT)
    file = checkpoint_folder / "000000000001.note"
    file.unlink()
    checkpoints.make_checkpoint(at=AT)
    assert made is not None
    assert file.read_text(encoding="utf-8") == made.note


@pytest.mark.django_db
def test_file_of_another_history_is_kept_as_evidence(write: Callable[[int], None], checkpoint_folder: Path) -> None:
    write(1)
    checkpoint_folder.mkdir()
    (checkpoint_folder / "000000000001.note").write_text("other", encoding="utf-8")
    checkpoints.make_checkpoint(at=AT)
    assert (checkpoint_folder / "000000000001.note").read_text(encoding="utf-8") == "other"


@pytest.mark.parametrize("text", ["", "klantkaart-audit\n", "klantkaart-audit\n1\nAAAA\nx\n", "other\n1\nAAAA\nx\n"])
def test_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    note = checkpoints.sign(text or "\n")
    with pytest.raises(NoteBroken, match="not a checkpoint"):
        checkpoints.read(note)


def test_key_line_and_key_id_belong_together() -> None:
    name, hint, _key = checkpoints.key_line().split("+", 2)
    assert name == "klantkaart-audit"
    assert checkpoints.key_id().startswith(hint)
    assert len(checkpoints.key_id()) == 64


def test_note_is_that_of_the_format() -> None:
    """Text, empty line, signature line; the signature is over the text with its last line end."""
    line = notes.key_line("log", KEY.public_key())
    text, _gap, signature = NOTE.rpartition("\n\n")
    assert text == "klantkaart-audit\n3\nabc"
    data = base64.b64decode(signature.removeprefix("\u2014 log "))
    assert line.startswith(f"log+{data[:4].hex()}+")
    KEY.public_key().verify(data[4:], f"{text}\n".encode())
    assert opened(NOTE, "log", KEY.public_key()) == f"{text}\n"


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
@settings(max_examples=400)
def test_note_with_one_changed_byte_is_refused(position: int, change: int) -> None:
    data = bytearray(NOTE.encode())
    data[position] ^= change
    with pytest.raises(NoteBroken):
        opened(data.decode("utf-8", "replace"), "log", KEY.public_key())


def test_note_of_another_key_or_name_is_refused() -> None:
    with pytest.raises(NoteBroken):
        opened(NOTE, "log", Ed25519PrivateKey.generate().public_key())
    with pytest.raises(NoteBroken):
        opened(NOTE, "other", KEY.public_key())


@pytest.mark.parametrize("text", ["no end", "tab\t\n", "return\r\n"])
def test_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="control characters"):
        signed(text, "log", KEY)
