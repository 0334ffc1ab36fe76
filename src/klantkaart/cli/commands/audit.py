"""``klantkaart audit verify|export``."""

from __future__ import annotations

from pathlib import Path

import click

from klantkaart.audit.checkpoints import key_id
from klantkaart.audit.export import export_log
from klantkaart.audit.offline.verify_log import check_export
from klantkaart.audit.verify import verify_log
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL

from ..answers import tell
from ..terminal import REFUSED, Command, Topic
from ..values import Place, json_option
from ..words import gettext as _


@click.group("audit", cls=Topic)
def command() -> None:
    pass


@command.command("verify", cls=Command, help=_("Kijk na of er niets aan het logboek veranderd is."))
@click.argument("folder", required=False, type=Place(), metavar=_("[MAP]"))
@click.option(
    "--checkpoint",
    "kept",
    type=Place(file=True),
    multiple=True,
    help=_("Een elders bewaarde tussenstand (herhaalbaar)."),
)
@click.option("--details", is_flag=True, help=_("Vergelijk ook de verzegelde bijzonderheden met hun regel."))
@json_option()
@click.pass_context
def verify(ctx: click.Context, folder: Path | None, kept: tuple[Path, ...], details: bool, as_json: bool) -> None:
    """The log of this installation, or with a folder an export of it."""
    if folder is not None:
        checked = check_export(folder, key_id(), kept)
        size, found, problems = checked.size, len(checked.problems), list(checked.problems)
    else:
        report = verify_log(kept=kept, details=details)
        size, found, problems = report.size, report.found, [problem.sentence for problem in report.problems]
    data = {"lines": size, "problems": problems, "found": found, "key_id": key_id()}
    good = [
        _("%(n)d regels nagekeken: er is niets aan veranderd.") % {"n": size},
        _("Sleutel: %(id)s") % {"id": key_id()},
    ]
    tell(data, [] if found else good, as_json=as_json)
    for problem in problems:
        click.echo(problem, err=True)
    if found:
        click.echo(_("Het logboek is niet zoals het geschreven is; gevonden: %(n)d.") % {"n": found}, err=True)
        ctx.exit(REFUSED)


@command.command("export", cls=Command, help=_("Zet het logboek in een map, met een programma dat het nakijkt."))
@click.option("--out", type=Place(), required=True, help=_("Een nieuwe of lege map."))
@json_option()
def export(out: Path, as_json: bool) -> None:
    made = export_log(folder=out, by=TERMINAL, at=clock.now())
    lines = [
        _("%(n)d regels in %(folder)s.") % {"n": made.size, "folder": made.folder},
        _("Bewaar dit kenmerk apart: %(id)s") % {"id": made.key_id},
    ]
    tell({"folder": str(made.folder), "lines": made.size, "key_id": made.key_id}, lines, as_json=as_json)
