"""The paper: kept for seven years, read aloud, in any script, with the e-invoice inside."""

import re
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from pypdf import PdfReader

from invoices import EXAMPLES, credit, invoice, line
from klantkaart.billing.documents import paper, ubl, words
from klantkaart.billing.documents.face import face
from klantkaart.billing.documents.making import Document, make
from klantkaart.billing.documents.paper import Look, Paper
from klantkaart.billing.documents.parts import Invoice, Kind, Period
from klantkaart.billing.documents.totals import totals
from klantkaart.kernel import pdf

AT = datetime(2026, 3, 31, 12, 30, 15, tzinfo=UTC)
PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def printed(one: Invoice, look: Look | None = None) -> Paper:
    return paper.render(one, ubl.write(one), at=AT, look=look)


def said(made: Paper) -> str:
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(made.pdf)).pages)
    return " ".join(text.replace("\u200b", "").replace("\u00a0", " ").split())


def picture() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + b"\x1f\x6b\x45" * 40 for _ in range(20))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_independent_validator_finds_pdf_a3_and_pdf_ua(name: str) -> None:
    made = printed(EXAMPLES[name])
    for profile in PROFILES:
        report = page.validate_pdf_bytes(made.pdf, profile=profile)
        assert report.is_compliant, str(report)


@pytest.mark.parametrize("name", ["plain", "chinese", "credit", "very-many-lines"])
def test_the_e_invoice_comes_out_byte_for_byte(name: str) -> None:
    one = EXAMPLES[name]
    document = ubl.write(one)
    made = paper.render(one, document, at=AT)

    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert list(opened.attachments) == [made.file]
        inside = opened.attachments[made.file]
        assert inside.get_file().read_bytes() == document
        assert inside.get_file().mime_type == "application/xml"
        assert str(inside.obj["/AFRelationship"]) == "/Alternative"
        assert opened.check_pdf_syntax() == []
    assert PdfReader(BytesIO(made.pdf)).attachments == {made.file: [document]}


def test_the_same_values_and_moment_make_the_same_file() -> None:
    assert printed(EXAMPLES["mixed-rates"]).pdf == printed(EXAMPLES["mixed-rates"]).pdf


def test_it_says_what_it_is_and_when_it_was_made() -> None:
    reader = PdfReader(BytesIO(printed(EXAMPLES["plain"]).pdf))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Factuur 2026-0042", AT)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", ["Factuur 2026-0042", "KvK 99000123", "NL999000111B01", "Te betalen € 130,01", "14 april 2026"]),
        ("plain", ["Dorpsstraat 1", "2405 AB Alphen aan den Rijn", "Uw kenmerk 10012", "1 t/m 31 maart 2026"]),
        ("plain", ["NL67 ABNA 0999 0001 23", "ten name van Kiezel Telecom", "met als kenmerk 2026-0042"]),
        ("english", ["Invoice 2026-0042", "Amount due", "31 March 2026", "Total including VAT", "Page 1 of 1"]),
        ("credit", ["Creditnota 2026-0042", "Betreft factuur 2026-0007 (28 februari 2026)", "U krijgt terug € 130,01"]),
        ("telecom-resale", ["Btw verlegd: telecommunicatiedienst aan een doorverkoper", "verlegd € 62,50 € 0,00"]),
        ("eu-service", ["Reverse charge (btw verlegd)", "Your VAT number DE999000105", "Germany", "2. Hinterhof"]),
        ("direct-debit", ["Wij schrijven € 130,01 op of rond 14 april 2026 af", "eindigt op 0456", "M-2025-0007"]),
        ("line-discount-percent", ["Korting 5%: Vaste klant (-3,13)", "59,37"]),
        ("discounts-everywhere", ["Kwantumkorting € -3,00", "Verzendkosten € 6,95", "21% € 63,32 € 13,30"]),
        ("prepaid-and-rounded", ["Al betaald € -5,00", "Afronding € 0,01", "Te betalen € 7,10"]),
        ("fully-prepaid", ["U hoeft niets te betalen", "Deze factuur is al betaald"]),
        ("overpaid", ["U krijgt terug € 79,00"]),
        ("negative-invoice", ["U krijgt terug € 45,38"]),
        ("many-decimals", ["1.234,567891 min.", "0,072513", "89,52"]),
        ("exempt", ["Vrijgesteld van omzetbelasting (artikel 11 Wet OB 1968)", "vrij € 10,00"]),
        ("issued-by-buyer", ["Factuur uitgereikt door afnemer"]),
        ("notes", ["Toelichting", "Monteur: mevrouw Jansen."]),
        ("markup", ['<b>Peper</b> & Zout #let "x" $y$ *z* `u` @v \\w']),
        ("municipality", ["Gemeente Waterrijk"]),
        ("very-many-lines", ["Regel 299", "Pagina 2 van"]),
    ],
)  # fmt: skip
def test_it_prints(name: str, expected: list[str]) -> None:
    text = said(printed(EXAMPLES[name]))
    assert [one for one in expected if one not in text] == []


def test_the_scheme_for_small_businesses_mentions_no_vat() -> None:
    """INV-11: only that it is exempt."""
    text = said(printed(EXAMPLES["kor"]))
    assert "kleineondernemersregeling" in text
    assert "Btw-overzicht" not in text
    assert not re.search(r"\b[Bb]tw\b(?!-id)", text)


def test_a_name_that_no_font_shows_is_printed_as_numbers_and_said() -> None:
    made = printed(EXAMPLES["chinese"])
    assert set("北京面包店") <= set(made.lost)
    assert "[U+5317][U+4EAC]" in said(made)
    assert "In de e-factuur staan zij goed." in said(made)
    assert "[U+" not in said(printed(EXAMPLES["plain"]))
    assert printed(EXAMPLES["plain"]).lost == ()


def test_a_machine_with_no_fonts_but_the_built_in_ones_prints_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst  # noqa: PLC0415

    def bare(name: str) -> Any:
        return typst.Compiler(pdf.PACKAGE / name, root=pdf.PACKAGE, ignore_system_fonts=True)

    monkeypatch.setattr(pdf, "_fonts", lambda: ["Libertinus Serif"])
    monkeypatch.setattr(pdf, "_compiler", bare)
    monkeypatch.setattr(pdf, "_shown", set[str]())
    monkeypatch.setattr(pdf, "_unshown", set[str]())
    made = printed(EXAMPLES["chinese"])
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_A_3A).is_compliant
    assert made.lost


@pytest.mark.parametrize("logo", [picture(), b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'])
def test_a_logo_is_printed(logo: bytes) -> None:
    made = printed(EXAMPLES["plain"], Look(accent="#7a1f6b", logo=logo))
    assert not made.logo_left_out
    for profile in PROFILES:
        assert page.validate_pdf_bytes(made.pdf, profile=profile).is_compliant


@pytest.mark.parametrize(
    "logo", [b"GIF89a", picture()[:60], b"<svg", b"\xff\xd8\xff broken", b"\x89PNG\r\n\x1a\n" * 30_000]
)
def test_a_logo_that_cannot_be_printed_is_left_out_and_said(logo: bytes) -> None:
    made = printed(EXAMPLES["plain"], Look(logo=logo))
    assert made.logo_left_out
    assert "Kiezel Telecom" in said(made)


@pytest.mark.parametrize(
    ("given", "used"), [("#1f6b45", "#1f6b45"), ("#000000", "#000000"), ("green", paper.GREEN), ("#12345", paper.GREEN)]
)
def test_a_colour_that_reads_is_kept(given: str, used: str) -> None:
    assert paper.readable(given) == used


@pytest.mark.parametrize("given", ["#ffffff", "#ffff00", "#9be7ff"])
def test_a_colour_that_does_not_read_on_white_is_darkened(given: str) -> None:
    used = paper.readable(given)
    assert used != given
    assert paper.readable(used) == used


@pytest.mark.parametrize(
    ("number", "file"),
    [("2026-0042", "e-factuur-2026-0042.xml"), ("A/1 é", "e-factuur-A-1.xml"), ("///", "e-factuur-x.xml")],
)
def test_the_file_inside_has_a_safe_name(number: str, file: str) -> None:
    assert printed(invoice(number=number)).file == file


def test_the_whole_document_in_one_call() -> None:
    made: Document = make(EXAMPLES["plain"], at=AT, look=Look())
    assert made.verdict.passed
    assert made.totals.payable == 13001
    assert PdfReader(BytesIO(made.pdf)).attachments == {made.file: [made.ubl]}
    assert len(made.ubl_hash) == len(made.pdf_hash) == 64
    assert make(EXAMPLES["plain"], at=AT).pdf_hash == made.pdf_hash


def test_no_stream_runs_into_the_end_of_its_line() -> None:
    """One stream in 256 ends with a carriage return: found among so many papers, and settled in each."""
    glued = 0
    for number in range(60):
        one = invoice(line(str(number), "1.23"), number=f"2026-{number:04d}")
        made = printed(one)
        glued += b"\r\r\nendstream" in made.pdf
        assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_A_3A).is_compliant
    assert glued > 0


@pytest.mark.parametrize(
    ("first", "last", "dutch"),
    [
        ("2026-03-01", "2026-03-31", "1 t/m 31 maart 2026"),
        ("2026-02-15", "2026-03-14", "15 februari t/m 14 maart 2026"),
        ("2025-12-15", "2026-01-14", "15 december 2025 t/m 14 januari 2026"),
        ("2026-03-01", "2026-03-01", "1 maart 2026"),
    ],
)
def test_a_period_reads_as_people_write_it(first: str, last: str, dutch: str) -> None:
    days = [datetime.fromisoformat(one).date() for one in (first, last)]
    assert words.show_period(Period(*days), "nl") == dutch


def test_units_without_a_word_show_their_code() -> None:
    assert [words.show_unit(code, "nl") for code in ("C62", "MON", "XBX")] == ["", "mnd", "XBX"]


def test_both_kinds_and_languages_say_everything() -> None:
    for one in (invoice(), credit(), invoice(language="en"), credit(language="en")):
        shown = face(one, totals(one))
        assert shown["heading"] == words.label("invoice" if one.kind is Kind.INVOICE else "credit_note", one.language)
