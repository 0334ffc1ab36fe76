"""What writes to the database, and where: acts, and the modules named here with their reason (P10)."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "klantkaart"
METHODS = {
    "save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete",
    "asave", "adelete", "acreate", "aupdate",
}  # fmt: skip
STATEMENT = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE|DROP) ")
# Modules that write and are no actions: why, and who writes the line in the log.
NAMED = {
    "accounts/housekeeping.py": "what signing in leaves behind, once a night",
    "accounts/http/marks.py": "when a session was last used",
    "accounts/sessions.py": "inside the act that ends sessions",
    "accounts/stores.py": "inside a destruction",
    "audit/append.py": "the log itself",
    "audit/checkpoints.py": "the log itself",
    "audit/details.py": "inside the act that ends or merges a subject",
    "audit/stores.py": "inside a destruction",
    "audit/term.py": "the log itself, as its maintenance role",
    "companies/numbering.py": "inside the act that asks a number",
    "customers/bulk.py": "inside the act that creates",
    "customers/search.py": "the index, inside the act that changed the card",
    "customers/imports/": "staging, and the acts of taking over",
    "retention/destroy.py": "the act of destroying",
    "retention/holding.py": "acts of holding",
    "retention/replay.py": "the act of destroying, again",
    "retention/terms.py": "acts of setting terms",
    "sealing/keys.py": "files with keys, no rows",
    "sealing/unit_keys.py": "files with keys, no rows",
    "sealing/recognition.py": "inside a destruction",
    "cli/serving/schedule.py": "who runs a job now, in the shared cache",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that write rows: a method of a model or its manager, ``update`` of a query, or a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, of = node.func.attr, ast.unparse(node.func.value)
            if name in METHODS or (name == "update" and re.search(r"objects|_base_manager|\.filter\(|\.exclude\(", of)):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            yield node.lineno


def may_write(path: str) -> bool:
    return "/actions" in path or any(path.startswith(name) for name in NAMED)


def test_nothing_writes_but_acts_and_the_modules_named_here() -> None:
    found = [f"{path}:{line}" for path, tree in sources() if not may_write(path) for line in writes(tree)]
    assert found == []


def test_every_module_named_here_still_writes() -> None:
    """A name that outlived its reason would let a new write through."""
    writing = {path for path, tree in sources() if any(writes(tree))}
    assert [name for name in NAMED if not any(path.startswith(name) for path in writing)] == []


@pytest.mark.parametrize(
    "code",
    ["Card.objects.filter(pk=1).update(name='x')", "row.save()", "cursor.execute('DELETE FROM x')", "q.delete()"],
)
def test_a_write_is_seen(code: str) -> None:
    assert list(writes(ast.parse(code))) == [1]


def acts(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Public functions that are told who acts and when: the acts of an app."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            names = {one.arg for one in node.args.kwonlyargs}
            if {"by", "at"} <= names:
                yield node


def calls(function: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            found.add(node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func))
    return found


def called_by_name() -> dict[str, set[str]]:
    """What the functions of that name call."""
    known: dict[str, set[str]] = defaultdict(set)
    for node in (node for _path, tree in sources() for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            known[node.name] |= calls(node)
    return known


LOGS = {"act", "record_read", "record_denial"}


def test_every_act_writes_a_line_in_the_log() -> None:
    """Directly, or through another function of the product that does."""
    known = called_by_name()
    silent = []
    for path, tree in sources():
        if "/actions" not in path:
            continue
        silent += [f"{path}:{one.name}" for one in acts(tree) if not _reaches(one.name, LOGS, known, set())]
    assert silent == []


def _reaches(name: str, wanted: set[str], known: dict[str, set[str]], seen: set[str]) -> bool:
    if name in seen:
        return False
    seen.add(name)
    called = known.get(name, set()) - {name}
    return bool(called & wanted) or any(_reaches(one, wanted, known, seen) for one in called)


# What says no: a right that is not held, or somebody who may not. Screens ask as well, but an act asks for itself.
GUARDS = {"holds", "NotAllowed"}
SCREENS = ("office/", "cli/", "accounts/http/")
HOPS = 3  # an act asks itself, or a function for permissions that it calls; not somewhere far down


def test_every_act_asks_who_may() -> None:
    """So that no screen, command or task can be the only one that does."""
    domain = [tree for path, tree in sources() if not path.startswith(SCREENS)]
    known: dict[str, set[str]] = defaultdict(set)
    for node in (node for tree in domain for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            known[node.name] |= calls(node)
    found = [
        f"{path}:{one.name}"
        for path, tree in sources()
        if "/actions" in path
        for one in acts(tree)
        if not _asks(calls(one), known, HOPS)
    ]
    assert found == []


def _asks(called: set[str], known: dict[str, set[str]], hops: int) -> bool:
    return bool(called & GUARDS) or (hops > 0 and any(_asks(known.get(one, set()), known, hops - 1) for one in called))


@pytest.mark.parametrize(("code", "asks"), [("require(by)", True), ("row.save()", False), ("far(by)", False)])
def test_an_act_that_does_not_ask_is_seen(code: str, *, asks: bool) -> None:
    known = {"require": {"holds"}, "far": {"further"}, "further": {"furthest"}, "furthest": {"last"}, "last": {"holds"}}
    assert _asks(calls(ast.parse(code)), known, HOPS) is asks


def test_nothing_writes_to_a_card_after_its_act_has_ended() -> None:
    """A screen calls one act: it never opens a transaction of its own."""
    opening = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        if path.startswith("office/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"atomic", "savepoint", "on_commit"}
    ]
    assert opening == []
