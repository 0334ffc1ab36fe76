"""The picture of the tiers in docs/architecture.md, drawn from import-linter's layers in pyproject.toml.

``python tools/tiers.py`` writes it; with ``--check`` it writes nothing and fails when the page is out of date.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- tiers: made by tools/tiers.py -->", "<!-- /tiers -->"
_BETWEEN = re.compile(f"(?<={re.escape(BEGIN)}\n).*?(?={re.escape(END)})", re.DOTALL)


def layers() -> list[list[tuple[str, bool]]]:
    """From top to bottom: the apps of each tier, and whether each has code."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            return [[_app(word) for word in line.split("|")] for line in contract["layers"]]
    raise SystemExit("pyproject.toml has no contract of layers.")


def _app(word: str) -> tuple[str, bool]:
    name = word.strip().strip("()")
    return name, (ROOT / "src" / "klantkaart" / name / "__init__.py").is_file()


def picture() -> str:
    """A Mermaid graph: a box per tier, arrows in the direction of imports; what has no code yet is dashed."""
    lines = ["```mermaid", "flowchart TD"]
    tiers = layers()
    for number, tier in enumerate(tiers):
        lines.append(f'  subgraph t{number}[" "]')
        lines.append("    direction LR")
        lines += [f"    {name}{'' if exists else ':::later'}" for name, exists in tier]
        lines.append("  end")
    lines += [f"  t{number} --> t{number + 1}" for number in range(len(tiers) - 1)]
    lines += ["  classDef later stroke-dasharray: 4 4", "```", ""]
    return "\n".join(lines)


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    if not _BETWEEN.search(page):
        raise SystemExit(f"{PAGE.name} has no place for the tiers: {BEGIN} ... {END}")
    drawn = _BETWEEN.sub(picture().replace("\\", r"\\"), page)
    if "--check" in sys.argv[1:]:
        if drawn != page:
            raise SystemExit("The tiers in docs/architecture.md are out of date: run python tools/tiers.py")
        return
    PAGE.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
