"""What can be typed after a command, and what is said when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import click

from .typed import shown
from .words import gettext as _

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_YEARS = range(1900, 2101)  # as on a card
_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}([._][0-9]{3}){1,3}")  # 2000000 or 2.000.000; 1.5 is no whole number
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class Day(click.ParamType[date]):
    """A calendar day, as 2027-03-31 or 31-3-2027."""

    name = _("jjjj-mm-dd")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        parts = str(value).strip().split("-")
        try:
            if len(parts) == 3 and len(parts[0]) <= 2:  # noqa: PLR2004  (day, month, year)
                day = date(int(parts[2]), int(parts[1]), int(parts[0]))
            else:
                day = date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(_("die dag bestaat niet. Schrijf hem als 2027-03-31."), param, ctx)
        if day.year not in _YEARS:
            self.fail(_("die dag is te ver weg. Kies een jaar van 1900 tot en met 2100."), param, ctx)
        return day


class Whole(click.ParamType[int]):
    """A whole number between two bounds."""

    name = _("getal")

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        typed = str(value).strip()
        number = int(re.sub("[._]", "", typed)) if _WHOLE.fullmatch(typed) else self.least - 1
        if not self.least <= number <= self.most:
            self.fail(
                _("geef een getal van %(least)d tot en met %(most)d.") % {"least": self.least, "most": self.most},
                param,
                ctx,
            )
        return number


class Identity(click.ParamType[UUID]):
    """A UUID."""

    name = "uuid"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        if isinstance(value, UUID):
            return value
        try:
            return UUID(str(value))
        except ValueError:
            self.fail(_("dit is geen UUID. Neem hem over uit 'klantkaart card NUMMER'."), param, ctx)


class Place(click.ParamType[Path]):
    """A path; with ``file`` of a file that is there, with ``folder`` one where a folder is or can be made."""

    name = _("map")

    def __init__(self, *, file: bool = False) -> None:
        self.file = file
        self.name = _("bestand") if file else _("map")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        try:
            path = Path(value).expanduser()
            made_in = next(one for one in (path, *path.parents, Path()) if one.exists())
        except (OSError, RuntimeError):  # a part that is too long or closed to us; a home of nobody
            self.fail(_("'%(path)s' kan hier niet. Kies een andere plek.") % {"path": shown(str(value))}, param, ctx)
        if self.file and not path.exists():
            self.fail(_("'%(path)s' is er niet. Kijk of de naam klopt.") % {"path": path}, param, ctx)
        if self.file and not path.is_file():
            self.fail(_("'%(path)s' is geen bestand.") % {"path": path}, param, ctx)
        if not self.file and not made_in.is_dir():
            self.fail(_("'%(path)s' is een bestand; kies een map.") % {"path": made_in}, param, ctx)
        return path


class Host(click.ParamType[str]):
    """An address of this computer, or the name of one."""

    name = _("adres")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        host = str(value).strip()
        try:
            return str(ip_address(host.strip("[]")))
        except ValueError:
            if not _HOST.fullmatch(host) or host.replace(".", "").isdigit():
                self.fail(_("dit is geen adres. Schrijf het als 127.0.0.1 of localhost."), param, ctx)
        return host


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = _("keuze")

    def __init__(self, *words: str) -> None:
        self.words = words
        self.name = "|".join(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            self.fail(_("kies uit: %(words)s.") % {"words": ", ".join(self.words)}, param, ctx)
        return str(value)


def number_argument() -> Callable[[Decorated], Decorated]:
    """The customer number."""
    return click.argument("number", metavar=_("NUMMER"))


def company_option() -> Callable[[Decorated], Decorated]:
    """At which company, where a number or a file needs one."""
    return click.option("--company", default="", metavar=_("BEDRIJF"), help=_("Bij welk bedrijf, bij naam."))


def on_option(text: str = "") -> Callable[[Decorated], Decorated]:
    """As if it were that day."""
    return click.option("--on", type=Day(), help=text or _("Alsof het die dag is (standaard vandaag)."))


def json_option() -> Callable[[Decorated], Decorated]:
    """The same report for a program."""
    return click.option("--json", "as_json", is_flag=True, help=_("Hetzelfde als JSON, voor een ander programma."))
