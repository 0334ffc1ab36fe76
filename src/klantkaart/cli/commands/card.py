"""``klantkaart card NUMBER``."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from klantkaart.customers.lookup import by_number
from klantkaart.customers.queries import CardView, open_card
from klantkaart.datamap.reads import Reading
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.numbers import show_iban, show_phone

from ..answers import facts, tell
from ..companies import company_id
from ..terminal import Command
from ..values import company_option, json_option, number_argument
from ..words import gettext as _

_KEYS = frozenset({"pk", "id", "card", "contact", "relationship", "company", "log_salt", "mark", "company__accent"})


@click.command("card", cls=Command)
@number_argument()
@company_option()
@json_option()
def command(number: str, company: str, as_json: bool) -> None:
    found = by_number(number, by=TERMINAL, company=company_id(company))
    view = open_card(card=found.card, by=TERMINAL, at=clock.now())
    tell(_data(view), _lines(view), as_json=as_json)


def _data(view: CardView) -> dict[str, Any]:
    return {
        "card": _values(view.card),
        "stage": view.stage.value,
        "relationships": [_values(row) for row in view.relationships],
        "contacts": [
            {**_values(one.contact), "channels": [_values(row) for row in one.channels]} for one in view.contacts
        ],
        "channels": [_values(row) for row in view.channels],
        "addresses": [_values(row) for row in view.addresses],
        "bank": [_values(row) for row in view.bank],
        "notes": [_values(row) for row in view.notes],
    }


def _values(row: Reading) -> dict[str, Any]:
    """Without the database's own keys: they mean nothing outside it."""
    return {name: value for name, value in row.values().items() if name not in _KEYS}


def _lines(view: CardView) -> Iterator[str]:
    yield f"{view.card.name}  ({view.stage.label})"
    card = view.card
    yield from facts({_("KvK"): card.kvk_number, _("vestiging"): card.establishment_number, _("btw-id"): card.vat_id})
    for row in view.relationships:
        yield from _relationship(row)
    yield from _section(_("Bereikbaar"), map(_channel, view.channels))
    yield from _section(_("Adressen"), map(_address, view.addresses))
    for one in view.contacts:
        title = " - ".join(filter(None, (_("Contactpersoon"), str(one.contact.name), str(one.contact.function))))
        yield from _section(title, [*map(_channel, one.channels), str(one.contact.uuid)])
    yield from _section(_("Bankrekening"), (show_iban(str(row.iban)) for row in view.bank))
    yield from _section(_("Notities"), (f"{row.written_at:%Y-%m-%d}  {row.text}" for row in view.notes))


def _relationship(row: Reading) -> Iterator[str]:
    pairs = {
        _("klantnummer"): row.number,
        _("diensten"): row.services,
        _("prospect sinds"): row.prospect_since,
        _("klant sinds"): row.customer_since,
        _("laatste dag"): row.ended_on,
    }
    yield from _section(str(row.company__name), facts(pairs))


def _channel(row: Reading) -> str:
    value = str(row.value)
    return show_phone(value) if value.startswith("+") else value


def _address(row: Reading) -> str:
    return ", ".join(filter(None, (str(row.street), str(row.extra), f"{row.postcode} {row.city}".strip())))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    shown = [line for line in lines if line]
    if shown:
        yield from ("", title, *(f"  {line}" for line in shown))
