"""Exports: what is text stays text, whatever a spreadsheet would make of it."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.kernel.sheets import Value, safe_cell, write_csv, write_xlsx

EVIL = [
    "=1+1",
    "+31201234567",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
]
PLAIN: list[Value] = ["Zilver B.V.", "'s-Gravenhage", "a=b", "", 7, -7, 1.5, Decimal("2.50")]


def csv_rows(rows: list[list[Value]]) -> list[list[str]]:
    out = io.BytesIO()
    write_csv(out, rows)
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))


def book_rows(rows: list[list[Value]]) -> list[tuple[object, ...]]:
    out = io.BytesIO()
    write_xlsx(out, "Klanten: 1/2", rows, [10, 20])
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert sheet.title == "Klanten  1 2"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("value", EVIL)
def test_a_text_that_could_start_a_formula_gets_an_apostrophe(value: str) -> None:
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", PLAIN)
def test_anything_else_stays_as_it_is(value: Value) -> None:
    assert safe_cell(value) == value


def test_days_are_written_as_iso_and_nothing_as_nothing() -> None:
    assert safe_cell(date(2026, 3, 5)) == "2026-03-05"
    assert safe_cell(datetime(2026, 3, 5, 12, tzinfo=UTC)) == "2026-03-05T12:00:00+00:00"
    assert safe_cell(None) == ""


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2),
        min_size=1,
        max_size=4,
    )
)
def test_no_cell_of_a_csv_starts_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    found = csv_rows([list(row) for row in rows])
    assert found == [[str(safe_cell(value)) for value in row] for row in rows]
    assert not any(value.strip().startswith(("=", "+", "-", "@")) for row in found for value in row)


def test_a_workbook_holds_the_same_and_no_formula() -> None:
    evil: list[list[Value]] = [[value, 1] for value in EVIL[:4]]
    rows: list[list[Value]] = [["Naam", "Getal"], *evil, ['<Zoë & "co">', -2.5], ["a\x00b", None]]
    found = book_rows(rows)
    assert found[1:5] == [(f"'{value}", 1) for value in EVIL[:4]]
    assert found[5:] == [('<Zoë & "co">', -2.5), ("a\ufffdb", None)]


def test_a_text_longer_than_excel_can_hold_is_cut() -> None:
    ((value,),) = book_rows([["x" * 40_000]])
    assert value == "x" * 32_766 + "…"


def test_headings_are_bold_and_stay_in_view() -> None:
    out = io.BytesIO()
    write_xlsx(out, "", [["Naam"], ["Zilver"]])
    sheet = openpyxl.load_workbook(out)["Blad1"]
    assert (sheet["A1"].font.b, sheet["A2"].font.b, sheet.freeze_panes) == (True, False, "A2")


def test_the_stream_stays_open() -> None:
    out = io.BytesIO()
    write_csv(out, [["Naam"]])
    assert not out.closed
