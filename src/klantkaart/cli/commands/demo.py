"""``klantkaart demo``: the practice administration, of any size."""

from __future__ import annotations

import time

import click
from django.core.management import call_command

from klantkaart.kernel.errors import Refused

from .. import demo
from ..answers import bar, tell
from ..declared import refuse_undeclared
from ..serving.sign_ins import sign_in_lines
from ..terminal import Command
from ..values import Whole, json_option
from ..words import gettext as _


@click.command("demo", cls=Command)
@click.option("--customers", type=Whole(0, 2_000_000), default=60, show_default=True, help=_("Hoeveel klanten."))
@click.option("--codes", is_flag=True, help=_("Laat alleen zien waarmee je je aanmeldt, met codes die nu gelden."))
@json_option()
def command(customers: int, codes: bool, as_json: bool) -> None:
    refuse_undeclared()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if not codes:
        with bar(customers, _("Klanten verzinnen")) as update:
            demo.fill(customers, progress=update)
    elif not demo.is_demo():
        raise Refused(_("Dit is geen oefenadministratie. Maak er een met 'klantkaart demo' in een lege map."))
    found = demo.sign_ins()
    tell(found, sign_in_lines(found, time.time()), as_json=as_json)
