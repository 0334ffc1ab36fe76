"""The rows of one sheet, as they stream by. A formula is never worked out, nor is its stored outcome believed."""

import re
from collections.abc import Iterator
from typing import IO

from . import limits
from .cells import ODD, Kind, Row
from .serials import as_date, as_number
from .strings import SharedStrings, unescaped
from .workbooks import Workbook
from .xmlstream import Attributes, End, Start, TooDeep, walk

_DIGITS = "0123456789"
_COLUMN = re.compile("[A-Z]{1,3}")
_KINDS = {"b": Kind.BOOL, "e": Kind.ERROR, "d": Kind.DATE}
_TRUE = frozenset({"1", "true"})
_LAST_COLUMN = 16_384  # XFD
_TEXT, _NUMBER = Kind.TEXT, Kind.NUMBER


class TooWide(ValueError):
    """A filled cell beyond the last column that is read."""


class SheetReader:
    """Turns the elements of a worksheet into rows; ``hidden_columns`` is known once the first row is.

    The methods for a cell run a million times for 60,000 rows: they are written to do little, and call little.
    """

    def __init__(self, workbook: Workbook, strings: SharedStrings) -> None:
        self.hidden_columns: set[int] = set()
        self.starts: dict[str, Start] = {
            "row": self._row, "c": self._cell, "f": self._formula, "col": self._column, "rPh": self._phonetic,
        }  # fmt: skip
        self.ends: dict[str, End] = {
            "row": self._row_end,
            "c": self._cell_end,
            "f": self._forget,
            "rPh": self._forget_phonetic,
        }
        self._book = workbook
        self._strings = strings
        self._columns: dict[str, int] = {}
        self._done: list[Row] = []
        self.row_number = 0
        self._hidden = False
        self._values: list[str] = []
        self._kinds: list[Kind] = []
        self._index = -1
        self._attributes: Attributes = {}
        self._is_formula = False
        self._parts: list[str] = []
        self._length = 0
        self._kept = 0

    def rows(self, stream: IO[bytes]) -> Iterator[Row]:
        """Every row that has cells, numbered as in the spreadsheet."""
        for _step in walk(stream, self):
            if self._done:
                done, self._done = self._done, []
                yield from done

    def text(self, data: str) -> None:
        if self._length <= limits.CELL_CHARACTERS:
            self._parts.append(data)
            self._length += len(data)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE:
            last = min(int(attributes["max"]), limits.COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def _row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row_number = int(number) if number else self.row_number + 1
        self._hidden = attributes.get("hidden") in _TRUE
        self._values, self._kinds = [], []
        self._index = -1

    def _row_end(self) -> None:
        if self._values:
            self._done.append(Row(self.row_number, self._values, self._kinds, hidden=self._hidden))

    def _cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place:
            name = place.rstrip(_DIGITS)
            index = self._columns.get(name)
            self._index = self._new_column(name) if index is None else index
        else:
            self._index += 1
        self._attributes = attributes
        if self._length:
            self._length = 0
            self._parts.clear()

    def _new_column(self, name: str) -> int:
        if not _COLUMN.fullmatch(name):
            raise TooDeep
        index = 0
        for char in name:
            index = index * 26 + ord(char) - 64
        if index > _LAST_COLUMN:
            raise TooDeep
        self._columns[name] = index - 1
        return index - 1

    def _formula(self, _attributes: Attributes) -> None:
        self._is_formula = True

    def _forget(self) -> None:
        self._parts.clear()
        self._length = 0

    def _phonetic(self, _attributes: Attributes) -> None:
        self._kept = len(self._parts)

    def _forget_phonetic(self) -> None:
        del self._parts[self._kept :]

    def _cell_end(self) -> None:
        if self._is_formula:
            self._is_formula = False
            self._put("", Kind.FORMULA)
        elif self._length > limits.CELL_CHARACTERS:
            self._put("", Kind.TOO_LONG)
        elif self._length:
            raw = self._parts[0] if len(self._parts) == 1 else "".join(self._parts).strip()
            kind = self._attributes.get("t", "n")
            if kind == "s":
                shared = self._strings[int(raw)]
                self._put(shared or "", _TEXT if shared is not None else Kind.TOO_LONG)
            elif kind == "n":
                self._put(*self._numeric(raw))
            else:
                self._put(*_other(raw, _KINDS.get(kind, _TEXT)))

    def _numeric(self, raw: str) -> tuple[str, Kind]:
        style = int(self._attributes.get("s", "0"))
        if style < len(self._book.dates) and self._book.dates[style]:
            day = as_date(raw, since_1904=self._book.since_1904)
            if day:
                return day, Kind.DATE
        value = as_number(raw)
        if style < len(self._book.zeros) and len(value) < self._book.zeros[style] and value.isdecimal():
            return value.zfill(self._book.zeros[style]), _TEXT  # the zeros the user sees
        return value, _NUMBER

    def _put(self, value: str, kind: Kind) -> None:
        missing = self._index - len(self._values)
        if self._index >= limits.COLUMNS:
            if value.strip() or kind in ODD:
                raise TooWide
            return
        if missing:
            if missing < 0:  # a cell out of order, or written twice
                self._values[self._index] = value
                self._kinds[self._index] = kind
                return
            self._values.extend([""] * missing)
            self._kinds.extend([_TEXT] * missing)
        self._values.append(value)
        self._kinds.append(kind)


def _other(raw: str, kind: Kind) -> tuple[str, Kind]:
    if kind is Kind.BOOL:
        return ("WAAR" if raw.strip() in _TRUE else "ONWAAR"), kind
    return (unescaped(raw) if "_x" in raw else raw), kind
