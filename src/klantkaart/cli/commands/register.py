"""``klantkaart register export --out DIR`` (AVG art. 30)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.register.actions import export as export_register

from ..answers import tell
from ..terminal import Command, Topic
from ..values import OneOf, Place, json_option, on_option
from ..words import gettext as _


@click.group("register", cls=Topic)
def command() -> None:
    pass


@command.command(
    "export", cls=Command, help=_("Zet het register in een map: op papier, als tabel en voor programma's.")
)
@click.option("--out", type=Place(), required=True, help=_("Map waar de bestanden in komen."))
@click.option("--lang", type=OneOf("nl", "en"), default="nl", show_default=True, help=_("Taal van het register."))
@on_option()
@json_option()
def export(out: Path, lang: str, on: date | None, as_json: bool) -> None:
    made = export_register(out=out, on=on or clock.today(), by=TERMINAL, at=clock.now(), language=lang)
    tell({"files": [str(path) for path in made]}, map(str, made), as_json=as_json)
