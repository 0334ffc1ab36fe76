"""What the papers say, held against what there is."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from klantkaart.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in PAPERS]
_LINK = re.compile(r"\]\(([^)#\s]+)")
_FILE = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9-]+\.(?:py|md|sh|html|toml))`")
_VARIABLE = re.compile(r"KLANTKAART_[A-Z_]*[A-Z]")


def test_picture_of_the_tiers_is_current() -> None:
    answer = subprocess.run(
        [sys.executable, ROOT / "tools" / "tiers.py", "--check"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_lists_exactly_the_variables_that_the_code_reads() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src/klantkaart").rglob("*.py"))
    read = {name for source in sources for name in _VARIABLE.findall(source)}
    listed = re.findall(r"^\| `(KLANTKAART_[A-Z_]+)`", README, re.MULTILINE)
    assert sorted(listed) == sorted(read)


def test_readme_lists_exactly_the_commands_there_are() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `klantkaart ")]
    assert sorted(re.findall(r"`klantkaart ([a-z]+)", "\n".join(rows))) == sorted(COMMANDS)
    for name in COMMANDS:
        command: click.Command = import_module(f"klantkaart.cli.commands.{COMMANDS[name].module}").command
        row = next(line for line in rows if f"`klantkaart {name}" in line)
        said = set(re.findall(r"[a-z]+", row.split("|")[1]))
        assert set(getattr(command, "commands", {})) <= said, name


@pytest.mark.parametrize("paper", PAPERS, ids=NAMES)
def test_links_lead_to_files(paper: Path) -> None:
    links = [link for link in _LINK.findall(paper.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (paper.parent / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=NAMES)
def test_named_files_exist(paper: Path) -> None:
    """In the repository, or in the package when the name is short."""
    named = _FILE.findall(paper.read_text(encoding="utf-8"))
    package = ROOT / "src" / "klantkaart"
    homes = (ROOT, *(package / home for home in ("", "accounts", "templates", "office/templates")))
    assert [name for name in named if not any((home / name).is_file() for home in homes)] == []
