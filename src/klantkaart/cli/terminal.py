"""Click in the words of this product: help, wrong usage and refusals are whole sentences in the user's language.

Exit 0: done. Exit 1: refused or failed, with the reason on stderr. Exit 2: used wrongly.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import click

from .failures import sentences_of
from .typed import refuse_unreadable, shown
from .words import gettext as _

REFUSED, WRONG_USAGE = 1, 2


class Formatter(click.HelpFormatter):
    """Headings of the help in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{_('Gebruik')}: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        known = {"Options": _("Opties"), "Commands": _("Opdrachten"), "Arguments": _("Gegevens")}
        super().write_heading(known.get(heading, heading))


class Context(click.Context):
    formatter_class = Formatter


class _Spoken(click.Command):
    """What commands and groups of commands share."""

    context_class = Context
    before: Callable[[], None] | None = None

    def invoke(self, ctx: click.Context) -> Any:
        if self.before is not None:
            self.before()
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            refuse_unreadable(self, ctx, args)
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # so that the usage of the right command is shown with it
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Laat deze uitleg zien.")
        return option


class Command(_Spoken):
    """A command whose mistakes are told in the user's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", _("[OPTIES]"))
        super().__init__(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            raise click.UsageError(_("Te veel: %(rest)s.") % {"rest": shown(" ".join(map(str, ctx.args)))}, ctx)
        return rest


class Topic(_Spoken, click.Group):
    """A group of commands about one thing."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", _("[OPTIES]"))
        kwargs.setdefault("subcommand_metavar", _("OPDRACHT ..."))
        super().__init__(*args, **kwargs)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuses a command that is not there, and names the ones that look like it."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = get_close_matches(name, self.list_commands(ctx))
            hint = _(" Bedoel je %(names)s?") % {"names": ", ".join(near)} if near else ""
            raise click.UsageError(_("De opdracht '%(name)s' bestaat niet.") % {"name": shown(name)} + hint, ctx)
        return super().resolve_command(ctx, args)


class Program(Topic):
    """The whole program: turns every outcome into an exit code, and every refusal into a sentence on stderr."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]  # always ends with an exit code, as click's standalone mode does
        extra.pop("standalone_mode", None)
        sys.exit(self._outcome(lambda: super(Program, self).main(args, prog_name, standalone_mode=False, **extra)))

    def _outcome(self, run: Callable[[], Any]) -> int:
        try:
            code = run()
        except click.UsageError as error:
            return _told_usage(error)
        except click.Abort:
            return _told([_("Afgebroken; er is niets meer gedaan.")])
        except click.ClickException as error:
            return _told([error.format_message()])
        except Exception as error:
            sentences = sentences_of(error)
            if not sentences:
                raise
            return _told(sentences)
        return code if isinstance(code, int) else 0


def _told(sentences: Sequence[str]) -> int:
    for sentence in sentences:
        click.echo(sentence, err=True)
    return REFUSED


def _told_usage(error: click.UsageError) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return WRONG_USAGE
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    click.echo(_usage_sentence(error), err=True)
    if error.ctx is not None:
        click.echo(_("Zie '%(command)s --help'.") % {"command": error.ctx.command_path}, err=True)
    return WRONG_USAGE


def _usage_sentence(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as parameter):
            return _("%(name)s ontbreekt.") % {"name": _name(parameter)}
        case click.NoSuchOption():
            near = _(" Bedoel je %(names)s?") % {"names": ", ".join(error.possibilities)} if error.possibilities else ""
            return _("De optie %(name)s bestaat niet.") % {"name": shown(error.option_name)} + near
        case click.BadOptionUsage():
            return _("De optie %(name)s wordt verkeerd gebruikt: kijk of er een waarde achter moet.") % {
                "name": error.option_name
            }
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"{_name(parameter)}: {error.message}"
    return error.message


def _name(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(Context(Command("")))
