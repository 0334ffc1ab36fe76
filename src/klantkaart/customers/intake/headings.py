"""Which row holds the headings: lists made by hand have a title, a date and an empty line above them."""

import re
from collections.abc import Collection, Sequence

from .aliases import KNOWN, plain_heading
from .cells import Kind, Row

LOOK_AT = 30
_DATA = re.compile(r"@|\d{3}|^\d+$")
_RECOGNISED, _DATA_LIKE = 3, 2


def find_headings(rows: Sequence[Row], known: Collection[str] = KNOWN) -> int:
    """Position in ``rows`` of the heading row, -1 when the table has none: the row with the most distinct names that
    are no data, known names weighing most; the first of equals."""
    scored = [(_score(row, known), -at) for at, row in enumerate(rows[:LOOK_AT])]
    best, at = max(scored, default=(0, 0))
    return -at if best > 0 else -1


def recognised(names: Collection[str], known: Collection[str] = KNOWN) -> int:
    """How many of these headings are known."""
    return sum(plain_heading(name) in known for name in names)


def _score(row: Row, known: Collection[str]) -> int:
    filled = [(row.values[at].strip(), row.cell(at).kind) for at in range(len(row.values)) if row.values[at].strip()]
    names = {plain_heading(value) for value, kind in filled if kind is Kind.TEXT and not _DATA.search(value)}
    data = sum(1 for value, kind in filled if kind is not Kind.TEXT or _DATA.search(value))
    familiar = sum(1 for name in names if name in known)
    if not familiar and data * 4 > len(filled):
        return 0
    return len(names) + _RECOGNISED * familiar - _DATA_LIKE * data
