"""``klantkaart init``: a real, empty group with its first owner. Asks on a terminal; elsewhere flags say it all."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
from django.core.management import call_command

from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid

from ..answers import tell
from ..declared import refuse_undeclared
from ..founding import Founding, found
from ..terminal import Command
from ..values import Day, Place, json_option
from ..words import gettext as _

_GENERATED_GROUPS = 6
_LARGEST = 10_000  # bytes of a file with a password


@click.command("init", cls=Command)
@click.option(
    "--company", "companies", multiple=True, metavar=_("NAAM"), help=_("Een bedrijf van de groep (herhaalbaar).")
)
@click.option("--owner", default="", metavar=_("NAAM"), help=_("Naam van de eigenaar."))
@click.option("--email", default="", metavar=_("ADRES"), help=_("E-mailadres waarmee de eigenaar zich aanmeldt."))
@click.option(
    "--password-file", type=Place(file=True), help=_("Bestand met het wachtwoord; anders wordt er een bedacht.")
)
@click.option(
    "--arranged-on", type=Day(), help=_("Dag waarop de bedrijven hun onderlinge regeling (AVG art. 26) tekenden.")
)
@click.option(
    "--essence", default="", metavar=_("TEKST"), help=_("Kern van die regeling, zoals klanten hem te lezen krijgen.")
)
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    companies: tuple[str, ...],
    owner: str,
    email: str,
    password_file: Path | None,
    arranged_on: date | None,
    essence: str,
    as_json: bool,
) -> None:
    refuse_undeclared()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    asked = not companies and _on_a_terminal()
    names = companies or tuple(_asked_companies(ctx))
    generated = "" if password_file or asked else _generated()
    founding = Founding(
        companies=names,
        owner=owner or _asked(ctx, "--owner", _("Naam van de eigenaar")),
        email=email or _asked(ctx, "--email", _("E-mailadres van de eigenaar")),
        password=generated or (_read(password_file) if password_file else _asked_password()),
        arranged_on=arranged_on,
        essence=essence,
    )
    found(founding, at=clock.now())
    tell({"companies": list(names), "email": founding.email, "password": generated}, _lines(generated), as_json=as_json)


def _on_a_terminal() -> bool:
    return sys.stdin.isatty()


def _asked_companies(ctx: click.Context) -> list[str]:
    names = [_asked(ctx, "--company", _("Naam van het bedrijf"))]
    while more := click.prompt(_("Nog een bedrijf (leeg is klaar)"), default="", show_default=False, err=True).strip():
        names.append(more)
    return names


def _asked(ctx: click.Context, flag: str, question: str) -> str:
    """The answer on a terminal. Elsewhere wrong usage, naming the flag: a script must not wait for an answer."""
    if not _on_a_terminal():
        raise click.UsageError(_("%(name)s ontbreekt.") % {"name": flag}, ctx)
    return str(click.prompt(question, err=True))


def _asked_password() -> str:
    ask: Callable[..., str] = click.prompt
    return ask(
        _("Wachtwoord (minstens 15 tekens, bijvoorbeeld vier losse woorden)"),
        hide_input=True,
        confirmation_prompt=_("Nog een keer"),
        err=True,
    )


def _read(path: Path) -> str:
    """The password in it. Refuses a file with anything else."""
    data = path.read_bytes()[:_LARGEST]
    try:
        text = data.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        text = ""
    if not text.isprintable() or not text or len(data) == _LARGEST:
        raise Invalid(_("--password-file: hierin hoort één regel te staan, met het wachtwoord."))
    return text


def _generated() -> str:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _n in range(4)) for _n in range(_GENERATED_GROUPS))


def _lines(generated: str) -> list[str]:
    shown = _("Wachtwoord, alleen nu te zien: %(password)s. Kies daarna zelf een ander bij je account.")
    return [
        _("De administratie is ingericht. Start haar met 'klantkaart run'."),
        *([shown % {"password": generated}] if generated else []),
        _("Bij de eerste keer aanmelden stel je een tweede factor in: een app of een passkey."),
    ]
