"""Handing the register over in one step: PDF, CSV and JSON that say the same (REG-3)."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.errors import Invalid, NotAllowed
from klantkaart.register import actions
from klantkaart.register.queries import register
from personas import actor, company, sisters

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    sisters()
    actions.export(out=tmp_path / "map", on=ON, by=SYSTEM, at=clock.now())
    return tmp_path / "map"


def test_four_files_and_one_line_in_the_log(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == [
        "register.csv",
        "register.json",
        "register.pdf",
        "register.xlsx",
    ]
    (line,) = Entry.objects.filter(event="register.exported")
    assert json.loads(bytes(line.body or b""))["f"]["day"] == "2026-11-01"


def test_the_three_say_the_same(out: Path) -> None:
    said = json.loads((out / "register.json").read_bytes())
    table = list(csv.DictReader(io.StringIO((out / "register.csv").read_text("utf-8-sig")), delimiter=";"))
    pages = PdfReader(out / "register.pdf").pages
    paper = " ".join(" ".join(one.extract_text() for one in pages).split())

    assert [row["processing"] for row in said["processings"]] == [row["Verwerking"] for row in table]
    for row in said["processings"]:
        assert row["processing"] in paper
        assert row["purpose"] in paper
        assert row["term_source"] in paper
    assert said["fingerprint"] in paper


def test_the_table_has_every_column_of_the_article(out: Path) -> None:
    (header,) = list(csv.reader(io.StringIO((out / "register.csv").read_text("utf-8-sig")), delimiter=";"))[:1]

    for column in (
        "Verwerkingsverantwoordelijke", "Gezamenlijk verantwoordelijk", "Vertegenwoordiger", "Aanspreekpunt privacy",
        "Doel", "Betrokkenen", "Soorten gegevens", "Ontvangers", "Doorgifte", "Bewaartermijn", "Beveiliging",
        "Grondslag", "Herkomst", "Bewaarplaats",
    ):  # fmt: skip
        assert column in header


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_the_paper_can_be_kept_and_read_aloud(out: Path, profile: page.ValidationProfile) -> None:
    assert page.validate_pdf(str(out / "register.pdf"), profile=profile).is_compliant


def test_an_empty_installation_has_a_register_too(tmp_path: Path) -> None:
    actions.export(out=tmp_path, on=ON, by=SYSTEM, at=clock.now())

    assert json.loads((tmp_path / "register.json").read_bytes())["controllers"] == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "bezet"
    taken.write_text("x")

    with pytest.raises(Invalid, match="Kies een andere map"):
        actions.export(out=taken, on=ON, by=SYSTEM, at=clock.now())
    assert taken.read_text() == "x"


def test_who_may_not_see_the_register_exports_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        actions.export(out=tmp_path, on=ON, by=actor("technician", company()), at=clock.now())
    assert list(tmp_path.iterdir()) == []
    assert not Entry.objects.filter(event="register.exported").exists()


def test_english_speaks_english_and_has_the_same_mark() -> None:
    files = actions.files(on=ON, by=SYSTEM, at=clock.now(), language="en")

    assert json.loads(files["register.json"])["fingerprint"] == register(ON, by=SYSTEM).fingerprint
