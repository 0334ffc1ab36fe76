"""The console script ``klantkaart``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import click
import django
from django.apps import apps
from django.utils import translation

from .commands import COMMANDS
from .terminal import Command, Program
from .values import Place
from .words import gettext as _
from .words import language

_SETTINGS = "klantkaart.project.settings"


class Klantkaart(Program):
    """Finds commands by name and loads only the one that is asked for, after ``--data`` was read."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _data_first(args))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's)
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_settings:
            ready()
        command: Command = import_module(f"klantkaart.cli.commands.{entry.module}").command
        command.before = _refuse_closed if entry.about_people else None
        command.help = command.help or _(entry.summary)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (click's)
        """The list of commands, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _(entry.summary)) for name, entry in COMMANDS.items()])


def _data_first(args: Sequence[str]) -> list[str]:
    """``--data DIR`` counts wherever it stands: the settings need it before anything else."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        if arg == "--":
            return [*front, *rest, arg, *left]
        if arg == "--data":
            front += [arg, *[value for value in [next(left, None)] if value is not None]]
        elif arg.startswith("--data="):
            front.append(arg)
        else:
            rest.append(arg)
    return [*front, *rest]


def ready() -> None:
    """Load the settings and the apps, once, in the language of this terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    if not apps.ready:
        django.setup()
        translation.activate(language())


def _refuse_closed() -> None:
    from .serving.gate import why_closed  # noqa: PLC0415  (needs the apps)

    if sentence := why_closed():
        raise click.ClickException(sentence)


def _use_data(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.environ["KLANTKAART_DATA"] = str(value.resolve())


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"klantkaart {metadata.version('klantkaart')}")
        ctx.exit()


def _built() -> Klantkaart:
    data = click.Option(
        ["--data"],
        type=Place(),
        metavar=_("MAP"),
        is_eager=True,
        expose_value=False,
        callback=_use_data,
        help=_("Waar de administratie staat (of KLANTKAART_DATA; standaard ./data)."),
    )
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help=_("Laat de versie zien."),
    )
    return Klantkaart(
        name="klantkaart",
        params=[data, version],
        help=_("Klantenadministratie die haar eigen privacyverklaring nakomt."),
    )


program = _built()
main: Callable[..., Any] = program.main
