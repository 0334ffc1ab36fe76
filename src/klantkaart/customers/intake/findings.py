"""What was found wrong, odd or repaired: where it stands and what to do, in a sentence. Never the value itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .codes import SENTENCES

_SHOWN_SHAPE = 24
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


class Level(StrEnum):
    """How much it matters: a refused row is no customer, a refused cell stays behind, the rest is for your eyes."""

    REFUSED_ROW = "refused_row"
    REFUSED_CELL = "refused_cell"
    ASK = "ask"
    REPAIRED = "repaired"
    IGNORED = "ignored"
    NOTED = "noted"


_LEVELS: dict[Level, str | Promise] = {
    Level.REFUSED_ROW: gettext_lazy("rij geweigerd"),
    Level.REFUSED_CELL: gettext_lazy("cel geweigerd"),
    Level.ASK: gettext_lazy("vraagt een keuze"),
    Level.REPAIRED: gettext_lazy("hersteld"),
    Level.IGNORED: gettext_lazy("niet overgenomen"),
    Level.NOTED: gettext_lazy("ter informatie"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``row`` as in the spreadsheet (0: the whole sheet), ``column`` the heading, ``code`` one of ``SENTENCES``.

    ``facts`` fill the sentence; ``before_shape`` is the form of what stood there (``9999999`` for seven digits), never
    given for a BSN.
    """

    row: int
    column: str
    level: Level
    code: str
    sheet: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    before_shape: str = ""

    @property
    def level_label(self) -> str:
        return str(_LEVELS[self.level])

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language of the reader."""
        return str(SENTENCES[self.code]) % self.facts

    @property
    def place(self) -> str:
        """``Blad Klanten, rij 12, kolom KvK``."""
        parts = []
        if self.sheet:
            parts.append(_("blad %(sheet)s") % {"sheet": self.sheet})
        if self.row:
            parts.append(_("rij %(row)d") % {"row": self.row})
        if self.column:
            parts.append(_("kolom %(column)s") % {"column": self.column})
        joined = ", ".join(parts)
        return joined[:1].upper() + joined[1:]

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row, "column": self.column, "level": self.level.value, "code": self.code,
            "sheet": self.sheet, "facts": dict(self.facts), "before_shape": self.before_shape,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            kept["row"], kept["column"], Level(kept["level"]), kept["code"],
            kept["sheet"], kept["facts"], kept["before_shape"],
        )  # fmt: skip


def shape_of(value: str) -> str:
    """Digits as 9, letters as a, the rest as it is: enough to recognise a kind of mistake, not a person."""
    cut = value[: _SHOWN_SHAPE + 1]
    shape = _DIGIT.sub("9", _LETTER.sub("a", cut))
    shape = "".join(char if char.isprintable() else "?" for char in shape)
    return shape if len(cut) <= _SHOWN_SHAPE else f"{shape[:_SHOWN_SHAPE]}…"
