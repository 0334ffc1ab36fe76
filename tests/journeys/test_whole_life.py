"""One customer from a file to nothing, and every sample file, as an office does it: by browser on a running server."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from browsing import Practice, Windows, download
from imports import samples
from klantkaart.kernel import clock

pytestmark = pytest.mark.journey
FIXTURES = Path(__file__).parents[1] / "unit/customers/intake/fixtures"
LONG = 60_000
COMPANY = "Polder Telecom"
OF = ("--company", COMPANY)  # a customer number may be another company's too
NAME, MAIL = "Kwartsmolen Zilverdraad", "zilverdraad@example.nl"
PHONE, SHOWN = "0182098764", "0182-098 764"
LISTS = ("handkept.csv", "moneybird.csv", "moneybird_api.csv", "snelstart.csv", "snelstart_fld.csv", "wefact.csv")
# What is new in each sample; the four of SnelStart who are no customers any more wait for a choice.
SAMPLES = {
    "moneybird-contacten.xlsx": 120,
    "moneybird-contacts-api.csv": 40,
    "snelstart-klanten.xlsx": 116,
    "snelstart-klanten.csv": 80,
    "wefact-debiteuren.csv": 110,
    "excel-klantenlijst.xlsx": 100,
}


@dataclass(frozen=True)
class Told:
    """What the result page says."""

    created: int
    filled: int
    left: int


def _number(text: str) -> int:
    found = re.search(r"\d+", text.replace(".", ""))
    assert found, text
    return int(found.group())


def _upload(page: Page, file: Path, company: str = COMPANY) -> None:
    """From the list of customers to the preview, or to the columns when those are asked."""
    page.goto("/klanten/")
    page.get_by_role("link", name="Importeren").click()
    page.get_by_label("Bestand met klanten").set_input_files(file)
    page.get_by_label("Bedrijf").select_option(company)
    page.get_by_role("button", name="Lees het bestand").click()
    expect(page.get_by_label("Bestand met klanten")).to_have_count(0)
    _wait(page)


def _wait(page: Page) -> None:
    """The page refreshes by itself until the work is done."""
    busy = re.compile("wordt gelezen|worden overgenomen")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(busy, timeout=LONG)


def _take_over(page: Page) -> Told:
    """What the preview promised is what happens."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Zo wordt de import")
    expect(page.get_by_text("Er is nog niets opgeslagen.")).to_be_visible()
    button = page.get_by_role("button", name=re.compile(r"^Neem \d+ klant(en)? over$"))
    promised = _number(button.inner_text())
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import", timeout=LONG)
    told = Told(*(_number(_stat(page, label)) for label in ("Nieuwe klanten", "Aangevuld", "Niet overgenomen")))
    assert told.created + told.filled == promised
    return told


def _stat(page: Page, label: str) -> str:
    return page.locator(".stat", has_text=label).inner_text()


def _report(page: Page, folder: Path) -> list[list[str]]:
    """Both reports say the same; the rows of the one that people open."""
    sheet = load_workbook(download(page, page.get_by_role("link", name="Bevindingen als Excel"), folder)).active
    text = download(page, page.get_by_role("link", name="als CSV"), folder).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert sheet is not None
    assert sheet.max_row == len(rows)
    return rows


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_is_imported_from_preview_to_report(
    name: str, practice: Practice, windows: Windows, tmp_path: Path
) -> None:
    file = next(path for path in samples() if path.name == name)
    page = practice.window(windows)
    _upload(page, file, company="Polder Beveiliging")  # the practice numbers of the sister are those of the sample
    assert _take_over(page).created == SAMPLES[name]
    assert not [row for row in _report(page, tmp_path)[1:] if "geweigerd" in row]
    page.locator("#rijen td.main a").first.click()
    expect(page.locator("#contacten")).to_be_visible()


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in samples()} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_of_five_packages_are_read_and_filled_up(
    name: str, practice: Practice, windows: Windows, tmp_path: Path
) -> None:
    """All are about the same bakery: after the first it is recognised by its KvK number and not made twice."""
    page = practice.window(windows)
    _upload(page, FIXTURES / name, company="Polder Beveiliging")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zo wordt de import")
    assert _report(page, tmp_path)


def _unknown_list(folder: Path) -> Path:
    """A workbook with headings of nobody's package, and one customer."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Wie", "Bereikbaar op", "Stuur naar", "Weetje"])
    sheet.append([NAME, PHONE, MAIL, "heeft een hond"])
    path = folder / "lijstje.xlsx"
    book.save(path)
    return path


def _find(page: Page, words: str) -> None:
    """Typed in the search that is always there; Enter shows the page of what was found."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?zoek="))


def _choose_columns(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Welke kolom gaat waarheen?")
    for column, place in (("Wie", "Naam"), ("Bereikbaar op", "Telefoon"), ("Stuur naar", "E-mail"), ("Weetje", "")):
        choice = page.get_by_label(column, exact=True)
        choice.select_option(label=place or "Niet overnemen")
    page.get_by_role("button", name="Lees met deze kolommen").click()
    _wait(page)


def _correct_and_undo(page: Page) -> None:
    page.get_by_role("link", name="Wijzig telefoon").click()
    page.get_by_label("Nummer of adres").fill("0182-098 765")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#bereikbaar")).to_contain_text("0182-098 765")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("#bereikbaar")).to_contain_text(SHOWN)
    expect(page.locator("#bereikbaar")).not_to_contain_text("0182-098 765")


def _print_out(page: Page, folder: Path) -> None:
    """Everything held, in each of its forms."""
    page.get_by_text("Meer", exact=True).click()
    page.get_by_role("link", name="Uittreksel van alles").click()
    file = download(page, page.get_by_role("button", name="Maak het uittreksel van de klant als geheel"), folder)
    with ZipFile(file) as parts:
        assert parts.testzip() is None
        paper = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(parts.read("uittreksel.pdf"))).pages)
        words = {name: parts.read(name).decode("utf-8-sig") for name in parts.namelist() if not name.endswith(".pdf")}
    tables = "".join(text for name, text in words.items() if name.endswith(".csv"))
    for form in (paper, tables, words["gegevens.json"], words["contacten.vcf"]):
        assert NAME in form
        assert MAIL in form
    page.get_by_role("navigation", name="Kruimelpad").get_by_role("link").click()


def _leave(page: Page, day: date) -> None:
    """The plan first, then the words "ik vertrek"."""
    page.get_by_text("Meer", exact=True).click()
    page.get_by_role("link", name="Wat gebeurt er als deze klant vertrekt?").click()
    page.get_by_label("Laatste dag").fill(day.isoformat())
    page.get_by_role("button", name="Toon het plan").click()
    expect(page.locator("main")).to_contain_text("De kaart blijft tot en met")
    page.get_by_role("button", name=re.compile("^Deze klant vertrekt op ")).click()
    expect(page.get_by_role("button", name="Blijft toch")).to_be_visible()
    page.get_by_role("navigation", name="Kruimelpad").get_by_role("link").click()


def _take_in(page: Page, folder: Path) -> None:
    """A list that nobody's package made: its columns are asked, then it is taken over."""
    _upload(page, _unknown_list(folder))
    _choose_columns(page)
    assert _take_over(page) == Told(created=1, filled=0, left=0)
    assert _report(page, folder)


def _is_gone(page: Page, address: str) -> None:
    """No page, and no trace in the search, by name or by number."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina is er niet")
    page.goto("/klanten/")
    for words in (NAME, PHONE, MAIL):
        _find(page, words)
        expect(page.get_by_role("heading", name="Niets gevonden")).to_be_visible()


def _certificates(page: Page) -> list[str]:
    page.goto("/beheer/")
    page.get_by_role("link", name="Vernietiging").click()
    expect(page.get_by_role("heading", name="Certificaten")).to_be_visible()
    page.wait_for_load_state()  # all rows, not those that came first
    return page.locator("section", has_text="Certificaten").locator("tbody tr").all_inner_texts()


def test_customer_comes_from_a_file_lives_leaves_and_is_gone(
    practice: Practice, windows: Windows, tmp_path: Path
) -> None:
    page = windows.open(base_url=practice.server.url)
    practice.sign_in(page, "eigenaar")
    _take_in(page, tmp_path)
    _find(page, PHONE)
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    address, number = page.url, page.locator(".facts .num").first.inner_text()
    _correct_and_undo(page)
    _print_out(page, tmp_path)
    _leave(page, clock.today() + timedelta(days=9))
    last = date.fromisoformat(practice.server.command("erase", number, "--plan", *OF)["gone_by"])
    practice.server.command("retention", "run", "--on", last)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    before = _certificates(page)
    report = practice.server.command("retention", "run", "--on", last + timedelta(days=1))
    assert report["failed"] == {}
    windows.refusal(404)
    _is_gone(page, address)
    new = _certificates(page)
    assert len(new) - len(before) == sum(report["units"].values()) > 0
    assert NAME not in "".join(new)
