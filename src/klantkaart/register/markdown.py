"""``docs/register.md``: the register as the declarations stand, for who reads the repository (tools/docs.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import translation

from klantkaart.datamap.parameters import Terms

from .rows import Row, rows

HEAD = """\
# Register of processing activities

Generated from the declarations in every app's `datamap.py` by `tools/docs.py`; do not edit. It shows the terms of the
vocabulary, before a company sets terms of its own. The words are those of the product, in Dutch: this is what
`klantkaart register export` hands to the authority, with the companies and the security measures added (AVG art. 30).
"""


def page() -> str:
    """The whole file. Needs no database."""
    with translation.override("nl"):
        found = rows(date.min, {}, Terms({}, {}))
        parts = [HEAD, *("\n".join(_section(row)) for row in found)]
    return "\n".join(parts)


def _section(row: Row) -> Iterator[str]:
    yield f"## {row.processing} (`{row.code}`)\n"
    yield f"{row.purpose}\n"
    yield "| | |"
    yield "| --- | --- |"
    yield _line("Grondslag", (" - ".join(filter(None, (f"{one.people}: {one.said}", one.reason)))
                              for one in row.grounds))  # fmt: skip
    yield _line("Betrokkenen", row.people)
    yield _line("Soorten gegevens", row.categories)
    yield _line("Extra gevoelig", row.elevated or ("nee",))
    yield _line("Herkomst", row.sources)
    yield _line("Bewaartermijn", (*row.terms, f"bron: {row.term_source}"))
    yield _line("Plaats", (f"{one.title}: {'; '.join(filter(None, [one.holds, one.ends]))}" for one in row.places))
    yield ""


def _line(name: str, values: Iterable[str]) -> str:
    texts = [value.replace("|", "\\|") for value in values]
    return f"| {name} | {'<br>'.join(texts)} |"
