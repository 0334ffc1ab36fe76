"""``klantkaart erasures replay|verify``: the erasure ledger (DESIGN 7)."""

from __future__ import annotations

import click

from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.retention.destroy import known_head, ledger
from klantkaart.retention.ledger import Head
from klantkaart.retention.replay import disagreements, resume

from ..answers import tell
from ..terminal import REFUSED, Command, Topic
from ..values import json_option
from ..words import gettext as _


@click.group("erasures", cls=Topic)
def command() -> None:
    pass


@command.command("replay", cls=Command, help=_("Verwijder opnieuw wie door een oudere back-up terugkwam."))
@json_option()
def replay(as_json: bool) -> None:
    done = len(resume(by=TERMINAL, at=clock.now()))
    tell({"replayed": done}, [_("Opnieuw gedaan of afgemaakt: %(n)d.") % {"n": done}], as_json=as_json)


@command.command("verify", cls=Command, help=_("Kijk na of er niets aan het wisregister veranderd is."))
@click.option(
    "--head", default="", metavar=_("STAND"), help=_("Een elders bewaarde stand: dan valt ook een afgeknipt eind op.")
)
@json_option()
@click.pass_context
def verify(ctx: click.Context, head: str, as_json: bool) -> None:
    kept = _head(ctx, head) or Head()
    findings = ledger().verify(max(kept, known_head(), key=lambda one: one.n)) or list(disagreements())
    told = [
        _("Regel %(line)s: %(problem)s.") % {"line": finding.line, "problem": finding.problem.label}
        for finding in findings
    ]
    now = "" if findings else str(ledger().head())
    good = [_("Er is niets aan veranderd."), _("Bewaar deze stand ergens anders: %(head)s") % {"head": now}]
    tell({"head": now, "problems": told}, [] if findings else good, as_json=as_json)
    for line in told:
        click.echo(line, err=True)
    if findings:
        ctx.exit(REFUSED)


def _head(ctx: click.Context, text: str) -> Head | None:
    try:
        return Head.parse(text) if text else None
    except ValueError:
        raise click.UsageError(_("--head: neem de stand over zoals 'erasures verify' hem gaf."), ctx) from None
