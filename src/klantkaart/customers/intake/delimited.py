"""Text with delimiters: which one, where quotes end, and the rows as a spreadsheet would number them."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from . import limits
from .cells import Kind, Row

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_CHARACTERS = 256 * 1024
_SAMPLE_RECORDS = 100
_FEWEST_INSIDE = 3
_HINT = "sep="  # Excel's own first line, not shown as a row


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written."""

    encoding: str
    delimiter: str
    hint: bool = False


def detect_dialect(stream: BinaryIO, encoding: str) -> Dialect:
    """The delimiter under which the rows agree most on their number of cells; a ``sep=`` line decides."""
    with _text(stream, encoding) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    first = sample.split("\n", 1)[0].strip('\ufeff\r"')
    if first[:-1].lower() == _HINT and first[-1] in DELIMITERS:
        return Dialect(encoding, first[-1], hint=True)
    return Dialect(encoding, max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter)))


def read_rows(stream: BinaryIO, dialect: Dialect, shown: str) -> Iterator[Row]:
    """Every record, numbered from 1; empty lines count, as they do in a spreadsheet.

    Refuses a line without end, an endless cell, and a quotation mark that is never closed or that swallows rows.
    """
    with _text(stream, dialect.encoding) as text:
        held: list[str] = []
        lines = _lines(text, held, shown)
        if dialect.hint:
            next(lines, None)
        held.clear()
        number, widest, record = 0, 0, held
        try:
            for number, values in enumerate(csv.reader(lines, delimiter=dialect.delimiter), 1):
                record, held[:] = held[:], []
                if len(record) > 1 and _swallowed(values, dialect.delimiter, widest):
                    raise _unclosed(number, shown)
                widest = max(widest, len(values))
                if widest > limits.COLUMNS:
                    values = _narrowed(values, number, shown)  # noqa: PLW2901  (trailing delimiters only)
                yield _row(number, values)
        except csv.Error:
            raise _unclosed(number + 1, shown) from None
        if _is_open(record, dialect.delimiter):
            raise _unclosed(number, shown)


def _swallowed(values: list[str], delimiter: str, widest: int) -> bool:
    """Whether a line inside a cell has as many delimiters as a row: then it was one."""
    least = max(_FEWEST_INSIDE, widest - 1)
    return any(line.count(delimiter) >= least for value in values if "\n" in value for line in value.split("\n"))


def _is_open(record: list[str], delimiter: str) -> bool:
    """Whether these last lines end inside quotes; the reader itself lets that pass."""
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


class _text:  # noqa: N801  (a context manager that reads as a verb)
    """The stream as text; the stream itself stays open, whoever owns it."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        # What cannot be read becomes U+FFFD, so that one cell is refused and not the file.
        self._wrapper = io.TextIOWrapper(stream, encoding, errors="replace", newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self._wrapper

    def __exit__(self, *_error: object) -> None:
        self._wrapper.detach()


def _lines(text: io.TextIOWrapper, held: list[str], shown: str) -> Iterator[str]:
    """The lines, remembered in ``held`` as they go."""
    number = 0
    while line := text.readline(limits.LINE_CHARACTERS):
        number += 1
        if len(line) == limits.LINE_CHARACTERS:
            raise Invalid(
                _("%(file)s, regel %(line)d: deze regel houdt niet op. Sla de klantenlijst op als .xlsx of CSV.")
                % {"file": shown, "line": number}
            )
        held.append(line)
        yield line


def _row(number: int, values: list[str]) -> Row:
    if max(map(len, values), default=0) <= limits.CELL_CHARACTERS:
        return Row(number, values)
    kinds = [Kind.TOO_LONG if len(value) > limits.CELL_CHARACTERS else Kind.TEXT for value in values]
    return Row(
        number, ["" if kind is Kind.TOO_LONG else value for value, kind in zip(values, kinds, strict=True)], kinds
    )


def _narrowed(values: list[str], number: int, shown: str) -> list[str]:
    if any(value.strip() for value in values[limits.COLUMNS :]):
        raise too_wide(number, shown)
    return values[: limits.COLUMNS]


def too_wide(number: int, shown: str) -> Invalid:
    """The sentence for a row with more filled columns than are read."""
    return Invalid(
        _("%(file)s, rij %(row)d: meer dan %(most)d kolommen zijn gevuld. Bewaar alleen de kolommen met klantgegevens.")
        % {"file": shown, "row": number, "most": limits.COLUMNS}
    )


def _unclosed(number: int, shown: str) -> Invalid:
    return Invalid(
        _(
            "%(file)s, rij %(row)d: hier begint een aanhalingsteken dat niet wordt gesloten, of een cel zonder eind. "
            "Haal het aanhalingsteken weg of sluit het met een tweede."
        )
        % {"file": shown, "row": number}
    )


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many cells stand in rows as wide as most rows; one column is no agreement."""
    widths: Counter[int] = Counter()
    try:
        for at, values in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
            if at == _SAMPLE_RECORDS:
                break
            if any(values):
                widths[len(values)] += 1
    except csv.Error:
        return 0, 0
    wide = {width: rows * width for width, rows in widths.items() if width > 1}
    return max(wide.values(), default=0), -len(widths)
