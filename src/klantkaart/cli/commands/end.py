"""``klantkaart end NUMBER --on DATE``: the customer leaves (P21)."""

from __future__ import annotations

from datetime import date

import click

from klantkaart.customers.actions import announce_leaving, withdraw_leaving
from klantkaart.customers.lookup import Numbered, by_number
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.show import show_date
from klantkaart.retention.queries import leaving_plan

from ..answers import tell
from ..companies import company_id
from ..terminal import Command
from ..values import Day, company_option, json_option, number_argument
from ..words import gettext as _


@click.command("end", cls=Command)
@number_argument()
@click.option("--on", type=Day(), help=_("De laatste dag als klant."))
@click.option("--withdraw", is_flag=True, help=_("De klant blijft toch: trek het vertrek in."))
@company_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, number: str, on: date | None, withdraw: bool, company: str, as_json: bool) -> None:
    if withdraw == (on is not None):
        raise click.UsageError(_("Geef --on met de laatste dag, of --withdraw."), ctx)
    found = by_number(number, by=TERMINAL, company=company_id(company))
    if on is None:
        withdraw_leaving(card=found.card, relationship=found.uuid, by=TERMINAL, at=clock.now())
        tell({"number": number, "ended_on": None}, [_("Het vertrek is ingetrokken.")], as_json=as_json)
        return
    announce_leaving(card=found.card, relationship=found.uuid, ended_on=on, by=TERMINAL, at=clock.now())
    _tell_plan(found, on, as_json=as_json)


def _tell_plan(found: Numbered, on: date, *, as_json: bool) -> None:
    plan = leaving_plan(subject="customer", uuid=found.card, on=clock.today(), ended_on=on, anchors={})
    leaves = _("Klant %(number)s van %(company)s vertrekt op %(day)s.") % {
        "number": found.number,
        "company": found.company_name,
        "day": show_date(on),
    }
    if plan.card_until is not None:
        until = _("De kaart blijft tot en met %(day)s en verdwijnt daarna.") % {"day": show_date(plan.card_until)}
    else:
        until = _("De kaart blijft, omdat de klant ook nog bij een ander bedrijf loopt.")
    data = {"number": found.number, "company": found.company_name, "ended_on": on, "card_until": plan.card_until}
    tell(data, [leaves, until], as_json=as_json)
