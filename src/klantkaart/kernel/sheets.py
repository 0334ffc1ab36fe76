"""Tables for people to open in a spreadsheet, as CSV or XLSX, in which no cell can ever start a formula.

Both are written as they go by: no temporary files (they would hold personal data in the clear) and flat memory.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Value = str | int | float | Decimal | date | None

# What makes a spreadsheet read a cell as a formula (OWASP, CSV injection), also in the wide forms of East Asia.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def safe_cell(value: Value) -> str | int | float | Decimal:
    """The value as a cell that stays what it is: a text that could start a formula gets an apostrophe before it.

    Days become ISO text, nothing becomes "". Every export to CSV or XLSX goes through here.
    """
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_STARTS) or value.lstrip().startswith(_STARTS) else value


def write_csv(stream: BinaryIO, rows: Iterable[Sequence[Value]]) -> None:
    """UTF-8 with a mark and semicolons: what a Dutch Excel opens with a double click."""
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    try:
        for row in rows:
            writer.writerow([safe_cell(value) for value in row])
    finally:
        text.flush()
        text.detach()


def write_xlsx(stream: BinaryIO, title: str, rows: Iterable[Sequence[Value]], widths: Sequence[int] = ()) -> None:
    """A workbook with one sheet; the first row is bold and stays in view. ``widths`` in characters, per column.

    Texts are written as texts, never as formulas; a text beyond what Excel can hold is cut, with an ellipsis.
    """
    name = _NOT_IN_TITLE.sub(" ", title)[:_LONGEST_TITLE].strip() or "Blad1"
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, content in _PARTS.items():
            archive.writestr(path, _HEAD + content)
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{_text(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_opening(widths).encode())
            for number, row in enumerate(rows, 1):
                cells = "".join(_cell(safe_cell(value), bold=number == 1) for value in row)
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def _opening(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def _cell(value: str | int | float | Decimal, *, bold: bool) -> str:
    style = ' s="1"' if bold else ""
    if not isinstance(value, str):
        return f"<c{style}><v>{value}</v></c>"
    if not value:
        return f"<c{style}/>"
    if len(value) > _LONGEST_CELL:
        value = f"{value[: _LONGEST_CELL - 1]}…"
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _text(value: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", value), {'"': "&quot;", "\r": "&#13;"})
