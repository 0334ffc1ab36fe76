"""The zip: paper that keeps and reads aloud, data, contacts, files; names that tell nobody's name."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import page
import pikepdf
import pytest

from klantkaart.customers import actions
from klantkaart.customers.models import Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Found, Store
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.rights import package
from personas import card, company
from printouts import opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_the_paper_can_be_kept_and_read_aloud(profile: page.ValidationProfile) -> None:
    pdf = opened(card=card(company()).uuid, by=SYSTEM).pdf
    report = page.validate_pdf_bytes(pdf, profile=profile)

    # The validator miscounts a compressed stream that happens to end in a line break; a reader of PDFs judges that.
    assert [failure for failure in report.failures if failure.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []
    with pikepdf.open(io.BytesIO(pdf)) as read:
        streams = [one for one in read.objects if isinstance(one, pikepdf.Stream)]
        assert streams
        assert all(len(one.read_raw_bytes()) == int(one.Length) for one in streams)


def test_titles_and_file_names_hold_no_persons_name() -> None:
    held = card(company())
    made = opened(card=held.uuid, contact=held.contacts.get().uuid, by=SYSTEM)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        told = " ".join([made.filename, *made.files, *(str(value) for value in metadata.values())])

    assert made.filename == f"uittreksel-10001-contact-{clock.today():%Y-%m-%d}.zip"
    assert "Uittreksel van uw gegevens" in told
    for name in ("Hoekstra", "Iris", "Kiezel"):
        assert name not in told


def test_a_customer_number_with_odd_characters_makes_a_plain_file_name() -> None:
    held = card(company())
    Relationship.objects.filter(card=held).update(number="../K 12/é")

    assert opened(card=held.uuid, by=SYSTEM).filename.startswith("uittreksel-k-12e-")


STRANGE = [
    ("漢字", "[U+6F22][U+5B57]"),
    ("한국 ก", "[U+D55C][U+AD6D] [U+0E01]"),
    ("\ue000", "[U+E000]"),
    ("Jürgen Öztürk-Łukasz", "Jürgen Öztürk-Łukasz"),
    ("Ω Кузнецов", "Ω Кузнецов"),
]


@pytest.mark.parametrize(("name", "shown"), STRANGE)
def test_names_in_any_script_are_printed_or_numbered(name: str, shown: str) -> None:
    made = opened(card=_named(f"Firma {name}"), by=SYSTEM)

    assert made.section("customers.Card")["rows"][0]["values"]["name"] == f"Firma {name}"
    assert f"Firma {shown}" in made.paper or f"Firma {name}" in made.paper


@pytest.mark.parametrize("name", ["مرحبا بكم", "👩‍👩‍👧 😀", "हिन्दी क", "שלום", "a\u0301\u0302\u0303", "ﷺ"])
def test_no_script_breaks_the_paper(name: str) -> None:
    made = opened(card=_named(f"Firma {name}"), by=SYSTEM)

    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_A_3A).is_compliant
    assert made.section("customers.Card")["rows"][0]["values"]["name"] == f"Firma {name}"


def _named(name: str) -> UUID:
    held = card(company(), values={"name": "Firma"})
    type(held).objects.filter(pk=held.pk).update(name=name)
    uuid: UUID = held.uuid
    return uuid


def test_what_somebody_typed_is_never_a_command() -> None:
    typed = '#panic("x") *vet* $x$ ] #import "a.typ": * \\ <label> `raw` // weg'
    held = card(company(), notes=[typed])

    assert typed in opened(card=held.uuid, by=SYSTEM).paper


def test_a_word_longer_than_a_line_stays_on_the_paper() -> None:
    held = card(company(), notes=["x" * 900])

    assert "x" * 900 in opened(card=held.uuid, by=SYSTEM).paper.replace(" ", "")


def test_a_table_opens_in_a_dutch_spreadsheet_and_runs_nothing() -> None:
    held = card(company(), notes=["=CMD()|x", "gewoon; met puntkomma"])
    raw = opened(card=held.uuid, by=SYSTEM).files["csv/07-notities.csv"]
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Notitie", "Geschreven", "Bedrijf"]
    assert {row[0] for row in rows[1:]} == {"'=CMD()|x", "gewoon; met puntkomma"}


def test_contacts_go_into_a_phone() -> None:
    lines = opened(card=card(company()).uuid, by=SYSTEM).files["contacten.vcf"].decode().split("\r\n")

    assert lines.count("BEGIN:VCARD") == lines.count("VERSION:3.0") == lines.count("END:VCARD") == 2
    assert {"FN:Bakkerij Kiezel BV", "TEL;TYPE=WORK,VOICE:+31172123456", "EMAIL;TYPE=INTERNET:info@kiezel.example.nl",
            "ADR;TYPE=WORK:;;Dreef 1;Weert;;1234 AB;Nederland"} <= set(lines)  # fmt: skip
    assert {"FN:Iris Hoekstra", "TITLE:directeur", "ORG:Bakkerij Kiezel BV", "TEL;TYPE=CELL:+31612345678"} <= set(lines)


def test_a_contact_card_keeps_to_the_format_whatever_the_name() -> None:
    name = "Jansen; Zonen, \\en " + "é" * 60
    held = card(company(), contacts=[actions.NewContact({"name": name})])
    text = opened(card=held.uuid, by=SYSTEM).files["contacten.vcf"].decode()

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "FN:Jansen\\; Zonen\\, \\\\en " + "é" * 60 in text.replace("\r\n ", "")


def test_files_of_every_store_are_packed_under_safe_names() -> None:
    held = card(company())
    with _with_store(("../../etc/passwd", b"een"), ("brief.pdf", b"twee"), ("BRIEF.pdf", b"drie")):
        files = opened(card=held.uuid, by=SYSTEM).files

    assert {name: content for name, content in files.items() if name.startswith("bestanden/")} == {
        "bestanden/papers/etc/passwd": b"een",
        "bestanden/papers/brief.pdf": b"twee",
        "bestanden/papers/BRIEF (2).pdf": b"drie",
    }


def test_a_store_is_asked_for_the_contact_when_the_contact_asks() -> None:
    held = card(company())
    asked: list[UUID] = []
    with _with_store(asked=asked):
        opened(card=held.uuid, contact=held.contacts.get().uuid, by=SYSTEM)

    assert asked == [held.contacts.get().uuid]


def _with_store(*found: Found, asked: list[UUID] | None = None) -> Any:
    def copy(identity: UUID) -> Iterator[Found]:
        if asked is not None:
            asked.append(identity)
        yield from found

    changed = registry.current().copy()
    changed.stores["papers"] = Store(code="papers", title="Papieren", holds="papier", ends="ooit", copy=copy)
    return registry.using(changed)


def test_a_readme_says_what_is_what() -> None:
    text = opened(card=card(company()).uuid, by=SYSTEM).files["LEESMIJ.txt"].decode("utf-8-sig")

    for name in ("uittreksel.pdf", "gegevens.json", "overdraagbaar.json", "csv", "contacten.vcf", "bestanden"):
        assert name in text


def test_a_big_printout_leaves_memory_for_a_file_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "IN_MEMORY", 1024)

    assert "uittreksel.pdf" in opened(card=card(company()).uuid, by=SYSTEM).files
