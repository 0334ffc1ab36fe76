"""Customer lists for the import tests: honest ones, odd ones and hostile ones, all invented."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from klantkaart.customers.intake.drafts import CardDraft
from klantkaart.customers.intake.findings import Finding
from klantkaart.customers.intake.layouts import propose
from klantkaart.customers.intake.reader import Outcome, ReadOptions, iter_drafts
from klantkaart.customers.intake.tables import Table, TableOptions, read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADINGS = ("Klantnr", "Naam", "KvK", "Telefoon", "E-mail", "Opmerkingen")
# Passes the elfproef; the example number of the tax office, issued to nobody.
BSN = "123456782"


def csv_bytes(rows: Iterable[Sequence[object]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Iterable[Sequence[Any]], **other_sheets: Iterable[Sequence[Any]]) -> bytes:
    """As openpyxl writes it; the first sheet is called Klanten."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Klanten"
    sheets = {"Klanten": rows, **other_sheets}
    for title, content in sheets.items():
        sheet = first if title == "Klanten" else book.create_sheet(title)
        for row in content:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bytes(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def book_parts(sheet: str | bytes, **others: str | bytes) -> dict[str, str | bytes]:
    """The least a workbook needs, with a sheet as given. ``others``: strings, styles, workbook."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Klanten" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    paths = {"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml", "workbook": "xl/workbook.xml"}
    return parts | {paths[name]: content for name, content in others.items()}


def sheet_xml(*rows: str, before: str = "") -> str:
    """A worksheet with these ``<row>`` contents, numbered from 1."""
    body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData></worksheet>'


def text_cells(*values: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' for value in values)


def raw_book(*rows: str, before: str = "", **others: str | bytes) -> bytes:
    return zip_bytes(book_parts(sheet_xml(*rows, before=before), **others))


def table_of(data: bytes, name: str = "klanten.xlsx", options: TableOptions | None = None) -> Table:
    return read_table(io.BytesIO(data), name, options)


def list_of(*rows: Mapping[str, object], headings: Sequence[str] = ()) -> Table:
    """A CSV with these rows; the headings are those used, in order of appearance."""
    names = list(headings) or list(dict.fromkeys(name for row in rows for name in row))
    return table_of(csv_bytes([names, *[[row.get(name, "") for name in names] for row in rows]]), "klanten.csv")


def sheet_of(*rows: Mapping[str, object]) -> Table:
    """The same as a workbook, where a cell is a number, a day or a text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return table_of(xlsx_bytes([names, *[[row.get(name) for name in names] for row in rows]]))


def outcomes(table: Table, **options: Any) -> list[Outcome]:
    return list(iter_drafts(table, propose(table), ReadOptions(**options)))


def drafts(table: Table, **options: Any) -> list[CardDraft]:
    return [outcome.draft for outcome in outcomes(table, **options) if outcome.draft is not None]


def findings(table: Table, **options: Any) -> list[Finding]:
    return [finding for outcome in outcomes(table, **options) for finding in outcome.findings]


def codes(table: Table, **options: Any) -> list[str]:
    return [finding.code for finding in findings(table, **options)]
