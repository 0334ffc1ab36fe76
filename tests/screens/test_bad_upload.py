"""Uploading what is no customer list: refused at the field, nothing kept, and nothing large is ever held."""

from __future__ import annotations

import io
import resource
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bad_input import Page, snapshot
from customer_lists import book_parts, csv_bytes, sheet_xml, text_cells, xlsx_bytes, zip_bytes
from klantkaart.customers.models import ImportBatch
from personas import company, desk

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

MEGABYTE = 1024 * 1024
ROWS = (("Klantnr", "Bedrijf"), ("1", "Kapper Zon BV"))
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet>&e;</worksheet>'
BAD = {
    "nothing in it": ("lijst.csv", b""),
    "only spaces": ("lijst.csv", b" \r\n \r\n"),
    "pdf under our name": ("lijst.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "workbook called csv": ("lijst.csv", xlsx_bytes(ROWS)),
    "csv called workbook": ("lijst.xlsx", csv_bytes(ROWS)),
    "zip called workbook": ("lijst.xlsx", zip_bytes({"readme.txt": "x"})),
    "old Excel": ("lijst.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "NUL bytes": ("lijst.csv", b"Klantnr;Bedrijf\r\n1;Kapper\x00Zon\r\n" * 50),
    "zip bomb": ("lijst.xlsx", zip_bytes(book_parts(b" " * (64 * MEGABYTE)))),
    "external entity": ("lijst.xlsx", zip_bytes(book_parts(ENTITY))),
    "random bytes": ("lijst.csv", bytes(range(256)) * 40),
    "name with a path": ("../../etc/passwd", b"root:x:0:0"),
}


def sealed_files() -> set[Path]:
    return set(Path(settings.SEALED_ROOT).rglob("*")) if Path(settings.SEALED_ROOT).exists() else set()


def upload(name: str, content: bytes) -> Any:
    here = company()
    client = desk("office", here).client
    return client.post(reverse("office:import"), {"company": here.pk, "file": SimpleUploadedFile(name, content)})


def error_at_the_file(answer: Any) -> str:
    page = Page(answer.content.decode(), "/")
    return " ".join(page.errors.values())


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_customer_list_is_refused_at_the_field_and_nothing_is_kept(what: str) -> None:
    kept = sealed_files()
    answer = upload(*BAD[what])
    assert answer.status_code == 422
    assert error_at_the_file(answer).endswith(".")
    assert not ImportBatch.objects.exists()
    assert sealed_files() == kept


class Zeros(io.RawIOBase):
    """A body of any length that is never in memory as a whole."""

    def __init__(self, head: bytes, length: int, tail: bytes) -> None:
        super().__init__()
        self._parts = io.BytesIO(head), io.BytesIO(tail)
        self._left = length
        self.largest = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        head = self._parts[0].read(size)
        if head or not size:
            return head
        if self._left:
            part = bytes(min(size, self._left))
            self._left -= len(part)
            return part
        return self._parts[1].read(size)


def test_a_file_of_200_mb_is_refused_by_its_size_and_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in memory nor on disk: no handler that keeps anything is asked."""
    here = company()
    client = desk("office", here).client
    length = 200 * MEGABYTE
    head = (
        f'--b\r\nContent-Disposition: form-data; name="company"\r\n\r\n{here.pk}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="lijst.csv"\r\n\r\n'
    ).encode()
    tail = b"\r\n--b--\r\n"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": reverse("office:import"), "wsgi.input": Zeros(head, length, tail),
        "CONTENT_TYPE": "multipart/form-data; boundary=b", "CONTENT_LENGTH": str(len(head) + length + len(tail)),
    }  # fmt: skip
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    before, used = snapshot(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer: Any = client.request(**environ)
    assert answer.status_code == 422
    assert "groter dan 50 MB" in error_at_the_file(answer)
    assert snapshot() == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 60 * 1024


def test_cells_of_100_kb_and_formulas_are_read_as_text_or_refused_row_by_row() -> None:
    """The file is a customer list; what is wrong is told per row, later."""
    rows = sheet_xml(text_cells("Klantnr", "Bedrijf"), text_cells("1", "a" * 100_000), text_cells("2", '=cmd|"/c"!A0'))
    answer = upload("lijst.xlsx", zip_bytes(book_parts(rows)))
    assert answer.status_code in {302, 422}
    assert ImportBatch.objects.count() == (1 if answer.status_code == 302 else 0)
