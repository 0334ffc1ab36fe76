"""A row as it was read, before anybody judges it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the spreadsheet says a cell is. In a CSV everything is text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    FORMULA = "formula"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` as text: numbers without exponent, dates as ISO, formulas and endless texts empty."""

    value: str
    kind: Kind = Kind.TEXT


class Row:
    """One row. ``number`` is the row number the spreadsheet shows; ``kinds`` is None when every cell is text."""

    __slots__ = ("extra", "hidden", "kinds", "number", "values")

    def __init__(
        self, number: int, values: list[str], kinds: list[Kind] | None = None, *, hidden: bool = False, extra: int = 0
    ) -> None:
        self.number = number
        self.values = values
        self.kinds = kinds
        self.hidden = hidden
        self.extra = extra

    def cell(self, index: int) -> Cell:
        """The cell in that column; an empty text when the row is shorter."""
        if index >= len(self.values):
            return Cell("")
        return Cell(self.values[index], self.kinds[index] if self.kinds else Kind.TEXT)

    @property
    def cells(self) -> list[Cell]:
        return [self.cell(index) for index in range(len(self.values))]

    def is_blank(self) -> bool:
        """Nothing in it: no text but white space, and no cell that was refused for what it is."""
        if self.kinds and any(kind in ODD for kind in self.kinds):
            return False
        return not any(map(str.strip, self.values))

    def fitted(self, width: int) -> "Row":
        """The same row with exactly ``width`` cells; ``extra`` counts filled cells that fell off."""
        if len(self.values) < width:
            missing = width - len(self.values)
            self.values.extend([""] * missing)
            if self.kinds:
                self.kinds.extend([Kind.TEXT] * missing)
        elif len(self.values) > width:
            self.extra = sum(1 for value in self.values[width:] if value.strip())
            del self.values[width:]
            if self.kinds:
                del self.kinds[width:]
        return self


# Cells that hold something that is not handed on as a value.
ODD = frozenset({Kind.FORMULA, Kind.ERROR, Kind.TOO_LONG})


def letters(index: int) -> str:
    """The letter above a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def used_width(row: Row) -> int:
    """How many columns a row uses, counted to its last cell that holds something."""
    used = len(row.values)
    while used and not row.values[used - 1].strip() and not (row.kinds and row.kinds[used - 1] in ODD):
        used -= 1
    return used
