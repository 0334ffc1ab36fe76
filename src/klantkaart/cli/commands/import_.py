"""``klantkaart import FILE``: takes over what needs no choice; the rest is told row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from klantkaart.companies.queries import companies
from klantkaart.customers.imports import Summary, run_file
from klantkaart.customers.models import ImportRow
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Invalid

from ..answers import table, tell
from ..companies import company_id
from ..terminal import Command
from ..values import Place, company_option, json_option
from ..words import gettext as _

_SHOWN = 40


@click.command("import", cls=Command)
@click.argument("file", type=Place(file=True), metavar=_("BESTAND"))
@company_option()
@click.option("--dry-run", is_flag=True, help=_("Laat alleen zien wat er zou gebeuren."))
@json_option()
def command(file: Path, company: str, dry_run: bool, as_json: bool) -> None:
    summary = run_file(path=file, company=_company(company), dry_run=dry_run, by=TERMINAL, at=clock.now())
    data = {
        "layout": summary.layout,
        "rows": summary.outcomes,
        "done": summary.done,
        "findings": [
            {"row": row, "column": column, "level": str(level), "text": str(sentence)}
            for row, column, level, sentence in summary.findings
        ],
    }
    tell(data, _lines(summary, dry_run=dry_run), as_json=as_json)


def _company(name: str) -> int:
    """The company that is named, or the only one. Refuses to choose between several."""
    known = companies()
    if not name and len(known) == 1:
        return known[0].pk
    found = company_id(name)
    if found is None:
        raise Invalid(_("--company: zeg voor welk bedrijf dit is: %(names)s.") % {
            "names": ", ".join(one.name for one in known)
        })  # fmt: skip
    return found


def _lines(summary: Summary, *, dry_run: bool) -> Iterator[str]:
    yield _("Indeling: %(layout)s") % {"layout": summary.layout or "-"}
    outcomes = [(str(ImportRow.Outcome(code).label), count) for code, count in sorted(summary.outcomes.items())]
    yield from table((_("Uitkomst"), _("Rijen")), outcomes)
    if summary.findings:
        yield ""
        heads = (_("Rij"), _("Kolom"), _("Ernst"), _("Wat"))
        yield from table(heads, ((row or "-", *rest) for row, *rest in summary.findings[:_SHOWN]))
    if len(summary.findings) > _SHOWN:
        yield _("... en nog %(n)d; --json geeft ze allemaal.") % {"n": len(summary.findings) - _SHOWN}
    yield ""
    if dry_run:
        yield _("Er is niets overgenomen: dit was een proef.")
        return
    yield _("Nieuw: %(created)d. Aangevuld: %(filled)d. Niet overgenomen: %(left)d.") % {
        "created": summary.done.get("created", 0),
        "filled": summary.done.get("filled", 0),
        "left": summary.done.get("left", 0),
    }
