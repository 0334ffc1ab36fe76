"""``klantkaart customers [SEARCH]``."""

import click

from klantkaart.customers import queries
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.numbers import show_phone

from ..answers import table, tell
from ..terminal import Command
from ..values import Whole, json_option
from ..words import gettext as _
from ..words import ngettext

_MOST = 500


@click.command("customers", cls=Command)
@click.argument("search", default="", metavar=_("[WOORDEN]"))
@click.option("--page", type=Whole(1, 100_000), default=1, help=_("Welke bladzijde van de lijst."))
@json_option()
def command(search: str, page: int, as_json: bool) -> None:
    if search:
        rows, more = queries.show_search(search, by=TERMINAL, at=clock.now(), limit=_MOST), False
    else:
        found = queries.show_list(by=TERMINAL, at=clock.now(), filters=queries.Filters(), page=page)
        rows, more = list(found.rows), found.has_next
    tell(rows, _lines(rows, more=more, page=page), as_json=as_json)


def _lines(rows: list[queries.ListRow], *, more: bool, page: int) -> list[str]:
    if not rows:
        return [_("Geen klanten gevonden.")]
    heads = (_("Nummer"), _("Naam"), _("Plaats"), _("Telefoon"), _("Stand"))
    cells = [
        (row.number, row.name, row.city, show_phone(row.phone) if row.phone else "", row.stage.label) for row in rows
    ]
    count = ngettext("%(n)d klant.", "%(n)d klanten.", len(rows)) % {"n": len(rows)}
    following = _("Meer met --page %(next)d.") % {"next": page + 1}
    return [*table(heads, cells), "", f"{count} {following}" if more else count]
