"""``make bench``: every stated figure of speed and size, with what this machine makes of it.

BENCH_SIZES: numbers of cards, separated by commas. BENCH_IMPORT: rows of the list that is imported; 0 leaves it out.
BENCH_KEEP: a folder in which the filled installations are kept, and used again. KLANTKAART_DATABASE_URL measures
PostgreSQL instead: every size gets a database of its own there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .databases import database_for
from .figures import Figure, report

SIZES = "10000,100000"
ROWS = 60_000


def main() -> None:
    """Every part in a process of its own, so that memory and caches start fresh."""
    if len(sys.argv) > 1:
        _part(sys.argv[1], sys.argv[2])
        return
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", SIZES).split(",")]
    due = {}
    for size in sizes:
        figures = _figures("cards", str(size))
        print(report(f"{size:,} cards", figures), flush=True)
        due[size] = next(figure for figure in figures if figure.what.startswith("due list"))
    print(report("whatever the number of cards", [*_growth(due), *_without_cards()]), flush=True)


def _growth(due: dict[int, Figure]) -> Iterator[Figure]:
    """The due list of the largest installation against the smallest: it must grow with what is due, not with cards."""
    if len(due) < 2:
        return
    small, large = min(due), max(due)
    ratio = due[large].value / due[small].value
    yield Figure("due list, largest against smallest", ratio, "times", 3, note=f"{large:,} against {small:,} cards")


def _without_cards() -> list[Figure]:
    rows = int(os.environ.get("BENCH_IMPORT", ROWS))
    taken_over = _figures("import", str(rows)) if rows else []
    return [*taken_over, *_figures("idle", "0")]


def _figures(part: str, size: str) -> list[Figure]:
    """Run one part and collect what it found."""
    keep = os.environ.get("BENCH_KEEP", "")
    with tempfile.TemporaryDirectory() as fleeting:
        kept = Path(keep, f"{part}-{size}") if keep and part == "cards" else Path(fleeting)
        env = {
            **os.environ,
            "KLANTKAART_DATA": str(kept),
            "KLANTKAART_DATABASE_URL": database_for(f"{part}_{size}", keep=bool(keep) and part == "cards"),
            "DJANGO_SETTINGS_MODULE": "klantkaart.project.settings",
        }
        answer = subprocess.run(
            [sys.executable, "-m", "bench", part, size], env=env, check=True, stdout=subprocess.PIPE, text=True
        )
    return [Figure.from_line(line) for line in answer.stdout.splitlines() if line.startswith("{")]


def _part(part: str, size: str) -> None:
    from . import idle

    if part == "idle":
        print(idle.measured(Path(os.environ["KLANTKAART_DATA"])).as_line())
        return
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from . import cards, importing

    folder = Path(os.environ["KLANTKAART_DATA"])
    found = cards.measured(int(size)) if part == "cards" else importing.measured(int(size), folder)
    for figure in found:
        print(figure.as_line(), flush=True)


main()
