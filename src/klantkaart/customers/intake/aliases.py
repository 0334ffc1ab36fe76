"""Headings as people and packages write them (data/headings.toml), and how they are compared."""

import tomllib
from importlib.resources import files

from klantkaart.kernel.text import fold

from .targets import NotTaken, Target

Place = Target | NotTaken
_PREFIX = "fld"
_SHORTEST = 5


def plain_heading(heading: str) -> str:
    """``Tel. bedrijf`` -> ``telbedrijf``; ``FldKvkNummer`` -> ``kvknummer``."""
    plain = "".join(filter(str.isalnum, fold(heading)))
    return plain.removeprefix(_PREFIX) if len(plain) >= _SHORTEST else plain


def _read() -> dict[str, Place]:
    written = tomllib.loads((files(__package__) / "data" / "headings.toml").read_text("utf-8"))
    taken = {plain_heading(name): Target(key) for key, names in written["taken"].items() for name in names}
    left = {plain_heading(name): NotTaken(key) for key, names in written["left"].items() for name in names}
    return {**taken, **left}


ALIASES = _read()
KNOWN = frozenset(ALIASES)
