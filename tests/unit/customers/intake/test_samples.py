"""The six sample lists: as many customers as they hold, nothing refused, and nothing that has a place lost.

The samples lie outside the repository; IMPORT_SAMPLES says where. The comparison is made from the files as openpyxl and
the csv module read them, not from what the reader under test says.
"""

import csv
import io
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from customer_lists import outcomes
from klantkaart.customers.intake.drafts import CardDraft, Kind
from klantkaart.customers.intake.findings import Level
from klantkaart.customers.intake.layouts import propose
from klantkaart.customers.intake.tables import read_table

SAMPLES = Path(os.environ.get("IMPORT_SAMPLES") or Path(__file__).parents[5] / "shared" / "samples" / "import")


@dataclass(frozen=True)
class Sample:
    """The row of mapping.md's table."""

    file: str
    rows: int
    customers: int
    persons: int
    kvk: int
    kvk_with_zero: int
    iban: int
    foreign: int
    inactive: int = 0


EXPECTED = [
    Sample("moneybird-contacten.xlsx", 120, 120, 11, 104, 12, 79, 5),
    Sample("moneybird-contacts-api.csv", 40, 40, 3, 35, 3, 27, 2),
    Sample("snelstart-klanten.xlsx", 120, 120, 11, 104, 13, 84, 5, 4),
    Sample("snelstart-klanten.csv", 80, 80, 7, 70, 6, 57, 3),
    Sample("wefact-debiteuren.csv", 110, 110, 10, 96, 11, 78, 4),
    Sample("excel-klantenlijst.xlsx", 142, 100, 9, 87, 10, 70, 4),
]
IDS = [sample.file for sample in EXPECTED]
# Headings without a place on the card, per mapping.md; everything else must be found back.
NO_PLACE = re.compile(
    r"contact-?id|id|administration_id|verzendmethode|delivery_method|email_ubl|offertes.*|send_estimates.*|"
    r"sepa(?![ _](iban|bic)$).*|fldfax|faxnummer|fld(naam|plaats)rekeninghouder|(naam|plaats) rekeninghouder|"
    r"bankrekeningnummer|fldincasseren|fldnonactief|geslacht|rekeninghouder|bank|plaats bank|automatische incasso|"
    r"machtigingskenmerk|datum machtiging",
    re.IGNORECASE,
)
WORDS = {"telefonie": "telephony", "nederland": "nl", "duitsland": "de", "belgië": "be"}


@pytest.fixture(params=EXPECTED, ids=IDS)
def sample(request: pytest.FixtureRequest) -> Sample:
    found = request.param
    assert isinstance(found, Sample)
    if not (SAMPLES / found.file).is_file():
        pytest.skip(f"no sample lists at {SAMPLES}; set IMPORT_SAMPLES")
    return found


def cards(sample: Sample) -> list[CardDraft]:
    found = outcomes(read_table(SAMPLES / sample.file), include_inactive=True)
    return [outcome.draft for outcome in found if outcome.draft]


def test_a_sample_gives_as_many_as_it_holds(sample: Sample) -> None:
    found = cards(sample)
    assert len(found) == sample.customers
    assert sum(card.kind is Kind.PERSON for card in found) == sample.persons
    assert sum(bool(card.kvk_number) for card in found) == sample.kvk
    assert sum(card.kvk_number.startswith("0") for card in found) == sample.kvk_with_zero
    assert sum(bool(card.bank) for card in found) == sample.iban
    assert sum(card.addresses[0].country != "NL" for card in found) == sample.foreign
    assert sum(card.inactive for card in found) == sample.inactive
    assert sum(len(card.rows) for card in found) == sample.rows
    assert len({card.number for card in found}) == sample.customers


def test_nothing_in_a_sample_is_refused_repaired_or_asked(sample: Sample) -> None:
    found = outcomes(read_table(SAMPLES / sample.file), include_inactive=True)
    assert [str(finding) for outcome in found for finding in outcome.findings] == []


def test_only_who_is_no_customer_any_more_is_left_out(sample: Sample) -> None:
    found = outcomes(read_table(SAMPLES / sample.file))
    assert sum(outcome.draft is None for outcome in found) == sample.inactive
    assert {finding.level for outcome in found for finding in outcome.findings} <= {Level.IGNORED}


def test_every_column_of_a_sample_has_a_place_or_a_reason(sample: Sample) -> None:
    mapping = propose(read_table(SAMPLES / sample.file))
    assert {choice.heading for choice in mapping.left} == {
        choice.heading
        for choice in mapping.columns
        if NO_PLACE.fullmatch(choice.heading) and "nonactief" not in choice.heading.lower()
    }


def test_every_cell_that_has_a_place_is_found_back_on_its_card(sample: Sample) -> None:
    by_row = {row: card for card in cards(sample) for row in card.rows}
    lost = []
    for number, cells in raw_rows(SAMPLES / sample.file):
        kept = everything_on(by_row[number])
        for heading, value in cells.items():
            if value and not NO_PLACE.fullmatch(heading) and not all(part in kept for part in parts_of(heading, value)):
                lost.append((number, heading, value))
    assert lost == []


def raw_rows(place: Path) -> list[tuple[int, dict[str, str]]]:
    if place.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(place).worksheets[0]
        rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    else:
        data = place.read_bytes()
        text = data.decode("cp1252" if "snelstart" in place.name else "utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if "api" in place.name else ";"))
    return [(number, dict(zip(rows[0], row, strict=True))) for number, row in enumerate(rows[1:], 2)]


def bare(text: str) -> str:
    """Letters and digits only, so that notation does not matter."""
    return "".join(char for char in unicodedata.normalize("NFC", text).casefold() if char.isalnum())


def everything_on(card: CardDraft) -> str:
    found = [
        card.name,
        card.number,
        card.kvk_number,
        card.vat_id,
        str(card.customer_since),
        str(card.payment_term_days),
    ]
    found += [*card.services, *card.notes, *(account.iban + " " + account.bic for account in card.bank)]
    found += [
        f"{address.street}|{address.extra}|{address.postcode}|{address.city}|{address.country}"
        for address in card.addresses
    ]
    for contact in card.contacts:
        found += [contact.name, contact.function, *(channel.value for channel in contact.channels)]
    found += [channel.value for channel in card.channels]
    return "|".join(bare(text) for text in found)


def parts_of(heading: str, value: str) -> list[str]:
    """What must stand on the card for this cell; several for a list or a line that is taken apart."""
    name = heading.lower()
    if "mail" in name:
        return [bare(part) for part in re.split("[,;]", value)]
    if re.search(r"tel|mobiel|phone|fldmob", name):
        return [re.sub(r"\D", "", value)[-9:]]
    if re.search("aangemaakt|created|sinds", name):
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", value) or re.match(r"(\d\d)-(\d\d)-(\d{4})", value)
        assert found
        return ["".join(found.groups() if len(found[1]) == 4 else found.groups()[::-1])]
    if name in {"adres 2", "address2"}:
        return [bare(part) for part in re.split(r", (?=\d)|(?<=[A-Z]{2}) ", value)]
    return [bare(WORDS.get(value.lower(), value))]
