"""``klantkaart check``: exit 1 when something is not declared or set wrongly."""

import click
from django.core.checks import WARNING

from ..answers import tell
from ..declared import findings, sentence
from ..deployment import warnings
from ..terminal import REFUSED, Command
from ..values import json_option
from ..words import gettext as _

# Django's advice about https, which the last lines give in one sentence and in the user's language.
_TOLD_BETTER = frozenset({"security.W004", "security.W008", "security.W012", "security.W016"})


@click.command("check", cls=Command)
@click.option("--deploy", is_flag=True, help=_("Ook wat pas telt als er echt mee wordt gewerkt."))
@json_option()
@click.pass_context
def command(ctx: click.Context, deploy: bool, as_json: bool) -> None:
    found = [one for one in findings(deploy=deploy) if one.level >= WARNING and one.id not in _TOLD_BETTER]
    told = warnings() if deploy else []
    errors = [one for one in found if one.is_serious()]
    lines = [*map(sentence, found), *told] or [_("Alles is aangegeven en staat goed.")]
    data = {
        "errors": [{"id": one.id, "text": str(one.msg)} for one in errors],
        "warnings": [{"id": one.id, "text": str(one.msg)} for one in found if not one.is_serious()],
        "advice": told,
    }
    tell(data, lines, as_json=as_json)
    if errors:
        ctx.exit(REFUSED)
