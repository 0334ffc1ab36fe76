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


def constants_of(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def asked_for() -> Iterator[tuple[str, str]]:
    """Each key that the code asks for by name, written out or as a constant of the module: where, and its place."""
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        constants = dict(constants_of(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FOLDERS:
                for argument in node.args:
                    name = constants.get(argument.id) if isinstance(argument, ast.Name) else argument
                    if isinstance(name, ast.Constant) and isinstance(name.value, str):
                        yield source.name, f"{FOLDERS[node.func.attr]}/{name.value}.key"


def test_every_key_in_the_code_is_listed() -> None:
    places = [use.place for use in inventory()]
    asked = list(asked_for())
    assert ("recognition.py", "secrets/recognition.key") in asked
    assert not [one for one in asked if not any(fnmatchcase(one[1], place) for place in places)]


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
