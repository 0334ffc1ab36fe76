"""Workbooks: what a cell is, which sheet holds the customers, and what hides."""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_lists import MAIN, book_parts, raw_book, sheet_xml, table_of, text_cells, xlsx_bytes, zip_bytes
from klantkaart.customers.intake.serials import as_date, as_number
from klantkaart.customers.intake.tables import Cell, Kind, Table, TableOptions
from klantkaart.kernel.errors import Invalid

HEADINGS = ("Klantnr", "Naam", "Plaats")
CELL_STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 164, 165, 14, 166, 28))
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="00000000"/>'
    '<numFmt numFmtId="165" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="166" formatCode="&quot;dag&quot;\\ 0"/></numFmts>'
    f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{CELL_STYLES}</cellXfs></styleSheet>'
)


def cells(*row: str, **others: str) -> list[Cell]:
    """The cells of one data row, in a book with ``STYLES``."""
    table = table_of(raw_book(text_cells(*HEADINGS), "".join(row), **{"styles": STYLES, **others}))
    return next(iter(table.rows())).cells


def values(table: Table) -> list[list[str]]:
    return [row.values for row in table.rows()]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A2"><v>10601</v></c>', Cell("10601", Kind.NUMBER)),
        ('<c r="A2" t="n"><v>10601.0</v></c>', Cell("10601", Kind.NUMBER)),
        ('<c r="A2"><v>3.1612345678E10</v></c>', Cell("31612345678", Kind.NUMBER)),
        ('<c r="A2"><v>4E+17</v></c>', Cell("400000000000000000", Kind.NUMBER)),
        ('<c r="A2"><v>12.5</v></c>', Cell("12.5", Kind.NUMBER)),
        ('<c r="A2"><v>-3</v></c>', Cell("-3", Kind.NUMBER)),
        ('<c r="A2" s="1"><v>102471</v></c>', Cell("00102471", Kind.TEXT)),
        ('<c r="A2" s="2"><v>41526</v></c>', Cell("2013-09-09", Kind.DATE)),
        ('<c r="A2" s="3"><v>41526.75</v></c>', Cell("2013-09-09T18:00:00", Kind.DATE)),
        ('<c r="A2" s="5"><v>41526</v></c>', Cell("2013-09-09", Kind.DATE)),
        ('<c r="A2" s="3"><v>0.5</v></c>', Cell("0.5", Kind.NUMBER)),
        ('<c r="A2" s="4"><v>7</v></c>', Cell("7", Kind.NUMBER)),
        ('<c r="A2" s="99"><v>7</v></c>', Cell("7", Kind.NUMBER)),
        ('<c r="A2" t="d"><v>2013-09-09</v></c>', Cell("2013-09-09", Kind.DATE)),
        ('<c r="A2" t="b"><v>1</v></c>', Cell("WAAR", Kind.BOOL)),
        ('<c r="A2" t="b"><v>0</v></c>', Cell("ONWAAR", Kind.BOOL)),
        ('<c r="A2" t="e"><v>#N/A</v></c>', Cell("#N/A", Kind.ERROR)),
        ('<c r="A2" t="inlineStr"><is><r><t>Bak</t></r><r><t>ker</t></r></is></c>', Cell("Bakker")),
        ('<c r="A2" t="inlineStr"><is><t>Bakker</t><rPh sb="0"><t>bakkah</t></rPh></is></c>', Cell("Bakker")),
        ('<c r="A2" t="inlineStr"><is><t>a_x000D__x0041_</t></is></c>', Cell("a\rA")),
        ("<c r='A2'>\n  <v>10601</v>\n</c>", Cell("10601", Kind.NUMBER)),
        ("<c><v>5</v></c>", Cell("5", Kind.NUMBER)),
    ],
)
def test_a_cell_is_what_the_spreadsheet_says_it_is(cell: str, expected: Cell) -> None:
    assert cells(cell, '<c r="B2" t="str"><v>Bakker</v></c>')[0] == expected


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2"><f>1+1</f><v>2</v></c>',
        '<c r="A2" t="str"><f>HYPERLINK("http://example.nl","klik")</f><v>klik</v></c>',
        '<c r="A2"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="A2"><f>WEBSERVICE("http://example.nl")</f></c>',
    ],
)
def test_a_formula_is_not_worked_out_nor_its_outcome_believed(cell: str) -> None:
    assert cells(cell, '<c r="B2" t="str"><v>Bakker</v></c>') == [Cell("", Kind.FORMULA), Cell("Bakker"), Cell("")]


def test_a_cell_out_of_order_or_written_twice_stands_in_its_place() -> None:
    placed = (("C", "Goes"), ("A", "1"), ("B", "Bak"), ("B", "Bakker"))
    row = "".join(f'<c r="{letter}2" t="str"><v>{value}</v></c>' for letter, value in placed)
    assert [cell.value for cell in cells(row)] == ["1", "Bakker", "Goes"]


def test_shared_strings_are_joined_without_their_hints() -> None:
    strings = '<x:sst xmlns:x="m"><x:si><x:r><x:t>Bak</x:t></x:r><x:r><x:t>ker</x:t></x:r></x:si><x:si><x:t>Goes</x:t>'
    strings += "<x:rPh><x:t>koes</x:t></x:rPh></x:si><x:si/><x:si><x:t>a_x0041_</x:t></x:si></x:sst>"
    row = "".join(f'<c r="{place}2" t="s"><v>{number}</v></c>' for place, number in (("A", 3), ("B", 0), ("C", 1)))
    assert cells(row, strings=strings) == [Cell("aA"), Cell("Bakker"), Cell("Goes")]


def test_a_prefix_before_every_name_is_no_matter() -> None:
    sheet = sheet_xml(text_cells(*HEADINGS), text_cells("1", "Bakker", "Goes"))
    sheet = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    assert values(table_of(zip_bytes(book_parts(sheet)))) == [["1", "Bakker", "Goes"]]


def test_days_count_from_1904_in_an_old_mac_book() -> None:
    book = book_parts("")["xl/workbook.xml"]
    assert isinstance(book, str)
    old = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert cells('<c s="3"><v>40064</v></c>', workbook=old)[0] == Cell("2013-09-09", Kind.DATE)


def test_row_numbers_jump_with_the_sheet_and_blank_rows_are_skipped() -> None:
    rows = '<row r="4">{}</row><row r="7"><c r="B7" s="1"/></row><row r="9">{}</row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.format(
        text_cells(*HEADINGS), text_cells("1", "Bakker", "Goes")
    )
    table = table_of(zip_bytes(book_parts(sheet)))
    assert (table.heading_row, [row.number for row in table.rows()]) == (4, [9])


def test_what_is_hidden_is_read_and_said() -> None:
    sheet = sheet_xml(
        text_cells(*HEADINGS),
        text_cells("1", "Bakker", "Goes"),
        before='<cols><col min="2" max="900" hidden="1"/></cols>',
    )
    table = table_of(zip_bytes(book_parts(sheet.replace('<row r="2">', '<row r="2" hidden="1">'))))
    assert [column.hidden for column in table.columns] == [False, True, True]
    assert [(row.values, row.hidden) for row in table.rows()] == [(["1", "Bakker", "Goes"], True)]


def test_merged_title_lines_above_the_headings_are_skipped() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Klantenlijst van de zaak"
    sheet.merge_cells("A1:C1")
    for row in ([], list(HEADINGS), [1, "Bakker", "Goes"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert values(table_of(out.getvalue())) == [["1", "Bakker", "Goes"]]


def test_the_sheet_with_customers_is_chosen_and_the_others_named() -> None:
    data = xlsx_bytes(
        [], Uitleg=[["Lees dit eerst", "goed"], ["en dan", "dat"]], Lijst=[HEADINGS, (1, "Bakker", "Goes")]
    )
    table = table_of(data)
    assert (table.sheet, table.other_sheets) == ("Lijst", ("Klanten", "Uitleg"))
    assert table_of(data, options=TableOptions(sheet="Uitleg")).sheet == "Uitleg"
    with pytest.raises(Invalid, match=r"geen blad dat Blad9 heet\. Kies een van deze bladen: Klanten, Uitleg, Lijst"):
        table_of(data, options=TableOptions(sheet="Blad9"))


def test_a_hidden_sheet_is_only_read_when_it_is_the_only_one_or_asked_for() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes([("x", "y"), ("z", "w")], Geheim=[HEADINGS, (1, "Bakker", "Goes")]))
    )
    book["Geheim"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert table_of(out.getvalue()).sheet == "Klanten"
    assert table_of(out.getvalue(), options=TableOptions(sheet="Geheim")).sheet == "Geheim"


def test_a_book_without_cells_is_told() -> None:
    with pytest.raises(Invalid, match="geen rijen met klanten"):
        table_of(xlsx_bytes([]))
    with pytest.raises(Invalid, match="geen blad met cellen"):
        table_of(zip_bytes(book_parts("", workbook="<workbook/>")))


@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
                min_size=1,
                max_size=20,
            ),
            st.integers(-(10**15), 10**15),
            st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_openpyxl_wrote_comes_back_typed(rows: list[tuple[str, int, dt.date]]) -> None:
    shown = [(f"n{text}", number, day) for text, number, day in rows]
    table = table_of(xlsx_bytes([("Naam", "Klantnummer", "Klant sinds"), *shown]))
    assert [row.cells for row in table.rows()] == [
        [Cell(text), Cell(str(number), Kind.NUMBER), Cell(day.isoformat(), Kind.DATE)] for text, number, day in shown
    ]


@pytest.mark.parametrize("raw", ["nan", "inf", "-1", "0", "1e9", "een", "2958466", ""])
def test_what_is_no_day_is_no_date(raw: str) -> None:
    assert as_date(raw) == ""


def test_the_first_days_of_excel_are_right() -> None:
    assert (as_date("1"), as_date("59"), as_date("61")) == ("1900-01-01", "1900-02-28", "1900-03-01")
    assert as_date("2958465.9999999") == "9999-12-31"


@pytest.mark.parametrize(("raw", "value"), [("nan", "nan"), ("1e300", "1e+300"), (" 7 ", "7"), ("0012", "0012")])
def test_odd_numbers_stay_readable(raw: str, value: str) -> None:
    assert as_number(raw) == value
