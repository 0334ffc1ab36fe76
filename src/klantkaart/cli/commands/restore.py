"""``klantkaart restore DIR``: a backup into an empty installation. Nobody is served before the ledger was replayed."""

from __future__ import annotations

from pathlib import Path

import click

from klantkaart.retention.backups import restore
from klantkaart.retention.replay import unreplayed

from ..answers import tell
from ..terminal import Command
from ..values import Place, json_option
from ..words import gettext as _


@click.command("restore", cls=Command)
@click.argument("folder", type=Place(), metavar=_("MAP"))
@json_option()
def command(folder: Path, as_json: bool) -> None:
    done = restore(folder)
    waiting = unreplayed()
    lines = [_("De back-up uit %(folder)s is teruggezet.") % {"folder": folder}]
    if done.left_out:
        lines.append(_("Niet teruggezet, want hun sleutel is vernietigd: %(n)d mappen.") % {"n": done.left_out})
    if waiting:
        lines.append(
            _(
                "Sinds deze back-up is %(n)d keer iets verwijderd. Geef nu 'klantkaart erasures replay'; eerder wordt "
                "er niets getoond. 'klantkaart run' doet het ook, voordat het opengaat."
            )
            % {"n": waiting}
        )
    tell({"files": done.files, "left_out": done.left_out, "to_replay": waiting}, lines, as_json=as_json)
