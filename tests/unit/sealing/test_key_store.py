"""One key per unit: made once, gone when destroyed, never in the clear."""

import os
import stat
from pathlib import Path
from uuid import UUID

import pyrage
import pytest
from pytest_django import Settings

from crashes import in_processes, killed_at_each_step
from klantkaart.sealing.errors import KeyDamaged, KeyGone
from klantkaart.sealing.files import DamagedFile
from klantkaart.sealing.keys import KeyStore, keystore

UNIT = UUID("ab000000-0000-4000-8000-000000000001")
OTHER = UUID("ab000000-0000-4000-8000-000000000002")


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_nothing_exists_before_first_use(store: KeyStore) -> None:
    assert not store.has(UNIT)
    assert (list(store.units()), store.epochs(), store.has_secret("field")) == ([], [], False)
    assert not store.root.exists()


def test_first_use_makes_the_documented_files(store: KeyStore) -> None:
    store.recipient(UNIT)
    store.secret("field")
    store.signing_key("checkpoint")
    assert sorted(tree(store.root)) == [
        ".lock",
        "installation/epoch-000001.key",
        "secrets/field.key",
        "signing/checkpoint.key",
        f"units/ab/{UNIT}.age",
    ]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.root.rglob("*") if path.is_dir()}
    assert modes == {0o700}
    assert stat.S_IMODE((store.root / "installation/epoch-000001.key").stat().st_mode) == 0o400


def test_unit_keeps_its_key(store: KeyStore) -> None:
    recipient = str(store.recipient(UNIT))
    assert store.has(UNIT)
    assert str(store.recipient(UNIT)) == str(KeyStore(store.root).recipient(UNIT)) == recipient
    assert str(store.identity(UNIT).to_public()) == recipient
    assert str(store.recipient(OTHER)) != recipient
    assert list(store.units()) == [UNIT, OTHER]


def test_unit_key_is_never_in_the_clear(store: KeyStore) -> None:
    secret = str(store.recipient(UNIT) and store.identity(UNIT)).encode()
    assert not [name for name, contents in tree(store.root).items() if secret in contents]


def test_unknown_unit_has_no_key(store: KeyStore) -> None:
    store.recipient(OTHER)
    with pytest.raises(KeyGone):
        store.identity(UNIT)
    assert list(store.units()) == [OTHER]


def test_destroyed_unit_is_gone_and_the_others_stay(store: KeyStore) -> None:
    store.recipient(UNIT)
    kept = str(store.recipient(OTHER))
    assert store.destroy(UNIT)
    with pytest.raises(KeyGone):
        store.identity(UNIT)
    assert (store.has(UNIT), store.destroy(UNIT), list(store.units())) == (False, False, [OTHER])
    assert str(store.identity(OTHER).to_public()) == kept


def test_destruction_by_another_process_is_noticed(store: KeyStore) -> None:
    before = str(store.recipient(UNIT))
    in_processes([lambda: KeyStore(store.root).destroy(UNIT)])
    assert not store.has(UNIT)
    with pytest.raises(KeyGone):
        store.identity(UNIT)
    assert str(store.recipient(UNIT)) != before


def test_many_processes_make_one_key(store: KeyStore) -> None:
    def act() -> None:
        seen = f"{store.recipient(UNIT)} {store.secret('field').hex()}"
        (store.root.parent / f"seen-{os.getpid()}").write_text(seen)

    in_processes([act] * 8)
    seen = {path.read_text() for path in store.root.parent.glob("seen-*")}
    assert seen == {f"{store.identity(UNIT).to_public()} {store.secret('field').hex()}"}
    assert store.epochs() == [1]


def test_killed_creation_can_be_repeated(room: Path) -> None:
    roots = (room / str(number) for number in range(1000))
    current = [room]

    def prepare() -> None:
        current[0] = next(roots)

    for _step in killed_at_each_step(lambda: KeyStore(current[0]).recipient(UNIT), prepare):
        store = KeyStore(current[0])
        made = str(store.identity(UNIT).to_public()) if store.has(UNIT) else ""
        recipient = store.recipient(UNIT)
        assert made in {"", str(recipient)}
        assert pyrage.decrypt(pyrage.encrypt(b"x", [recipient]), [store.identity(UNIT)]) == b"x"
        assert store.epochs() == [1]


def test_killed_destruction_can_be_repeated(store: KeyStore) -> None:
    kept = str(store.recipient(OTHER))
    for _step in killed_at_each_step(lambda: store.destroy(UNIT), lambda: store.recipient(UNIT)):
        assert str(store.identity(OTHER).to_public()) == kept
        store.destroy(UNIT)
        with pytest.raises(KeyGone):
            store.identity(UNIT)
        assert not [name for name in tree(store.root) if str(UNIT) in name]


def test_damaged_unit_key_is_refused_and_kept(store: KeyStore) -> None:
    store.recipient(UNIT)
    path = store.root / f"units/ab/{UNIT}.age"
    damaged = path.read_bytes()[:-1] + b"?"
    path.write_bytes(damaged)
    for ask in (store.identity, store.recipient):
        with pytest.raises(KeyDamaged):
            ask(UNIT)
    assert path.read_bytes() == damaged


def test_no_new_epoch_beside_keys_of_a_lost_one(store: KeyStore) -> None:
    store.recipient(UNIT)
    (store.root / "installation/epoch-000001.key").unlink()
    before = tree(store.root)
    with pytest.raises(DamagedFile, match="no epoch key"):
        store.recipient(OTHER)
    assert tree(store.root) == before


@pytest.mark.parametrize("name", ["", "../field", "Field", "a b", "field.key", "-x"])
def test_strange_names_of_keys_are_refused(store: KeyStore, name: str) -> None:
    for ask in (store.secret, store.signing_key):
        with pytest.raises(ValueError, match="lower-case"):
            ask(name)
    assert not store.root.exists()


def test_signing_key_is_kept_and_signs(store: KeyStore) -> None:
    signature = store.signing_key("checkpoint").sign(b"note")
    KeyStore(store.root).signing_key("checkpoint").public_key().verify(signature, b"note")


@pytest.mark.parametrize("contents", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_damaged_signing_key_is_refused_and_kept(store: KeyStore, contents: bytes) -> None:
    store.signing_key("checkpoint")
    path = store.root / "signing/checkpoint.key"
    path.chmod(0o600)
    path.write_bytes(contents)
    with pytest.raises(DamagedFile, match=r"^checkpoint\.key: "):
        store.signing_key("checkpoint")
    assert path.read_bytes() == contents


def test_key_store_follows_the_settings(room: Path, settings: Settings) -> None:
    assert keystore() is keystore()
    first = keystore().secret("field")
    settings.KEY_ROOT = str(room / "elsewhere")
    assert keystore().secret("field") != first
    assert (room / "elsewhere/secrets/field.key").exists()


def test_nothing_prints_a_secret(store: KeyStore) -> None:
    store.recipient(UNIT)
    epoch = store._epochs.newest_first()[0]
    shown = repr(epoch) + repr(store) + repr(store.identity(UNIT))
    assert "AGE-SECRET-KEY" not in shown
