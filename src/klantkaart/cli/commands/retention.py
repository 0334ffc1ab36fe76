"""``klantkaart retention due|run``."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from datetime import date

import click

from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Refused
from klantkaart.kernel.show import show_date
from klantkaart.retention import actions, queries

from ..answers import bar, table, tell
from ..demo import is_demo
from ..terminal import REFUSED, Command, Topic
from ..values import json_option, on_option
from ..words import gettext as _


@click.group("retention", cls=Topic)
def command() -> None:
    pass


@command.command("due", cls=Command, help=_("Laat zien wat er op een dag vernietigd moet worden."))
@on_option()
@json_option()
def due(on: date | None, as_json: bool) -> None:
    day = on or clock.today()
    counts = queries.due_counts(day)
    nothing = [_("Op %(day)s is er niets aan de beurt.") % {"day": show_date(day)}]
    tell({"on": day, "units": counts}, _counted(counts) or nothing, as_json=as_json)


@command.command(
    "run", cls=Command, help=_("Vernietig wat aan de beurt is, met een bewijs en een regel in het wisregister.")
)
@on_option()
@click.option("--ahead", is_flag=True, help=_("Ook een dag die nog moet komen. Alleen om te oefenen: weg is weg."))
@json_option()
@click.pass_context
def run(ctx: click.Context, on: date | None, ahead: bool, as_json: bool) -> None:
    day = on or clock.today()
    with _on_that_day(day, ahead=ahead), bar(len(queries.due_list(day)), _("Vernietigen")) as update:
        report = actions.run(on=day, by=TERMINAL, at=clock.now(), progress=lambda _done: update(1))
    data = {"on": day, "units": dict(report.units), "resumed": report.resumed, "failed": dict(report.failed)}
    done = _counted(report.units) or [_("Er was niets te vernietigen.")]
    tell(data, [*done, *_told(report)], as_json=as_json)
    if report.failed:
        ctx.exit(REFUSED)


def _on_that_day(day: date, *, ahead: bool) -> AbstractContextManager[None]:
    """Let it be that day. Refuses a day to come in an administration of real people: nothing may go before its term."""
    if day <= clock.today():
        return nullcontext()
    if not ahead and not is_demo():
        raise Refused(
            _(
                "--on: die dag moet nog komen, en wat vernietigd is komt niet terug. "
                "Kies vandaag of eerder; in een oefenadministratie kan het met --ahead."
            )
        )
    return clock.at(day)


def _counted(counts: Counter[str] | dict[str, int]) -> list[str]:
    rows = [(str(registry.current().declarations[kind].title), count) for kind, count in sorted(counts.items())]
    return list(table((_("Soort"), _("Aantal")), rows)) if rows else []


def _told(report: actions.RunReport) -> list[str]:
    lines = []
    if report.resumed:
        lines.append(_("Eerder begonnen en nu afgemaakt: %(n)d.") % {"n": report.resumed})
    if report.failed:
        lines.append(_("Niet gelukt: %(n)d. Die blijven staan en staan op Vandaag.") % {"n": report.failed.total()})
    return lines
