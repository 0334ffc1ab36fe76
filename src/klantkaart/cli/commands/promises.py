"""``klantkaart promises [ID]``: each promise, checked now. Exit 1 when one is broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.promises.queries import Entry, entry, ledger
from klantkaart.promises.verdicts import State

from ..answers import facts, table, tell
from ..terminal import REFUSED, Command
from ..values import json_option, on_option
from ..words import gettext as _


@click.command("promises", cls=Command)
@click.argument("name", default="", metavar=_("[NUMMER]"))
@on_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, name: str, on: date | None, as_json: bool) -> None:
    day = on or clock.today()
    found = [entry(name, day, by=TERMINAL)] if name else ledger(day, by=TERMINAL)
    tell([_data(one) for one in found], _one(found[0]) if name else _all(found), as_json=as_json)
    if any(one.state is State.BROKEN for one in found):
        ctx.exit(REFUSED)


def _data(one: Entry) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "id": one.id,
        "title": str(one.title),
        "state": one.state.value,
        "evidence": verdict.evidence,
        "checked": verdict.checked,
        "since": verdict.since,
        "where": list(verdict.where),
    }


def _all(found: list[Entry]) -> Iterator[str]:
    rows = ((one.id, one.state.label, one.title, one.verdict.evidence) for one in found)
    yield from table((_("Belofte"), _("Stand"), _("Waarover"), _("Bewijs")), rows)


def _one(one: Entry) -> Iterator[str]:
    verdict = one.verdict
    yield f"{one.id} {one.title}  ({one.state.label})"
    yield f"  {one.says}"
    pairs = {
        _("doet"): one.does,
        _("bewijs"): verdict.evidence,
        _("nagekeken"): verdict.checked,
        _("sinds"): verdict.since,
        _("waar"): ", ".join(verdict.where),
        _("tests"): ", ".join(one.tests),
    }
    yield from facts(pairs)
