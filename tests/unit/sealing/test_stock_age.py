"""What is sealed here opens with the stock ``age`` command and the key files, without this program."""

import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile

from klantkaart.kernel import clock
from klantkaart.sealing.boxes import open_box, seal
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.storage import SealedStorage

UNIT = UUID(int=1)

pytestmark = pytest.mark.skipif(
    shutil.which("age") is None, reason="the age command is not installed (apt install age)"
)


def age(*arguments: str | Path, given: bytes = b"") -> bytes:
    done = subprocess.run(["age", *map(str, arguments)], input=given, capture_output=True, check=True)
    return done.stdout


def unit_key(store: KeyStore) -> Path:
    """The unit's identity file, opened with the epoch's key file."""
    opened = store.root.parent / "unit.key"
    epoch = store.root / f"installation/epoch-{store.epochs()[-1]:06}.key"
    opened.write_bytes(age("-d", "-i", epoch, store.root / "units/00" / f"{UNIT}.age"))
    return opened


def test_age_opens_both_layers_of_a_box(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    assert age("-d", "-i", unit_key(store), given=sealed) == b"secret"


def test_age_opens_a_stored_file_after_a_change_of_epoch(store: KeyStore) -> None:
    storage = SealedStorage()
    name = storage.save_for(UNIT, ContentFile(b"long " * 100_000))
    store.rotate_epoch(at=clock.now())
    assert age("-d", "-i", unit_key(store), storage.root / name) == b"long " * 100_000


def test_what_age_seals_opens_here(store: KeyStore) -> None:
    sealed = age("-r", str(store.recipient(UNIT)), given=b"secret")
    assert open_box(UNIT, sealed) == b"secret"
