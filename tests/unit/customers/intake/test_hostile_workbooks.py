"""Zips and XML made to hurt: refused with a sentence, before or while they unpack, within little memory."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from functools import partial
from zipfile import ZipFile

import pytest

from customer_lists import MAIN, book_parts, raw_book, sheet_xml, table_of, text_cells, xlsx_bytes, zip_bytes
from klantkaart.customers.intake import limits
from klantkaart.customers.intake.files import open_file
from klantkaart.kernel.errors import Invalid

ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>'
ROWS = (text_cells("Klantnr", "Naam"), text_cells("1", "Bakkerij Zilver"))
SUSPICIOUS, DAMAGED = "veel groter dan een klantenlijst", "is beschadigd"


def refused(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        list(table_of(data).rows())


def test_a_part_that_unpacks_a_thousandfold_is_refused() -> None:
    refused(zip_bytes(book_parts(b"<a>" + b" " * 20_000_000 + b"</a>")), SUSPICIOUS)


def test_parts_that_are_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    refused(raw_book(*ROWS), SUSPICIOUS)


def test_a_zip_with_thousands_of_entries_is_refused() -> None:
    many: dict[str, str | bytes] = {f"xl/media/{number}": "" for number in range(limits.ENTRIES + 1)}
    refused(zip_bytes(book_parts(sheet_xml(*ROWS)) | many), SUSPICIOUS)


@pytest.mark.parametrize("name", ["bommen.zip", "xl/nog.xlsx", "xl/media/a.7z"])
def test_an_archive_inside_is_refused(name: str) -> None:
    refused(zip_bytes({**book_parts(sheet_xml(*ROWS)), name: "x"}), SUSPICIOUS)


def test_a_workbook_embedded_in_a_sheet_is_left_alone() -> None:
    table = table_of(zip_bytes({**book_parts(sheet_xml(*ROWS)), "xl/embeddings/los.xlsx": "x"}))
    assert [row.values for row in table.rows()] == [["1", "Bakkerij Zilver"]]


def test_an_entry_that_comes_twice_is_refused() -> None:
    data = io.BytesIO(raw_book(*ROWS))
    with ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    refused(data.getvalue(), SUSPICIOUS)


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(raw_book(*ROWS))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    refused(bytes(data), "heeft een wachtwoord")


def test_a_directory_too_large_to_read_is_refused_unread() -> None:
    data = bytearray(raw_book(*ROWS))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<L", 40 * 1024 * 1024)
    refused(bytes(data), SUSPICIOUS)


def test_a_directory_that_hides_its_size_in_zip64_is_refused_unread() -> None:
    data = raw_book(*ROWS)
    at = data.rfind(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 3, 3, 40 * 1024 * 1024, 0)
    refused(data[:at] + record + b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1) + data[at:], SUSPICIOUS)


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [("SMALL_PART_BYTES", 50, DAMAGED), ("SHEETS", 0, "meer dan 0 bladen"), ("XML_DEPTH", 3, DAMAGED)],
)
def test_parts_of_an_odd_size_are_refused(limit: str, most: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, limit, most)
    refused(raw_book(*ROWS), words)


def test_more_styles_than_excel_has_are_refused() -> None:
    styles = f"<styleSheet><cellXfs>{'<xf/>' * 70_002}</cellXfs></styleSheet>"
    refused(raw_book(*ROWS, styles=styles), SUSPICIOUS + "|" + DAMAGED)


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_half_a_workbook_is_refused(cut: int) -> None:
    refused(xlsx_bytes([("Klantnr", "Naam"), (1, "Bakkerij")])[:cut], DAMAGED)


@pytest.mark.parametrize(
    "parts",
    [
        book_parts(f"{LAUGHS}<worksheet><sheetData><row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>"),
        book_parts(sheet_xml(*ROWS), strings=f"{LAUGHS}<sst><si><t>&a8;</t></si></sst>"),
        book_parts(sheet_xml(*ROWS), workbook=f"{LAUGHS}<workbook>&a8;</workbook>"),
        book_parts(sheet_xml(*ROWS), styles=f"{LAUGHS}<styleSheet>&a8;</styleSheet>"),
        book_parts('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'),
    ],
    ids=["sheet", "strings", "workbook", "styles", "outside"],
)
def test_a_document_type_is_refused(parts: dict[str, str | bytes]) -> None:
    if "xl/sharedStrings.xml" in parts:
        parts["xl/worksheets/sheet1.xml"] = sheet_xml('<c t="s"><v>0</v></c>', '<c t="s"><v>0</v></c>')
    refused(zip_bytes(parts), DAMAGED)


@pytest.mark.parametrize(
    "sheet",
    [
        "<a>" * 100_000,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="{"A" * 5_000_000}"/></row></sheetData></worksheet>',
        sheet_xml('<c r="ABCDE1"><v>1</v></c>'),
        sheet_xml('<c r="XFE1"><v>1</v></c>'),
        sheet_xml('<c r="éA1"><v>1</v></c>'),
        sheet_xml('<c t="s"><v>7</v></c>'),
        sheet_xml('<c t="s"><v>-1</v></c>'),
        sheet_xml('<c t="s"><v>een</v></c>'),
        '<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
        "no xml at all",
        b"\xff\xfe<\x00w\x00",
    ],
    ids=[
        "deep",
        "endless tag",
        "column",
        "past the last",
        "letter",
        "string",
        "negative",
        "word",
        "row",
        "text",
        "utf-16",
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused(sheet: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART_RATIO", 100_000)
    refused(zip_bytes(book_parts(sheet)), DAMAGED)


def test_a_filled_cell_far_to_the_right_is_refused_and_an_empty_one_ignored() -> None:
    refused(raw_book(*ROWS, text_cells("2", "Slagerij") + '<c r="XFD3"><v>1</v></c>'), "meer dan 256 kolommen")
    table = table_of(raw_book(*ROWS, text_cells("2", "Slagerij") + '<c r="XFD3" s="0"/><c r="XFC3"><v> </v></c>'))
    assert len(table.columns) == 2
    assert len(list(table.rows())) == 2


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 3)
    refused(raw_book(ROWS[0], *[text_cells(str(number), "Bakker") for number in range(4)]), "meer dan 3 rijen")


def count_rows(data: bytes) -> int:
    return sum(1 for _row in table_of(data).rows())


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shared", [True, False])
def test_cells_of_100_kb_do_not_fill_memory(shared: bool) -> None:
    text = "".join(chr(97 + number % 26) for number in range(100_000))
    if shared:
        strings = f"<sst>{f'<si><t>{text}</t></si>' * 200}</sst>"
        rows = [f'<c t="s"><v>{number}</v></c><c t="str"><v>Bakker</v></c>' for number in range(200)]
        data = zip_bytes(book_parts(sheet_xml(ROWS[0], *rows), strings=strings))
    else:
        data = raw_book(ROWS[0], *[text_cells(text, "Bakker")] * 200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PART_RATIO", 100_000)
        peak = peak_of(partial(count_rows, data))
    assert peak < 6 * limits.MEGABYTE


def test_memory_does_not_grow_with_rows() -> None:
    few, many = ([text_cells(str(number), f"Bakker {number}") for number in range(count)] for count in (500, 10_000))
    books = [raw_book(ROWS[0], *rows) for rows in (few, many)]
    peaks = [peak_of(partial(count_rows, book)) for book in books]
    assert peaks[1] < peaks[0] + 3 * limits.MEGABYTE


def test_a_bomb_is_weighed_before_it_is_unpacked() -> None:
    bomb = zip_bytes(book_parts(b" " * 50_000_000))

    def weigh() -> None:
        with pytest.raises(Invalid, match=SUSPICIOUS):
            open_file(io.BytesIO(bomb), "klanten.xlsx")

    assert peak_of(weigh) < limits.MEGABYTE
