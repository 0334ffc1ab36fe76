"""The list of findings that can be downloaded."""

import csv
import io

import openpyxl

from klantkaart.customers.intake.findings import Finding, Level
from klantkaart.customers.intake.report import report_csv, report_xlsx

FINDINGS = [
    Finding(12, "=HYPERLINK(1)", Level.REFUSED_CELL, "formula", "Klanten", before_shape="=a9"),
    Finding(0, "Fax", Level.IGNORED, "column_left", "Klanten", {"reason": "Faxnummers worden niet bewaard."}),
]


def test_the_report_names_sheet_row_column_and_remedy() -> None:
    out = io.BytesIO()
    report_csv(out, FINDINGS)
    assert out.getvalue().startswith(b"\xef\xbb\xbfBlad;Rij;Kolom;")
    _head, first, second = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig")), delimiter=";")
    assert first[:4] == ["Klanten", "12", "'=HYPERLINK(1)", "cel geweigerd"]
    assert first[4].endswith("plak haar als waarde.")
    assert first[5] == "'=a9"
    assert second[:4] == ["Klanten", "", "Fax", "niet overgenomen"]


def test_the_report_as_a_workbook_says_the_same() -> None:
    out = io.BytesIO()
    report_xlsx(out, FINDINGS)
    sheet = openpyxl.load_workbook(out)["Bevindingen"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:4] == ("Klanten", 12, "'=HYPERLINK(1)", "cel geweigerd")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
