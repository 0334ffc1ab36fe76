"""The key inventory against the code and against a key folder in use (ASVS 11.1.1)."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from uuid import UUID

from klantkaart.kernel import clock
from klantkaart.sealing import files
from klantkaart.sealing.files import secret_text
from klantkaart.sealing.inventory import inventory, unlisted
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.values import new_field_key

FOLDERS = {"secret": "secrets", "signing_key": "signing"}
SOURCES = sorted(Path(files.__file__).parents[1].rglob("*.py"))


def asked_for() -> Iterator[tuple[str, str]]:
    """Each key that the code asks for by name: where, and the place of the key."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FOLDERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield source.name, f"{FOLDERS[node.func.attr]}/{argument.value}.key"


def test_every_key_in_the_code_is_listed() -> None:
    places = [use.place for use in inventory()]
    asked = dict(asked_for())
    assert "secrets/recognition.key" in asked.values()
    assert not {where for where, key in asked.items() if not any(fnmatchcase(key, place) for place in places)}


def test_key_folder_in_use_holds_only_listed_files(store: KeyStore) -> None:
    store.recipient(UUID(int=1))
    store.rotate_epoch(at=clock.now())
    for name in ("field", "recognition", "ledger", "log-pseudonym"):
        store.secret(name)
    new_field_key()
    store.signing_key("checkpoint")
    secret_text(store.root / "session-signing.key")
    assert unlisted(store.root) == []


def test_stray_files_are_named(store: KeyStore) -> None:
    store.secret("unheard-of")
    (store.root / "secrets" / ".field.key.00.tmp").write_bytes(b"left by a kill")
    assert unlisted(store.root) == ["secrets/.field.key.00.tmp", "secrets/unheard-of.key"]


def test_every_key_says_what_it_is_for_and_when_it_changes() -> None:
    assert len({use.name for use in inventory()}) == len(inventory())
    assert all(use.place and use.algorithm and str(use.use) and str(use.rotation) for use in inventory())
