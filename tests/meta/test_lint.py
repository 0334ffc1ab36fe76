"""The tiers hold because lint holds them: a copy of the tree passes, and each breach fails by its own contract."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def copied(room: Path) -> Path:
    shutil.copytree(
        ROOT / "src", room / "src", ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo", "static", "*.html")
    )
    shutil.copy(ROOT / "pyproject.toml", room)
    return room / "src" / "klantkaart"


def lint(room: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(room / "src")}
    return subprocess.run([str(BIN / words[0]), *words[1:]], cwd=room, env=env, capture_output=True, text=True)  # noqa: PLW1510


def broken(room: Path) -> set[str]:
    done = lint(room, "lint-imports", "--no-cache")
    names = set(re.findall(r"^(.*) BROKEN", done.stdout, re.MULTILINE))
    assert (done.returncode != 0) is bool(names) or "exhaustive" in done.stdout + done.stderr, done.stdout
    return names


def test_the_tree_as_it_is_passes(tmp_path: Path) -> None:
    copied(tmp_path)
    assert broken(tmp_path) == set()
    assert lint(tmp_path, "ruff", "check", "--no-cache", ".").returncode == 0


TIERS = "Imports point downwards (DESIGN 2)"
SCREENS = "Screens read through queries and write through actions, never through models"
MAP = "Register and retention reach other apps' rows through the map"
BREACHES = {
    "an import upwards": ("kernel/upwards.py", "from klantkaart.customers import queries\n", {TIERS}),
    "an import sideways": ("office/sideways.py", "from klantkaart.cli import words\n", {TIERS}),
    "an app without a place": ("planning/__init__.py", "", {TIERS}),
    "a model in a screen": ("office/peek.py", "from klantkaart.companies.models import Company\n", {SCREENS}),
    "customers in retention": ("retention/peek.py", "from klantkaart.customers import queries\n", {MAP}),
}


@pytest.mark.parametrize("what", BREACHES)
def test_a_breach_of_the_tiers_fails(what: str, tmp_path: Path) -> None:
    path, code, contracts = BREACHES[what]
    place = copied(tmp_path) / path
    place.parent.mkdir(exist_ok=True)
    place.write_text(code, encoding="utf-8")
    assert broken(tmp_path) == contracts


HABITS = {
    "http in the domain": (
        "customers/answer.py",
        "from django.http import HttpResponse\n\nX = HttpResponse\n",
        "TID251",
    ),
    "shortcuts in the domain": ("audit/find.py", "from django.shortcuts import redirect\n\nX = redirect\n", "TID251"),
    "another clock": ("kernel/now.py", "from django.utils.timezone import now\n\nX = now\n", "TID251"),
    "swallowing everything": ("kernel/quiet.py", "try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
}


@pytest.mark.parametrize("what", HABITS)
def test_a_breach_of_the_habits_fails(what: str, tmp_path: Path) -> None:
    path, code, rule = HABITS[what]
    (copied(tmp_path) / path).write_text(code, encoding="utf-8")
    done = lint(tmp_path, "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert done.returncode == 1
    assert rule in done.stdout
