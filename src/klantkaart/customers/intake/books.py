"""A workbook that is opened as often as its rows are asked for; its shared strings are read once."""

from collections.abc import Iterator
from functools import cached_property
from zipfile import ZipFile

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from .archives import damaged, opened
from .cells import Row
from .delimited import too_wide
from .files import Source
from .strings import SharedStrings, read_strings
from .workbooks import UNREADABLE, Sheet, Workbook, read_workbook
from .worksheets import SheetReader, TooWide

_DAMAGED = (*UNREADABLE, ValueError, IndexError)


class Book:
    """The sheets of one source. A file that was handed over open can be read by one reader at a time."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def workbook(self) -> Workbook:
        with self.source.opened() as stream, opened(stream, self.source.name) as archive:
            return read_workbook(archive, self.source.name)

    def sheet(self, title: str) -> Sheet:
        """The sheet with that title; refuses an unknown one, naming those there are."""
        for sheet in self.workbook.sheets:
            if sheet.title == title:
                return sheet
        raise Invalid(
            _("Er is geen blad dat %(sheet)s heet. Kies een van deze bladen: %(sheets)s.")
            % {"sheet": title, "sheets": ", ".join(sheet.title for sheet in self.workbook.sheets)}
        )

    def rows(self, sheet: Sheet, hidden_columns: set[int] | None = None) -> Iterator[Row]:
        """The rows of a sheet; ``hidden_columns`` is filled with what is hidden before the first row comes."""
        workbook, strings = self.workbook, self._strings
        reader = SheetReader(workbook, strings)
        with self.source.opened() as stream, opened(stream, self.source.name) as archive:
            try:
                with archive.open(sheet.path) as part:
                    for row in reader.rows(part):
                        if hidden_columns is not None:
                            hidden_columns |= reader.hidden_columns
                        yield row
            except TooWide:
                raise too_wide(reader.row_number, self.source.name) from None
            except _DAMAGED:
                raise damaged(self.source.name) from None

    @cached_property
    def _strings(self) -> SharedStrings:
        if not self.workbook.strings:
            return SharedStrings()
        with self.source.opened() as stream, opened(stream, self.source.name) as archive:
            return self._read_strings(archive)

    def _read_strings(self, archive: ZipFile) -> SharedStrings:
        try:
            with archive.open(self.workbook.strings) as part:
                return read_strings(part)
        except _DAMAGED:
            raise damaged(self.source.name) from None
