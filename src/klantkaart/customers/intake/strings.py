"""The shared strings of a workbook, kept as one run of bytes: a million Python strings would not fit the budget."""

import re
from array import array
from typing import IO

from . import limits
from .xmlstream import Attributes, End, Start, TooDeep, walk

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TOO_LONG = "\0"  # XML cannot hold it


class SharedStrings:
    """String by number; None for one longer than a cell may be. Memory: its bytes and four per string."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("I", [0])

    def add(self, text: str) -> None:
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))

    def add_too_long(self) -> None:
        self.add(_TOO_LONG)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str | None:
        if index < 0:
            raise TooDeep
        text = str(self._bytes[self._ends[index] : self._ends[index + 1]], "utf-8")
        if "_x" in text:
            return unescaped(text)
        return None if text == _TOO_LONG else text


def read_strings(stream: IO[bytes]) -> SharedStrings:
    """All strings; phonetic hints are left out, runs of rich text joined."""
    gathered = _Gathering()
    for _step in walk(stream, gathered):
        pass
    return gathered.strings


def unescaped(text: str) -> str:
    """Undo how a spreadsheet writes characters that XML cannot hold: ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class _Gathering:
    def __init__(self) -> None:
        self.strings = SharedStrings()
        self.starts: dict[str, Start] = {"si": self._begin, "t": self._listen, "rPh": self._skip}
        self.ends: dict[str, End] = {"si": self._end, "t": self._deaf, "rPh": self._unskip}
        self._parts: list[str] = []
        self._length = 0
        self._on = False
        self._phonetic = False

    def text(self, data: str) -> None:
        if self._on and self._length <= limits.CELL_CHARACTERS:
            self._parts.append(data)
            self._length += len(data)

    def _begin(self, _attributes: Attributes) -> None:
        self._parts.clear()
        self._length = 0

    def _listen(self, _attributes: Attributes) -> None:
        self._on = not self._phonetic

    def _deaf(self) -> None:
        self._on = False

    def _skip(self, _attributes: Attributes) -> None:
        self._phonetic = True

    def _unskip(self) -> None:
        self._phonetic = False

    def _end(self) -> None:
        if self._length > limits.CELL_CHARACTERS:
            self.strings.add_too_long()
        else:
            self.strings.add("".join(self._parts))
