"""Importing in the browser: file, columns, preview, choosing, taking over."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports import SAMPLES, listed, samples
from klantkaart.companies.models import Company
from klantkaart.customers.imports import applying, reading
from klantkaart.customers.models import Card, ImportBatch, ImportRow
from personas import Desk, company, desk, sisters

pytestmark = pytest.mark.django_db
ROWS = ("1;Kapper Zon BV;99000012;;;;;", "2;Slager Wit BV;9900;;;;;", "3;;;;;;;")


def _upload(office: Desk, at: Company, content: bytes, name: str = "klanten.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return office.client.post(reverse("office:import"), {"company": at.pk, "file": file})


def _previewed(office: Desk, at: Company, file: BytesIO | None = None) -> ImportBatch:
    answer = _upload(office, at, (file or listed(*ROWS)).getvalue())
    assert answer.status_code == 302
    batch = ImportBatch.objects.get()
    reading.read(batch.uuid)
    return ImportBatch.objects.get()


def _page(office: Desk, name: str, batch: UUID, *more: str, query: str = "") -> str:
    answer = office.client.get(reverse(f"office:{name}", args=[batch, *more]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_file_to_cards_through_the_screens() -> None:
    here = company()
    office = desk("office", here)
    batch = _previewed(office, here)
    text = _page(office, "import_batch", batch.uuid)
    assert "Neem 2 klanten over" in text
    assert "Kapper Zon BV" in text
    assert "rij geweigerd" in text or "Deze rij heeft geen naam" in text
    office.client.post(reverse("office:import_take_over", args=[batch.uuid]))
    assert "worden overgenomen" in _page(office, "import_batch", batch.uuid)
    assert not Card.objects.exists()
    applying.apply(batch.uuid)
    text = _page(office, "import_batch", batch.uuid)
    assert "Nieuwe klanten" in text
    assert set(Card.objects.values_list("name", flat=True)) == {"Kapper Zon BV", "Slager Wit BV"}


def test_a_row_can_be_left_out() -> None:
    here = company()
    office = desk("office", here)
    batch = _previewed(office, here)
    address = reverse("office:import_rows", args=[batch.uuid])
    answer = office.client.post(address, {"rij": "2", "overnemen": "0", "terug": "?uitkomst=new"})
    assert answer.headers["Location"].endswith("?uitkomst=new#rij-2")
    assert "Neem 1 klant over" in _page(office, "import_batch", batch.uuid, query="?uitkomst=new")
    assert list(ImportRow.objects.filter(chosen=True).values_list("row", flat=True)) == [3]


def test_an_unknown_list_asks_which_column_goes_where() -> None:
    here = company()
    office = desk("office", here)
    content = b"Wie;Sofinummer;Bereikbaar op\r\nKapper Zon;111222333;0172-123456\r\n"
    answer = _upload(office, here, content)
    batch = ImportBatch.objects.get()
    assert batch.state == "mapping"
    text = office.client.get(answer.headers["Location"], follow=True).content.decode()
    assert "Kapper Zon" in text
    address = reverse("office:import_mapping", args=[batch.uuid])
    refused = office.client.post(address, {"kolom0": "", "kolom2": "phone"})
    assert refused.status_code == 422
    office.client.post(address, {"kolom0": "name", "kolom2": "phone"})
    reading.read(batch.uuid)
    assert "Neem 1 klant over" in _page(office, "import_batch", batch.uuid)


def test_progress_refreshes_until_the_work_is_done() -> None:
    here = company()
    office = desk("office", here)
    _upload(office, here, listed(*ROWS).getvalue())
    batch = ImportBatch.objects.get()
    assert "hx-get" in _page(office, "import_progress", batch.uuid)
    assert "wordt gelezen" in _page(office, "import_batch", batch.uuid)
    reading.read(batch.uuid)
    answer = office.client.get(reverse("office:import_progress", args=[batch.uuid]))
    assert answer.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_holds_findings_and_no_customers(kind: str) -> None:
    here = company()
    office = desk("office", here)
    batch = _previewed(office, here)
    answer = office.client.get(reverse("office:import_report", args=[batch.uuid, kind]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert answer.status_code == 200
    assert b"Kapper" not in content
    if kind == "csv":
        assert "Deze rij heeft geen naam" in content.decode("utf-8-sig")
    assert office.client.get(reverse("office:import_report", args=[batch.uuid, "exe"])).status_code == 404


def test_a_refused_file_says_why_and_keeps_nothing() -> None:
    here = company()
    office = desk("office", here)
    answer = _upload(office, here, b"%PDF-1.7 nothing", "klanten.csv")
    assert answer.status_code == 422
    assert "is een pdf" in answer.content.decode()
    assert office.client.post(reverse("office:import"), {"company": here.pk}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_people_of_a_sister_company_do_not_see_it() -> None:
    first, second = sisters()
    batch = _previewed(desk("office", first), first)
    other = desk("office", second)
    for name in ("import_batch", "import_progress", "import_mapping"):
        assert other.client.get(reverse(f"office:{name}", args=[batch.uuid])).status_code == 404
    assert other.client.post(reverse("office:import_take_over", args=[batch.uuid])).status_code == 404
    assert ImportBatch.objects.get().state == "preview"


def test_a_technician_may_not_import() -> None:
    here = company()
    assert desk("technician", here).client.get(reverse("office:import")).status_code == 403


def test_breaking_off_takes_file_and_rows_away() -> None:
    here = company()
    office = desk("office", here)
    batch = _previewed(office, here)
    office.client.post(reverse("office:import_cancel", args=[batch.uuid]))
    assert not ImportRow.objects.exists()
    assert "afgebroken" in _page(office, "import_batch", batch.uuid)
    assert not Card.objects.exists()


def test_every_sample_gets_a_preview() -> None:
    samples()
    here = company()
    office = desk("office", here)
    for path in samples():
        answer = _upload(office, here, (SAMPLES / path.name).read_bytes(), path.name)
        batch = ImportBatch.objects.latest("pk")
        reading.read(batch.uuid)
        text = office.client.get(answer.headers["Location"]).content.decode()
        assert "kolommen worden niet overgenomen" in text
