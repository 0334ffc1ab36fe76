"""``klantkaart erase NUMBER --plan``: what goes, what stays, why, and until when (P21, ERA-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from klantkaart.customers.lookup import Numbered, by_number
from klantkaart.customers.queries import open_card
from klantkaart.datamap.plan import Fate, Reason
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.show import show_date
from klantkaart.retention.queries import LeavingPlan, leaving_plan

from ..answers import table, tell
from ..companies import company_id
from ..terminal import Command
from ..values import company_option, json_option, number_argument, on_option
from ..words import gettext as _
from ..words import gettext_noop

_REASONS = {
    Reason.TERM_OVER: gettext_noop("geen doel meer"),
    Reason.RUNNING: gettext_noop("nog klant"),
    Reason.TERM: gettext_noop("termijn loopt"),
    Reason.LEGAL_DUTY: gettext_noop("de wet vraagt het"),
    Reason.HOLD: gettext_noop("aangehouden"),
}


@click.command("erase", cls=Command)
@number_argument()
@click.option("--plan", "only_plan", is_flag=True, help=_("Laat zien wat er zou gebeuren."))
@on_option(_("Alsof de klant op die dag vertrekt (standaard vandaag)."))
@company_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, number: str, only_plan: bool, on: date | None, company: str, as_json: bool) -> None:
    if not only_plan:  # destroying is done by 'retention run', once the term is over
        raise click.UsageError(_("Geef --plan. Vernietigen gebeurt na de termijn, met 'retention run'."), ctx)
    found = by_number(number, by=TERMINAL, company=company_id(company))
    open_card(card=found.card, by=TERMINAL, at=clock.now())  # what is told of this customer is a read of the card
    plan = leaving_plan(subject="customer", uuid=found.card, on=clock.today(), ended_on=on or clock.today())
    tell(_data(plan), _lines(found, plan), as_json=as_json)


def _data(plan: LeavingPlan) -> dict[str, object]:
    return {
        "ended_on": plan.ended_on,
        "gone_by": plan.gone_by,
        "fates": [
            {
                "what": fate.declaration.model,
                "fields": list(fate.fields),
                "rows": fate.rows,
                "until": fate.until,
                "reason": fate.reason.value,
                "article": fate.article,
            }
            for fate in plan.fates
        ],
    }


def _lines(found: Numbered, plan: LeavingPlan) -> Iterator[str]:
    yield _("Als klant %(number)s op %(day)s vertrekt:") % {"number": found.number, "day": show_date(plan.ended_on)}
    yield ""
    heads = (_("Wat"), _("Hoeveel"), _("Blijft tot en met"), _("Omdat"))
    yield from table(heads, (_row(fate) for fate in plan.fates))
    yield ""
    if plan.gone_by is None:
        yield _("Van een deel is nog geen einde bekend.")
    else:
        yield _("Na %(day)s is er niets meer.") % {"day": show_date(plan.gone_by)}


def _row(fate: Fate) -> tuple[str, int, str, str]:
    until = show_date(fate.until) if fate.until else "-"
    return str(fate.title), fate.rows, until, " ".join(filter(None, (_(_REASONS[fate.reason]), fate.article)))
