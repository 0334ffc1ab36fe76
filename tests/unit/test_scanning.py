"""The scanner of the canary finds a word however it is written down, and nothing that is not there."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
import typst

from klantkaart.kernel import sheets
from scanning import Scanner

WORD = "zqkrentenbollen"
TEXT = f"Belt {WORD} graag vroeg."


def _wrapped(data: bytes) -> bytes:
    return base64.encodebytes(b"x" * 91 + data)


def _xlsx(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("Klanten").append(["Naam", text])
    book.save(out)
    return out.getvalue()


def _zip(data: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("brief.txt", data)
    return out.getvalue()


def _csv(text: str) -> bytes:
    out = io.BytesIO()
    sheets.write_csv(out, [["naam"], [text]])
    return out.getvalue()


def _stream(data: bytes) -> bytes:
    """As it stands in the middle of a PDF."""
    return b"%PDF-1.7\n1 0 obj << /Filter /FlateDecode >>\nstream\n" + zlib.compress(data) + b"\nendstream\nendobj"


PLAIN = TEXT.encode()
WAYS: dict[str, Callable[[], bytes]] = {
    "as it is": lambda: PLAIN,
    "in capitals": lambda: TEXT.upper().encode(),
    "UTF-16, low byte first": lambda: TEXT.encode("utf-16-le"),
    "UTF-16, high byte first": lambda: TEXT.encode("utf-16-be"),
    "base64": lambda: base64.b64encode(PLAIN),
    "base64 for addresses": lambda: base64.urlsafe_b64encode(b"\xfb\xff\xfe" + PLAIN),
    "base64 without its end": lambda: base64.b64encode(PLAIN).rstrip(b"=")[:-1],
    "base64 in a longer text": lambda: b"k1:" + base64.b64encode(b"..." + PLAIN) + b" volgt",
    "base64 in JSON": lambda: json.dumps({"a": {"b": base64.b64encode(b"." + PLAIN).decode()}}).encode(),
    "base64 behind letters": lambda: b"data" + base64.b64encode(PLAIN),
    "base64 over several lines": lambda: _wrapped(PLAIN),
    "base64 twice": lambda: base64.b64encode(base64.b64encode(PLAIN)),
    "base64 of UTF-16": lambda: base64.b64encode(TEXT.encode("utf-16")),
    "in an address": lambda: quote("".join(f"%{ord(char):02x}" for char in WORD), safe="%").encode(),
    "JSON escapes": lambda: json.dumps({"a": "".join(f"\\u{ord(char):04X}" for char in WORD)}).replace("\\\\", "\\")
    .encode(),
    "hex": lambda: PLAIN.hex().encode(),
    "hex as PostgreSQL writes bytes": lambda: b"(1,\"\\\\x" + PLAIN.hex().encode() + b"\")",
    "hex behind a digit": lambda: b"a" + PLAIN.hex().encode(),
    "gzip": lambda: gzip.compress(PLAIN),
    "gzip in the middle, cut off": lambda: b"begin" + gzip.compress(PLAIN * 3)[:-9],
    "zlib": lambda: zlib.compress(PLAIN),
    "a stream in a PDF": lambda: _stream(PLAIN),
    "gzip in base64 in JSON": lambda: json.dumps([base64.b64encode(gzip.compress(PLAIN)).decode()]).encode(),
    "zip": lambda: _zip(PLAIN),
    "zip, stored": lambda: _zip(PLAIN, zipfile.ZIP_STORED),
    "zip in zip": lambda: _zip(_zip(PLAIN)),
    "zip without its directory": lambda: _zip(PLAIN * 50)[:-60],
    "workbook": lambda: _xlsx(TEXT),
    "csv": lambda: _csv(TEXT),
    "folded over two lines": f"FN:{WORD[:6]}\r\n {WORD[6:]}".encode,
    "soft line end": f"{WORD[:6]}=\r\n{WORD[6:]}".encode,
    "in groups of four": lambda: " ".join(WORD[start : start + 4] for start in range(0, len(WORD), 4)).encode(),
    "with hidden places to break": f"{WORD[:5]}\u200b{WORD[5:9]}\u00ad{WORD[9:]}".encode,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found_however_it_is_written(way: str) -> None:
    data = WAYS[way]()
    assert Scanner({"here": [WORD]}).seen_in(data) == {"here"}
    assert Scanner({"here": ["zqboterhammen"]}).seen_in(data) == set()


@pytest.mark.parametrize("way", [way for way in WAYS if way not in {"as it is", "csv", "zip, stored"}])
def test_the_ways_hide_the_word_from_a_plain_search(way: str) -> None:
    """Else the test above says nothing."""
    assert WORD.encode() not in WAYS[way]()


def test_a_word_on_paper_is_found() -> None:
    """In a PDF stand numbers of glyphs: without reading it as paper nothing is found."""
    made = typst.compile(f"Belt {WORD} graag vroeg.".encode())
    assert isinstance(made, bytes)
    assert Scanner({"here": [WORD]}).seen_in(made) == {"here"}
    assert Scanner({"here": [WORD]}).seen_in(b" " + made) == set()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "rows.sqlite3"


def test_a_word_in_a_row_of_sqlite_is_found_also_when_it_was_deleted(database: Path) -> None:
    with sqlite3.connect(database) as opened:
        opened.executescript("PRAGMA secure_delete=OFF; CREATE TABLE notes (text, blob);")
        opened.execute(
            "INSERT INTO notes VALUES (?, ?)", ("niets", zlib.compress(os.urandom(9000).hex().encode() + PLAIN))
        )
        opened.execute("INSERT INTO notes VALUES (?, ?)", ("zqboterhammen", b""))
        opened.execute("DELETE FROM notes WHERE text = 'zqboterhammen'")
    opened.close()
    seen = Scanner({"packed": [WORD], "deleted": ["zqboterhammen"]}).seen_in(database.read_bytes())
    assert seen == {"packed", "deleted"}


def test_a_word_across_two_pages_of_a_deleted_value_is_found(database: Path) -> None:
    """A long value is cut where a page ends, and so is the word that stands there."""
    split = 0
    for behind in range(1004, 1014):
        database.unlink(missing_ok=True)
        with sqlite3.connect(database) as opened:
            opened.executescript("PRAGMA page_size=512; PRAGMA secure_delete=OFF; CREATE TABLE notes (text);")
            opened.execute("INSERT INTO notes VALUES (?)", ("." * 1408 + WORD + "." * behind,))
            opened.commit()
            opened.execute("DELETE FROM notes")
        opened.close()
        data = database.read_bytes()
        split += WORD.encode() not in data
        assert Scanner({"here": [WORD]}).seen_in(data) == {"here"}, behind
    assert split, "in none of them the word was cut"


def test_a_number_in_the_middle_of_a_longer_one_is_not_that_number() -> None:
    scanner = Scanner({"term": ["31013"], "address": ["198.51.100.7"]})
    assert scanner.seen_in(b"days 31013, from 198.51.100.7") == {"term", "address"}
    assert scanner.seen_in(b"1310131 a31013 0.31013 198.51.100.70") == set()


def test_a_day_is_found_in_each_of_its_spellings() -> None:
    scanner = Scanner({"day": ["1911-02-07", "7 februari 1911", "07-02-1911"]})
    for written in (b'"1911-02-07"', b"7 februari 1911", b"op 07-02-1911.", b"7 februari\n1911"):
        assert scanner.seen_in(written) == {"day"}
    assert scanner.seen_in(b"1911-02-08") == set()
