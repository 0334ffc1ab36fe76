"""A refused cell does not lose its row; a refused row says why; a BSN goes nowhere."""

import io
import json

import openpyxl
import pytest

from customer_lists import (
    BSN,
    codes,
    csv_bytes,
    drafts,
    findings,
    list_of,
    outcomes,
    raw_book,
    table_of,
    text_cells,
    xlsx_bytes,
)
from klantkaart.customers.intake.findings import Finding, Level, shape_of
from klantkaart.customers.intake.layouts import propose
from klantkaart.customers.intake.mapping import Mapping
from klantkaart.customers.intake.reader import ReadOptions, first_rows, iter_drafts, table_findings
from klantkaart.customers.intake.report import report_csv
from klantkaart.customers.intake.targets import NotTaken, Target
from klantkaart.kernel.errors import Invalid

GOOD = {
    "Klantnr": "1",
    "Naam": "Zilver B.V.",
    "KvK": "99100003",
    "E-mail": "info@example.nl",
    "Opmerkingen": "Belt liever",
}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("KvK", "991000", "invalid"),
        ("KvK", "=A1", "formula"),
        ("KvK", "#N/B", "error_value"),
        ("E-mail", "geen adres", "invalid"),
        ("Opmerkingen", "a\x00b", "invalid"),
        ("Opmerkingen", "a\u202eb", "invalid"),
        ("Opmerkingen", "a\x1bb", "invalid"),
        ("Opmerkingen", "x" * 100_000, "too_long"),
        ("Opmerkingen", "a\ufffdb", "unreadable"),
    ],
)
def test_a_cell_that_is_refused_does_not_lose_its_row(column: str, value: str, code: str) -> None:
    (outcome,) = outcomes(list_of({**GOOD, column: value}))
    (finding,) = outcome.findings
    assert (finding.row, finding.column, finding.level, finding.code) == (2, column, Level.REFUSED_CELL, code)
    assert str(finding).startswith(f"Rij 2, kolom {column}: ")
    assert str(finding).endswith(".")
    assert outcome.draft is not None
    assert (outcome.draft.name, outcome.draft.number) == ("Zilver B.V.", "1")
    whole = drafts(list_of(GOOD))[0].as_json()
    lost = {name for name, kept in outcome.draft.as_json().items() if kept != whole[name]}
    assert lost == {{"KvK": "kvk_number", "E-mail": "channels", "Opmerkingen": "notes"}[column]}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"Naam": ""}, ["no_name"]),
        ({"Naam": "-"}, ["placeholder", "no_name"]),
        ({"Naam": "Zil\u202ever"}, ["invalid", "name_refused"]),
        ({"Naam": "x" * 161}, ["invalid", "name_refused"]),
        ({"Naam": "=A1"}, ["formula", "name_refused"]),
        ({"Klantnr": "x" * 21}, ["number_length", "number_refused"]),
        ({"Klantnr": "1\x002"}, ["invalid", "number_refused"]),
    ],
)
def test_a_row_without_a_usable_name_or_number_is_refused(cells: dict[str, str], found: list[str]) -> None:
    first, second = outcomes(list_of({**GOOD, **cells}, {**GOOD, "Klantnr": "2"}))
    assert (first.draft, [finding.code for finding in first.findings]) == (None, found)
    assert first.findings[-1].level is Level.REFUSED_ROW
    assert second.draft is not None


def test_a_formula_in_a_workbook_is_refused_with_its_remedy() -> None:
    table = table_of(
        raw_book(text_cells("Naam", "KvK"), text_cells("Zilver B.V.") + "<c><f>1+1</f><v>99100003</v></c>")
    )
    (card,) = drafts(table)
    assert (card.name, card.kvk_number) == ("Zilver B.V.", "")
    (finding,) = findings(table)
    assert str(finding) == (
        "Blad Klanten, rij 2, kolom KvK: Hier staat een formule; die wordt niet uitgerekend. "
        "Kopieer de cel en plak haar als waarde."
    )


def test_a_number_that_comes_twice_is_refused_the_second_time() -> None:
    first, second = outcomes(list_of(GOOD, {**GOOD, "Naam": "Goud B.V."}))
    assert first.draft is not None
    assert second.draft is None
    assert "rij 2" in second.findings[0].sentence


def test_cells_beyond_the_headings_are_asked_about() -> None:
    table = table_of(b"Klantnr;Naam\r\n1;Zilver; en Goud\r\n2;Brons\r\n3;Tin\r\n", "k.csv")
    assert [(finding.row, finding.code, finding.facts["count"]) for finding in findings(table)] == [
        (2, "extra_cells", "1")
    ]


def test_the_whole_sheet_is_told_what_stays_behind() -> None:
    table = list_of({"Naam": "Zilver", "Fax": "1", "BSN": BSN, "Leeg": "", "Kleur": "rood"})
    told = {finding.column: finding for finding in table_findings(table, propose(table))}
    assert {column: finding.code for column, finding in told.items()} == {
        "Fax": "column_left", "BSN": "column_bsn", "Kleur": "column_left",
    }  # fmt: skip
    assert told["Fax"].sentence == "Deze kolom is niet overgenomen. Faxnummers worden niet bewaard."


def test_hidden_rows_columns_and_other_sheets_are_told() -> None:
    sheet = raw_book(
        text_cells("Naam", "KvK"),
        text_cells("Zilver", "99100003"),
        before='<cols><col min="1" max="1" hidden="1"/></cols>',
    )
    table = table_of(sheet)
    assert [finding.code for finding in table_findings(table, propose(table))] == ["column_hidden"]
    other = table_of(xlsx_bytes([("Naam", "KvK"), ("Zilver", "99100003")], Oud=[("Naam",), ("Goud",)]))
    assert [finding.sentence for finding in table_findings(other, propose(other))] == [
        "Alleen dit blad is gelezen. Andere bladen in het bestand: Oud."
    ]


def test_a_hidden_row_is_read_and_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([("Naam", "KvK"), ("Zilver", "99100003")])))
    book["Klanten"].row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert [(finding.row, finding.code, finding.level) for finding in findings(table_of(out.getvalue()))] == [
        (2, "hidden_row", Level.NOTED)
    ]


# --- citizen service numbers (UAVG-46) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        {"Opmerkingen": f"BSN van meneer: {BSN}"},
        {"Opmerkingen": "geboren in Goes, 123.456.782"},
        {"Naam": f"Jan Smit {BSN}"},
        {"KvK": BSN},
        {"Contactpersoon": f"Jan {BSN}"},
        {"Adres": f"Straat 1, {BSN}"},
        {"Plaats": BSN},
        {"Functie": BSN, "Contactpersoon": "Jan"},
        {"Btw": f"NL{BSN}B01", "Naam": "J. Smit h.o.d.n. Zilver"},
        {"Klantnr": "x" * 12 + BSN},
        {"Telefoon": f"tel {BSN}"},
        {"E-mail": f"jan {BSN}"},
        {"Postcode": BSN},
        {"Dienst": BSN},
        {"Klant sinds": BSN},
        {"BSN": BSN},
    ],
)
def test_a_bsn_ends_up_in_no_draft_no_finding_and_no_report(cells: dict[str, str]) -> None:
    table = list_of({**GOOD, **cells})
    seen = outcomes(table)
    told = [finding for outcome in seen for finding in outcome.findings] + table_findings(table, propose(table))
    report = io.BytesIO()
    report_csv(report, told)
    kept = json.dumps([finding.as_json() for finding in told])
    kept += json.dumps([outcome.draft.as_json() for outcome in seen if outcome.draft])
    kept += report.getvalue().decode() + "".join(map(str, told)) + repr(seen)
    assert told
    assert BSN not in kept.replace(".", "").replace(" ", "")


def test_a_note_with_a_bsn_is_refused_with_an_explanation_and_without_its_form() -> None:
    (finding,) = findings(list_of({**GOOD, "Opmerkingen": f"bsn {BSN}"}))
    assert (finding.code, finding.before_shape, dict(finding.facts)) == ("bsn", "", {})
    assert "artikel 46 UAVG" in finding.sentence


def test_the_omzetbelastingnummer_of_a_sole_trader_is_refused_and_that_of_a_vof_is_not() -> None:
    trader, vof = (
        {**GOOD, "Naam": name, "Btw": f"NL{BSN}B01"} for name in ("J. Smit h.o.d.n. Zilver", "Zilver V.O.F.")
    )
    assert codes(list_of(trader)) == ["vat_bsn"]
    assert drafts(list_of(trader))[0].vat_id == ""
    assert drafts(list_of(vof))[0].vat_id == f"NL{BSN}B01"


def test_a_customer_number_of_a_person_that_may_be_a_bsn_is_not_kept() -> None:
    person, company = (
        {"Klantnr": BSN, "Voornaam": "Jan", "Achternaam": "Smit", "Naam": name} for name in ("", "Zilver B.V.")
    )
    assert [card.number for card in drafts(list_of(person, headings=list(person)))] == [""]
    assert [(finding.code, finding.column) for finding in findings(list_of(person))] == [("bsn", "Klantnr")]
    assert [card.number for card in drafts(list_of(company))] == [BSN]


def test_a_bsn_column_is_not_read_whatever_the_mapping_says() -> None:
    rows = [{"Naam": "Zilver", "Nummertje": number} for number in (BSN, "111222333", BSN, BSN)]
    table = list_of(*rows)
    kept = propose(table).as_json()
    kept["columns"][1] |= {"target": Target.NOTES.value, "reason": None}
    mapping = Mapping.from_json(kept)
    for outcome in iter_drafts(table, mapping):
        assert outcome.draft is not None
        assert outcome.draft.notes == ()
    assert [finding.code for finding in table_findings(table, mapping)] == ["column_bsn"]
    assert [row[1] for row in first_rows(table, mapping)] == ["•••"] * 4


# --- the mapping screen, the options and findings themselves -------------------------------------------------------


def test_the_first_rows_show_what_stands_there_cut_short() -> None:
    book = raw_book(
        text_cells("Naam", "KvK", "Opmerkingen"),
        text_cells("Zilver  B.V.") + "<c><f>1</f><v>1</v></c>" + text_cells("x" * 90),
        text_cells("Goud", "1", "x" * 10_001),
    )
    table = table_of(book)
    assert first_rows(table, propose(table)) == [
        ["Zilver B.V.", "(formule)", "x" * 79 + "…"], ["Goud", "1", "(te lang)"],
    ]  # fmt: skip
    assert len(first_rows(table, propose(table), 1)) == 1


def test_only_questions_that_exist_can_be_answered() -> None:
    with pytest.raises(ValueError, match="iban_differs"):
        ReadOptions(answers={"iban_differs": "perhaps"})
    with pytest.raises(ValueError, match="colour"):
        ReadOptions(answers={"colour": "red"})


def test_a_mapping_without_a_name_reads_nothing() -> None:
    table = list_of(GOOD)
    mapping = propose(table).with_target(1, None)
    assert mapping.columns[1].reason is NotTaken.CHOSEN
    with pytest.raises(Invalid, match="Geen kolom gaat naar 'Naam'"):
        next(iter_drafts(table, mapping))


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("99100003", "99999999"),
        ("Jan 't Hart 12", "aaa 'a aaaa 99"),
        ("Zoë\x00", "aaa?"),
        ("x" * 30, "a" * 24 + "…"),
        ("", ""),
    ],
)
def test_a_shape_tells_the_mistake_and_not_the_value(value: str, shape: str) -> None:
    assert shape_of(value) == shape


def test_a_finding_survives_json() -> None:
    finding = Finding(3, "KvK", Level.ASK, "group_differs", "Klanten", {"first": "2"}, "999")
    assert Finding.from_json(json.loads(json.dumps(finding.as_json()))) == finding
    assert finding.level_label == "vraagt een keuze"


def test_no_finding_repeats_the_value_of_a_cell() -> None:
    rows = [{**GOOD, "KvK": "87654", "E-mail": "kwikstaartje", "Klantnr": "7", "Opmerkingen": "a\u202ekwikstaartje"}]
    told = findings(list_of(*rows))
    assert len(told) == 3
    assert not any(
        word in str(finding.as_json()) + str(finding) for finding in told for word in ("87654", "kwikstaartje")
    )


def test_an_empty_line_in_the_middle_is_no_row() -> None:
    table = table_of(csv_bytes([["Klantnr", "Naam"], [1, "Zilver"], ["", " "], [2, "Goud"]]), "k.csv")
    assert [outcome.row for outcome in outcomes(table)] == [2, 4]
