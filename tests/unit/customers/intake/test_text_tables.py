"""Text files: encoding, delimiter, quotes, headings and row numbers, whatever program saved them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_lists import HEADINGS, csv_bytes, table_of
from klantkaart.customers.intake import limits
from klantkaart.customers.intake.delimited import DELIMITERS
from klantkaart.customers.intake.tables import NO_HEADINGS, Cell, Kind, TableOptions, read_table
from klantkaart.kernel.errors import Invalid

ROWS = [
    HEADINGS,
    ["1", "Café Zoë; drank & spijs", "99100003", "020-0123456", "info@example.nl", 'Zegt: "bel, niet mailen"'],
    ["2", "Brûlé B.V.", "00100003", "", "", "eerste regel\r\ntweede regel"],
]
# Headings and cells as they occur: nothing that only looks like an empty line or a heading.
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2FF), max_size=12).map(str.strip)


def values(data: bytes, options: TableOptions | None = None) -> list[list[str]]:
    return [row.values for row in table_of(data, "klanten.csv", options).rows()]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_and_delimiter_gives_the_same_cells(delimiter: str, encoding: str) -> None:
    table = table_of(csv_bytes(ROWS, delimiter, encoding), "klanten.csv")
    assert table.headings == HEADINGS
    assert [row.values for row in table.rows()] == ROWS[1:]
    assert table.dialect is not None
    assert table.dialect.delimiter == delimiter


@given(
    rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_what_a_csv_writer_wrote_comes_back(rows: list[list[str]], delimiter: str, encoding: str, end: str) -> None:
    text = io.StringIO(newline="")
    headings = ["Klantnummer", "Naam", "Plaats", "Opmerkingen"]
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    filled = [row for row in rows if any(row)]
    if filled:
        assert values(text.getvalue().encode(encoding)) == filled
    else:
        with pytest.raises(Invalid, match="geen rijen"):
            values(text.getvalue().encode(encoding))


@given(st.lists(st.text("éëïöüçñß abc", min_size=1, max_size=9), min_size=1, max_size=30))
def test_windows_1252_is_told_from_mac_and_dos(names: list[str]) -> None:
    data = csv_bytes([["Naam", "Plaats"], *[[f"Jan {name}", "Goes"] for name in names]], encoding="cp1252")
    assert [row[0] for row in values(data)] == [f"Jan {name}" for name in names]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_mac_and_dos_files_are_recognised_by_their_letters(encoding: str) -> None:
    names = ["Café Zoë", "Brûlé", "Müller", "Peñalver", "Renée", "Daniël", "André", "Aïsha"]
    assert [
        row[0] for row in values(csv_bytes([["Naam", "Plaats"], *[[n, "Goes"] for n in names]], encoding=encoding))
    ] == names


def test_the_user_may_say_otherwise() -> None:
    data = csv_bytes([["Naam", "Plaats"], ["Café", "Goes"]], "|", "cp850")
    chosen = TableOptions(encoding="cp850", delimiter="|", heading_row=1)
    assert values(data, chosen) == [["Café", "Goes"]]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [(TableOptions(encoding="klingon"), "tekenset bestaat niet"), (TableOptions(delimiter="x"), "scheidingsteken")],
)
def test_a_choice_that_does_not_exist_is_refused(chosen: TableOptions, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        values(csv_bytes([["Naam", "Plaats"], ["Café", "Goes"]]), chosen)


def test_the_user_may_say_that_there_are_no_headings() -> None:
    table = table_of(b"Naam;Plaats\r\nBakker;Goes\r\n", "k.csv", TableOptions(heading_row=NO_HEADINGS))
    assert (table.heading_row, len(list(table.rows()))) == (0, 2)


def test_cells_of_several_lines_and_quotes_halfway_are_honest() -> None:
    data = b'Naam;Plaats;Memo\r\n"Bakker";5" buis;"een; twee\r\n\r\ndrie"\r\n'
    assert values(data) == [["Bakker", '5" buis', "een; twee\r\n\r\ndrie"]]


def test_a_sep_line_decides_and_is_no_row() -> None:
    table = table_of(b"sep=\t\r\nNaam\tPlaats;stad\r\nBakker\tGoes\r\n", "klanten.csv")
    assert [(row.number, row.values) for row in table.rows()] == [(2, ["Bakker", "Goes"])]


def test_rows_are_numbered_as_in_the_spreadsheet() -> None:
    data = b'Klantenlijst 2024;;\r\n\r\nKlantnr;Naam;Plaats\r\n1;"twee\r\nregels";Goes\r\n;;\r\n2;Bakker;Weert\r\n'
    table = table_of(data, "klanten.csv")
    assert table.heading_row == 3
    assert [row.number for row in table.rows()] == [4, 6]


def test_a_file_without_headings_keeps_its_first_row() -> None:
    table = table_of(b"1001;Bakkerij Zilver;1234 AB;info@example.nl\r\n1002;Slager;1234 AC;b@example.nl\r\n", "k.csv")
    assert table.heading_row == 0
    assert [column.label for column in table.columns] == ["kolom A", "kolom B", "kolom C", "kolom D"]
    assert len(list(table.rows())) == 2


def test_ragged_rows_are_filled_up_and_cut_off() -> None:
    table = table_of(b"Klantnr;Naam;Plaats\r\n1;Kort\r\n2;Lang;Goes;te;veel;\r\n3;Goed;Weert\r\n", "k.csv")
    rows = list(table.rows())
    assert [row.values for row in rows] == [["1", "Kort", ""], ["2", "Lang", "Goes"], ["3", "Goed", "Weert"]]
    assert [row.extra for row in rows] == [0, 2, 0]


def test_a_heading_row_can_be_chosen() -> None:
    data = b"Naam;Plaats\r\nName;City\r\nBakker;Goes\r\n"
    assert table_of(data, "k.csv", TableOptions(heading_row=2)).headings == ("Name", "City")
    with pytest.raises(Invalid, match="Rij 500 staat niet boven"):
        table_of(data, "k.csv", TableOptions(heading_row=500))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Naam;Plaats\r\n", "geen rijen met klanten"),
        (b"Naam;Plaats\r\n;\r\n  ;\r\n", "geen rijen met klanten"),
        (b'Naam;Plaats\r\nBakker;Goes\r\n"Slager;' + b"x\r\n" * 60_000, "rij 3: hier begint een aanhalingsteken"),
        (b'Naam;Plaats\r\nBakker;Goes\r\n"Slager;Goes\r\nVisser;Goes\r\n', "rij 3: hier begint een aanhalingsteken"),
        (b'Naam;Plaats\r\nBakker;"Goes', "rij 2: hier begint een aanhalingsteken"),
        (b'a;b;c;d;e\r\n1;"x;2;3;4\r\n1;2;3;4;5\r\n1;x";2;3;4\r\n', "rij 2: hier begint een aanhalingsteken"),
        (b"Naam;Plaats\r\n" + b"x" * 1_000_001, "regel 2: deze regel houdt niet op"),
        (b"Naam;Plaats\r\n" + b";".join([b"x"] * 300), "meer dan 256 kolommen"),
    ],
)
def test_what_cannot_be_read_as_a_table_is_told_with_its_row(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        values(data)


def test_empty_columns_far_to_the_right_do_no_harm() -> None:
    assert values(b"Naam;Plaats\r\nBakker;Goes" + b";" * 400) == [["Bakker", "Goes"]]


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 2)
    with pytest.raises(Invalid, match="meer dan 2 rijen"):
        values(csv_bytes([["Naam", "Plaats"], *[["a", "b"]] * 3]))


def test_a_cell_of_100_kb_is_dropped_and_the_row_stays() -> None:
    table = table_of(csv_bytes([["Naam", "Opmerkingen"], ["Bakker", "x" * 100_000]]), "k.csv")
    assert [row.cells for row in table.rows()] == [[Cell("Bakker"), Cell("", Kind.TOO_LONG)]]


def test_bytes_that_mean_nothing_spoil_one_cell() -> None:
    table = table_of("Naam;Plaats\r\nBakker;Zoë\r\n".encode("cp1252") + b"Slag\x81er;Goes\r\n", "k.csv")
    assert [row.values for row in table.rows()] == [["Bakker", "Zoë"], ["Slag\ufffder", "Goes"]]


def test_a_table_can_be_read_again_and_halfway(tmp_path: Path) -> None:
    place = tmp_path / "klanten.csv"
    place.write_bytes(csv_bytes(ROWS))
    table = read_table(place)
    rows = table.rows()
    next(rows)
    del rows
    assert len(list(table.rows())) == len(list(table.rows())) == 2
