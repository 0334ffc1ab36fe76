"""A customer list as a table: headings, and rows that stream by as often as asked. Memory does not grow with rows."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from statistics import median_high
from typing import BinaryIO

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from . import limits
from .books import Book
from .cells import Cell, Kind, Row, letters, used_width
from .delimited import DELIMITERS, Dialect, detect_dialect, read_rows
from .encodings import ENCODINGS, detect_encoding
from .files import FileKind, Source, open_file
from .headings import LOOK_AT, find_headings, recognised

__all__ = ["Cell", "Column", "Kind", "Row", "Table", "TableOptions", "read_table"]

SAMPLE_ROWS = 200
NO_HEADINGS = -1


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the user chose instead of what was detected; empty means: detect.

    ``heading_row`` as in the spreadsheet; ``NO_HEADINGS`` when the first row is a customer already.
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    heading_row: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place; ``heading`` as the user wrote it, perhaps empty."""

    index: int
    heading: str
    hidden: bool = False

    @property
    def letter(self) -> str:
        return letters(self.index)

    @property
    def label(self) -> str:
        """How a sentence calls it."""
        return self.heading or _("kolom %(letter)s") % {"letter": self.letter}


@dataclass(frozen=True, slots=True)
class Table:
    """A readable table. ``heading_row`` is 0 when the file has no headings; ``sheet`` is empty for text files.

    ``sample`` holds the first rows with something in them, for guessing and for a preview.
    """

    source: Source
    columns: tuple[Column, ...]
    heading_row: int
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    dialect: Dialect | None = None
    sample: tuple[Row, ...] = field(default=(), repr=False)
    book: Book | None = field(default=None, repr=False)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that hold something, all equally wide, each time from the start.

        Refuses, while reading, a file that turns out damaged, too wide or longer than the limit.
        """
        count = 0
        with closing(_raw_rows(self)) as raw:
            for row in _below(raw, self.heading_row):
                count += 1
                if count > limits.ROWS:
                    raise _too_long(self.source.name)
                yield row.fitted(len(self.columns))


def read_table(file: str | Path | BinaryIO | Source, name: str = "", options: TableOptions | None = None) -> Table:
    """Open a CSV or XLSX file and find its headings; only its first rows are read.

    Refuses what ``open_file`` refuses, a sheet or heading row that is not there, and a table without rows.
    """
    source = file if isinstance(file, Source) else open_file(file, name)
    chosen = options or TableOptions()
    table = _from_workbook(source, chosen) if source.kind is FileKind.XLSX else _from_text(source, chosen)
    if not table.sample:
        raise Invalid(
            _("%(file)s heeft geen rijen met klanten onder de kopjes. Kies het bestand of het blad met de klanten.")
            % {"file": source.name}
        )
    return table


def _from_text(source: Source, options: TableOptions) -> Table:
    _check_choice(options)
    with source.opened() as stream:
        encoding = options.encoding or detect_encoding(stream)
    with source.opened() as stream:
        dialect = detect_dialect(stream, encoding)
    if options.delimiter:
        dialect = replace(dialect, delimiter=options.delimiter)
    table = Table(source, (), 0, dialect=dialect)
    first = _first(table)
    return _framed(table, first, options, set())


def _check_choice(options: TableOptions) -> None:
    """Refuse an encoding or delimiter that does not exist here."""
    if options.encoding not in {"", *ENCODINGS}:
        raise Invalid(
            _("Deze tekenset bestaat niet. Kies er een uit de lijst: %(names)s.") % {"names": ", ".join(ENCODINGS)}
        )
    if options.delimiter not in {"", *DELIMITERS}:
        raise Invalid(_("Dit scheidingsteken kan niet. Kies puntkomma, komma, tab of streep (|)."))


def _from_workbook(source: Source, options: TableOptions) -> Table:
    """The sheet that was asked for; else one with rows, not hidden, whose headings are recognised best."""
    book = Book(source)
    sheets = [book.sheet(options.sheet)] if options.sheet else list(book.workbook.sheets)
    found = []
    for sheet in sheets:
        hidden: set[int] = set()
        table = Table(source, (), 0, sheet=sheet.title, book=book)
        first = _first(table, hidden)
        found.append((not sheet.hidden, _framed(table, first, options, hidden)))
    _shown, best = max(found, key=lambda pair: (bool(pair[1].sample), pair[0], recognised(pair[1].headings)))
    others = tuple(sheet.title for sheet in book.workbook.sheets if sheet.title != best.sheet)
    return replace(best, other_sheets=others)


def _raw_rows(table: Table, hidden_columns: set[int] | None = None) -> Generator[Row]:
    """Everything the file holds, headings and all."""
    if table.book is not None:
        yield from table.book.rows(table.book.sheet(table.sheet), hidden_columns)
    elif table.dialect is not None:
        with table.source.opened() as stream:
            yield from read_rows(stream, table.dialect, table.source.name)


def _first(table: Table, hidden_columns: set[int] | None = None) -> list[Row]:
    with closing(_raw_rows(table, hidden_columns)) as raw:
        return list(islice(raw, LOOK_AT + SAMPLE_ROWS))


def _below(raw: Iterator[Row], heading_row: int) -> Iterator[Row]:
    return (row for row in raw if row.number > heading_row and not row.is_blank())


def _framed(table: Table, first: Sequence[Row], options: TableOptions, hidden: set[int]) -> Table:
    """The table with its headings, columns and sample, from its first rows."""
    heading = _heading_row(first, options.heading_row)
    number = heading.number if heading else 0
    sample = list(islice(_below(iter(first), number), SAMPLE_ROWS))
    width = _width(heading, sample, strict=table.dialect is not None)
    names = [" ".join(heading.cell(index).value.split()) if heading else "" for index in range(width)]
    columns = tuple(Column(index, name, index in hidden) for index, name in enumerate(names))
    return replace(table, columns=columns, heading_row=number, sample=tuple(row.fitted(width) for row in sample))


def _heading_row(first: Sequence[Row], asked: int) -> Row | None:
    if asked == NO_HEADINGS:
        return None
    if asked:
        for row in first:
            if row.number == asked:
                return row
        raise Invalid(
            _("Rij %(row)d staat niet boven in de tabel. Kies de rij met de kopjes, zoals rij 1.") % {"row": asked}
        )
    at = find_headings(first)
    return first[at] if at >= 0 else None


def _width(heading: Row | None, sample: Sequence[Row], *, strict: bool) -> int:
    """As wide as the headings; wider when most rows are (text), or when any is (a sheet, where cells keep place)."""
    widths = [used_width(row) for row in sample]
    named = used_width(heading) if heading else 0
    if not widths:
        return named
    return max(named, median_high(widths) if strict and named else max(widths))


def _too_long(shown: str) -> Invalid:
    return Invalid(
        _("%(file)s heeft meer dan %(most)d rijen. Verdeel de klanten over meer bestanden.")
        % {"file": shown, "most": limits.ROWS}
    )
