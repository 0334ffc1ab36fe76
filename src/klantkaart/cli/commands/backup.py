"""``klantkaart backup DIR``: database and sealed files; keys and ledger are named, and kept elsewhere."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.retention.backups import back_up

from ..answers import tell
from ..terminal import Command
from ..values import Place, json_option
from ..words import gettext as _


@click.command("backup", cls=Command)
@click.argument("folder", type=Place(), metavar=_("MAP"))
@json_option()
def command(folder: Path, as_json: bool) -> None:
    made = back_up(folder, by=TERMINAL, at=clock.now())
    apart = {
        "keys": str(settings.KEY_ROOT),
        "ledger": str(settings.LEDGER_ROOT),
        "checkpoints": str(settings.CHECKPOINT_ROOT),
    }
    lines = [
        _("Back-up in %(folder)s: de database en %(n)d verzegelde bestanden.")
        % {"folder": folder, "n": made.files - 1},
        _("Niet in deze back-up, en zonder deze is hij niet terug te zetten. Bewaar ze elk op een andere plek:"),
        _("  sleutels: %(folder)s") % {"folder": settings.KEY_ROOT},
        _("  wisregister, altijd de nieuwste stand: %(folder)s") % {"folder": settings.LEDGER_ROOT},
        _("  tussenstanden van het logboek: %(folder)s") % {"folder": settings.CHECKPOINT_ROOT},
        _("Gooi deze back-up na %(n)d dagen weg (KLANTKAART_BACKUP_DAYS).") % {"n": settings.BACKUP_DAYS},
    ]
    tell({"folder": str(folder), "files": made.files, "apart": apart}, lines, as_json=as_json)
