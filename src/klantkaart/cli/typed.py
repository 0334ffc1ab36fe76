"""What was typed, before anybody reads a meaning into it: something, not endless, and all of it visible."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import click

from .words import gettext as _

LONGEST = 4000  # characters; a path or the essence of an arrangement is shorter
_UNSEEN = {"Cc", "Cs"}  # control characters, and bytes that are no text in the encoding of this terminal
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def refuse_unreadable(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Refuses (wrong usage, naming the flag) a value that is empty, too long or not visible as it is.

    An empty value is a script whose variable was not set: leaving it out means something else, so nobody guesses.
    """
    given = command.make_parser(ctx).parse_args(args=list(args))[0]
    for parameter in command.get_params(ctx):
        for text in _texts(given.get(parameter.name or "")):
            if sentence := _wrong(text):
                raise click.BadParameter(sentence, ctx, parameter)


def shown(text: str) -> str:
    """Text to quote in a sentence: short, and without what cannot be seen."""
    seen = "".join("?" if _is_hidden(char) else char for char in text[:81])
    return f"{seen[:80]}..." if len(text) > 80 else seen  # noqa: PLR2004  (as many as fit on a line)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _wrong(text: str) -> str:
    if not text.strip():
        return _("hier staat niets. Geef een waarde, of laat hem weg.")
    if len(text) > LONGEST:
        return _("dit is te lang. Geef hooguit %(most)d tekens.") % {"most": LONGEST}
    if any(_is_hidden(char) for char in text):
        return _("hier staat een onzichtbaar teken in. Typ de waarde opnieuw.")
    return ""


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN or unicodedata.bidirectional(char) in _TURNING
