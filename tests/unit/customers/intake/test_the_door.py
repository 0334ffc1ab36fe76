"""What is let in as a customer list, and what is turned away with which sentence."""

import io
from pathlib import Path
from typing import BinaryIO

import pytest

from customer_lists import HEADINGS, csv_bytes, xlsx_bytes, zip_bytes
from klantkaart.customers.intake.files import FileKind, open_file, shown_name
from klantkaart.kernel.errors import Invalid, NotFound

ROWS = [HEADINGS, (1, "Bakkerij Zilver B.V.", "99100003", "020-0123456", "info@example.nl", "")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")


def test_honest_files_are_let_in() -> None:
    assert open_file(io.BytesIO(csv_bytes(ROWS)), "klanten.csv").kind is FileKind.CSV
    assert open_file(io.BytesIO(csv_bytes(ROWS, "\t")), "klanten.TXT").kind is FileKind.CSV
    assert open_file(io.BytesIO(xlsx_bytes(ROWS)), "klanten.XLSX").kind is FileKind.XLSX


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("klanten.csv", b"", "is leeg"),
        ("klanten.csv", b"\xef\xbb\xbf \r\n\r\n", "is leeg"),
        ("klanten.xlsx", b"", "is leeg"),
        ("klanten.csv", b"%PDF-1.7 ...", "is een pdf"),
        ("klanten.csv", b"\n <!DOCTYPE html><html><table>", "is een webpagina"),
        ("klanten.xls", b"<html><table><tr><td>Naam</td></tr></table>", "is een webpagina"),
        ("klanten.csv", b"<?xml version='1.0'?><Workbook/>", "is een XML-bestand"),
        ("klanten.csv", bytes(range(256)) * 4, "is geen tekst"),
        ("klanten.csv", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00", "is geen tekst"),
        ("klanten.csv", b"naam\x00;nummer\x00\x01\x02\r\n", "is geen tekst"),
        ("klanten.xls", OLE, "oud Excel-bestand"),
        ("klanten.xlsx", OLE, "oud Excel-bestand"),
        ("klanten.xlsx", LOCKED, "heeft een wachtwoord"),
        ("klanten.csv", xlsx_bytes(ROWS), "eindigt op .xlsx"),
        ("klanten.xlsx", csv_bytes(ROWS), "eindigt op .csv"),
        ("klanten.docx", csv_bytes(ROWS), "eindigt niet op"),
        ("klanten", csv_bytes(ROWS), "eindigt niet op"),
        ("klanten.xlsx", b"PK\x03\x04 not a zip at all", "is beschadigd"),
        ("klanten.xlsx", zip_bytes({"klanten.csv": "a;b"}), "is een zipbestand"),
        ("klanten.xlsx", zip_bytes({"word/document.xml": "<d/>"}), "is een zipbestand"),
        ("klanten.xlsx", zip_bytes({"xl/workbook.bin": "x"}), "binair Excel-bestand"),
        ("klanten.xlsx", zip_bytes({"content.xml": "x"}), "ander programma"),
    ],
)
def test_what_is_no_customer_list_is_refused_with_a_remedy(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refusal:
        open_file(io.BytesIO(content), name)
    assert name in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_file_of_200_mb_is_refused_before_a_byte_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "klanten.csv"
    with place.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_a, **_k: pytest.fail("it was opened"))
    with pytest.raises(Invalid, match="groter dan 50 MB"):
        open_file(place)


def test_an_upload_of_200_mb_is_refused_before_it_is_read() -> None:
    class Upload(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 200 * 1024 * 1024 if whence == io.SEEK_END else super().seek(offset, whence)

        def read(self, size: int | None = -1) -> bytes:
            pytest.fail(f"{size} bytes were read")

    with pytest.raises(Invalid, match="groter dan 50 MB"):
        open_file(Upload(), "klanten.csv")


def test_a_stream_that_reads_once_is_read_no_further_than_the_limit() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.asked = size
            return b"a" * size

    endless = Endless()
    with pytest.raises(Invalid, match="groter dan 50 MB"):
        open_file(endless, "klanten.csv")  # type: ignore[arg-type]  # as an unsealing stream: raw, without seek
    assert endless.asked == 50 * 1024 * 1024 + 1


@pytest.mark.parametrize("place", ["nergens.csv", "x" * 5000 + ".csv", "nul\0byte.csv"])
def test_a_path_that_is_not_there_is_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(NotFound, match="niet gevonden"):
        open_file(str(tmp_path) + "/" + place)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is geen bestand"):
        open_file(tmp_path)


def test_an_uploaded_file_stays_open_and_starts_over() -> None:
    upload = io.BytesIO(csv_bytes(ROWS))
    source = open_file(upload, "klanten.csv")
    for _time in range(2):
        with source.opened() as stream:
            assert stream.read(3) == b"\xef\xbb\xbf"
    assert not upload.closed


def test_a_path_is_closed_again(tmp_path: Path) -> None:
    place = tmp_path / "klanten.csv"
    place.write_bytes(csv_bytes(ROWS))
    seen: list[BinaryIO] = []
    with open_file(place).opened() as stream:
        seen.append(stream)
    assert seen[0].closed


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\jan\\klanten.csv", "klanten.csv"),
        ("../../etc/klanten.csv", "klanten.csv"),
        ("klant\u202evsc.exe.csv", "klantvsc.exe.csv"),
        ("klant<script>.csv", "klantscript.csv"),
        ("a" * 200 + ".csv", "a" * 76 + ".csv"),
        ("", "Dit bestand"),
    ],
)
def test_a_name_cannot_mislead(name: str, shown: str) -> None:
    assert shown_name(name) == shown
