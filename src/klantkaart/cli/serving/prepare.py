"""Brings an installation up to date before anybody is served; runs as a process of its own and ends.

The database is migrated (which refuses undeclared personal data), erasures that were begun or that a restored backup
brought back are finished, and static files are gathered. What the supervisor must print goes to standard output.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from django.core.management import call_command

from klantkaart.companies.queries import first_company
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention.replay import resume

from ..declared import refuse_undeclared
from ..demo import fill, is_demo, sign_ins
from ..failures import sentences_of
from ..words import gettext as _
from ..words import ngettext
from .static import gather_static

DEMO_CUSTOMERS = 60


def prepare(*, with_demo: bool) -> dict[str, Any]:
    """Everything that must be so before the first request. What is found is for the supervisor to print."""
    refuse_undeclared()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    finished = len(resume(by=SYSTEM, at=clock.now()))
    if finished:
        _say(
            ngettext(
                "%(n)d verwijdering die was begonnen of teruggezet, is afgemaakt.",
                "%(n)d verwijderingen die waren begonnen of teruggezet, zijn afgemaakt.",
                finished,
            )
            % {"n": finished}
        )
    gather_static()
    return {"sign_ins": _sign_ins(with_demo=with_demo)}


def _sign_ins(*, with_demo: bool) -> dict[str, Any] | None:
    """Those of the practice administration, which is made when that was asked for and nothing is there yet."""
    if first_company() is None:
        if not with_demo:
            raise click.ClickException(
                _("Hier staat nog geen administratie. Geef 'klantkaart init', of oefen met 'klantkaart run --demo'.")
            )
        _say(_("Een oefenadministratie wordt gemaakt."))
        fill(DEMO_CUSTOMERS)
    if is_demo():
        return sign_ins()
    if with_demo:
        _say(_("Hier staat een eigen administratie; er is geen oefenadministratie gemaakt."))
    return None


def _say(line: str) -> None:
    click.echo(line, err=True)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when the installation can be served; otherwise 1, with the reason on standard error."""
    try:
        found = prepare(with_demo="--demo" in arguments)
    except click.ClickException as error:
        _say(error.format_message())
        return 1
    except Exception as error:
        sentences = sentences_of(error)
        if not sentences:
            raise
        _say("\n".join(sentences))
        return 1
    click.echo(json.dumps(found))
    return 0
