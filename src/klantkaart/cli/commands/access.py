"""``klantkaart access NUMBER --out DIR``: the print-out, for the customer or for one contact person."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfileobj
from uuid import UUID

import click

from klantkaart.customers.lookup import by_number
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.rights.printout import build
from klantkaart.sealing.files import make_folder, writing

from ..answers import tell
from ..companies import company_id
from ..terminal import Command
from ..values import Identity, OneOf, Place, company_option, json_option, number_argument
from ..words import gettext as _


@click.command("access", cls=Command)
@number_argument()
@click.option("--out", type=Place(), required=True, help=_("Map waar de uitdraai in komt."))
@click.option("--contact", type=Identity(), help=_("Alleen wat over deze contactpersoon gaat."))
@click.option("--lang", type=OneOf("nl", "en"), default="nl", show_default=True, help=_("Taal van de uitdraai."))
@company_option()
@json_option()
def command(number: str, out: Path, contact: UUID | None, lang: str, company: str, as_json: bool) -> None:
    found = by_number(number, by=TERMINAL, company=company_id(company))
    with build(card=found.card, contact=contact, by=TERMINAL, at=clock.now(), language=lang) as printout:
        make_folder(out)
        path = out / printout.filename
        with writing(path) as file:
            copyfileobj(printout.content, file)
        review = [_("Lees eerst de notities na die ook over anderen kunnen gaan: %(n)d.") % {"n": printout.to_review}]
        tell(
            {"file": str(path), "bytes": printout.size, "notes_to_review": printout.to_review},
            [_("Uitdraai: %(path)s") % {"path": path}, *(review if printout.to_review else [])],
            as_json=as_json,
        )
