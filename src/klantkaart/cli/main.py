"""``klantkaart``: the way in from a terminal. Exit 0 done, 1 refused or failed with the reason, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


class Refusing(click.Group):
    """A group that says a refusal of the domain as one sentence on stderr, and exits with 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if not _is_refusal(error):
                raise
            click.echo(str(error), err=True)
            sys.exit(1)


def _is_refusal(error: BaseException) -> bool:
    return any(kind.__name__ == "DomainError" for kind in type(error).__mro__)


def set_up() -> None:
    """Load the product. The supervisor of ``run`` never does: it stays small."""
    import django  # noqa: PLC0415  (heavy: only commands that need it pay)

    django.setup()


@click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder with the data of this office.")
def main(data: Path | None) -> None:
    """Customer administration that keeps its own privacy statement."""
    if data is not None:
        os.environ["KLANTKAART_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkaart.project.settings")


from klantkaart.cli import commands, running  # noqa: E402  (they hang their commands on main)

__all__ = ["commands", "main", "running"]
