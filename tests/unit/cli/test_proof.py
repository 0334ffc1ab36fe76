"""The log, the ledger of erasures and the keys, from the terminal."""

from pathlib import Path

import pytest

from klantkaart.audit.models import Entry
from klantkaart.retention.destroy import ledger
from klantkaart.sealing.keys import keystore
from terminal import command, reported

pytestmark = pytest.mark.usefixtures("card")


def test_log_that_was_left_alone_is_whole() -> None:
    result = command("audit", "verify", "--details")
    assert result.exit_code == 0
    assert f"{Entry.objects.count()} regels nagekeken: er is niets aan veranderd." in result.stdout


def exported(tmp_path: Path) -> Path:
    found = reported("audit", "export", "--out", tmp_path / "log")
    assert found["lines"] == Entry.objects.count()
    return tmp_path / "log"


def test_export_of_the_log_is_checked_and_a_flipped_byte_is_found(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    assert command("audit", "verify", folder).exit_code == 0
    lines = bytearray((folder / "log.jsonl").read_bytes())
    lines[len(lines) // 2] ^= 1
    (folder / "log.jsonl").write_bytes(lines)
    result = command("audit", "verify", folder)
    assert result.exit_code == 1
    assert "Het logboek is niet zoals het geschreven is" in result.stderr
    assert result.stdout == ""


def test_export_does_not_write_over_another(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    before = Entry.objects.count()
    result = command("audit", "export", "--out", folder)
    assert result.exit_code == 1
    assert "is niet leeg. Kies een nieuwe of een lege map." in result.stderr
    assert Entry.objects.count() == before


def test_checkpoint_that_was_kept_is_compared(tmp_path: Path) -> None:
    kept = next(path for path in exported(tmp_path).rglob("*.note") if path.name != "manifest.note")
    assert command("audit", "verify", "--checkpoint", kept).exit_code == 0
    kept.write_text(kept.read_text(encoding="utf-8").replace("klantkaart-audit", "klantkaart-ander"), encoding="utf-8")
    result = command("audit", "verify", "--checkpoint", kept)
    assert result.exit_code == 1
    assert kept.name in result.stderr


def test_ledger_of_erasures_gives_its_head_to_keep() -> None:
    found = reported("erasures", "verify")
    assert found["head"] == str(ledger().head())
    assert command("erasures", "verify", "--head", found["head"]).exit_code == 0


def test_cut_off_ledger_is_found_with_a_head_that_was_kept() -> None:
    result = command("erasures", "verify", "--head", f"7:{'a' * 64}")
    assert result.exit_code == 1
    assert "Regel " in result.stderr


def test_replay_of_nothing_does_nothing() -> None:
    assert reported("erasures", "replay") == {"replayed": 0}


def test_keys_are_listed_without_any_key() -> None:
    keystore().secret("field")
    result = command("keys", "list")
    assert result.exit_code == 0
    assert "AES-256-GCM" in result.stdout
    assert keystore().secret("field").hex() not in result.stdout


def test_new_epoch_wraps_the_keys_again() -> None:
    before = reported("keys", "list")["epochs"]
    found = reported("keys", "rotate")
    assert found["epoch"] not in before
    assert reported("keys", "list")["epochs"] == [*before, found["epoch"]]
