"""``klantkaart keys list|rotate`` (ASVS 11.1)."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import click
from django.conf import settings

from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid
from klantkaart.sealing.inventory import inventory, unlisted
from klantkaart.sealing.keys import keystore

from ..answers import table, tell
from ..terminal import REFUSED, Command, Topic
from ..values import Day, json_option
from ..words import gettext as _


@click.group("keys", cls=Topic)
def command() -> None:
    pass


@command.command(
    "list", cls=Command, help=_("Welke sleutels er zijn, waarvoor, en wanneer ze wisselen. Nooit een sleutel zelf.")
)
@json_option()
def list_keys(as_json: bool) -> None:
    root = Path(settings.KEY_ROOT)
    keys = [
        {"name": use.name, "files": len(list(root.glob(use.place))), "algorithm": use.algorithm, "use": str(use.use)}
        for use in inventory()
    ]
    strange = unlisted(root)
    lines = [
        *table((_("Sleutel"), _("Bestanden"), _("Soort"), _("Waarvoor")), (list(key.values()) for key in keys)),
        *([_("Onbekend in de sleutelmap: %(names)s.") % {"names": ", ".join(strange)}] if strange else []),
    ]
    tell({"keys": keys, "epochs": keystore().epochs(), "unknown": strange}, lines, as_json=as_json)


@command.command(
    "rotate", cls=Command, help=_("Begin een nieuwe sleutelperiode en verpak alle sleutels daarin opnieuw.")
)
@click.option("--retire-before", type=Day(), help=_("Vernietig ook de periodes die voor die dag zijn opgevolgd."))
@json_option()
@click.pass_context
def rotate(ctx: click.Context, retire_before: date | None, as_json: bool) -> None:
    if retire_before is not None and retire_before > clock.today():
        raise Invalid(_("--retire-before: die dag moet nog komen. Kies vandaag of eerder."))
    rotation = keystore().rotate_epoch(at=clock.now())
    data: dict[str, object] = {"epoch": rotation.epoch, "rewrapped": rotation.rewrapped}
    lines = [_("Periode %(epoch)d; opnieuw verpakt: %(n)d.") % {"epoch": rotation.epoch, "n": rotation.rewrapped}]
    if retire_before is not None:
        before = datetime.combine(retire_before, time(), tzinfo=clock.AMSTERDAM)
        retired = keystore().retire_epochs(before=before)
        data |= {"retired": retired.destroyed, "still_used": retired.still_used}
        lines.append(_("Vernietigde periodes: %(n)d.") % {"n": len(retired.destroyed)})
    tell(data, lines, as_json=as_json)
    if rotation.unreadable:
        click.echo(
            _("Beschadigde sleutels, zet ze terug uit een back-up: %(n)d.") % {"n": len(rotation.unreadable)}, err=True
        )
        ctx.exit(REFUSED)
