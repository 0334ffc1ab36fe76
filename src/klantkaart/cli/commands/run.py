"""``klantkaart run``: becomes the supervisor, which is small because it never loads the product itself."""

import os
import sys

import click

from ..terminal import Command
from ..values import Host, Whole
from ..words import gettext as _


@click.command("run", cls=Command)
@click.option("--demo", is_flag=True, help=_("Met een oefenadministratie, als er nog niets is."))
@click.option("--port", type=Whole(1, 65535), default=8000, show_default=True, help=_("Poort van het scherm."))
@click.option(
    "--listen",
    type=Host(),
    metavar=_("ADRES"),
    default="127.0.0.1",
    show_default=True,
    help=_("Adres waarop het scherm luistert."),
)
@click.option("--log-requests", is_flag=True, help=_("Laat elk verzoek zien: tijd, pad, antwoord en duur."))
def command(demo: bool, port: int, listen: str, log_requests: bool) -> None:
    words = [word for word, asked in (("demo", demo), ("log", log_requests)) if asked]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "klantkaart.cli.serving", str(port), listen, *words])  # noqa: S606
