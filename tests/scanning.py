"""Finding words in bytes however they are written down: the scanner of the canary (DESIGN 7).

A word is looked for in the bytes as they are, respelt (UTF-16, ``\\u`` escapes, ``%`` escapes, broken over lines, set
apart in groups) and in whatever they unpack to: base64, hex, zlib and gzip streams, zip members, the text of a PDF, the
cells and pages of an SQLite database. Unpacked bytes are unpacked again, to ``DEPTH``. Capitals make no difference.
"""

from __future__ import annotations

import base64
import io
import re
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, suppress

from pypdf import PdfReader
from pypdf.errors import PyPdfError

DEPTH = 3
SHORTEST = 8  # of a word: fewer letters stand in other things by chance
LARGEST = 64 << 20  # bytes that one stream may unpack to
_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(rb"%([0-9a-fA-F]{2})")
_BREAKS = re.compile(rb"=\r?\n|\s+|\xe2\x80\x8b|\xc2\xad")  # soft line ends, white space, hidden places to break
_HEX = re.compile(rb"[0-9a-fA-F]{%d,}" % (2 * SHORTEST))
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{%d,}" % (SHORTEST + 2))
_STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_SQLITE = b"SQLite format 3\x00"
_ZIP_HEADER = 30
_DEFLATED = 8
_NUMBER = re.compile(rb"[\d.]+")


class Scanner:
    """Looks for words, each known by the name of what it was put in; ``words`` may give it several spellings."""

    def __init__(self, words: Mapping[str, Collection[str]]) -> None:
        self._spellings = [(name, form) for name, many in words.items() for one in many for form in _spellings(one)]

    def seen_in(self, data: bytes) -> set[str]:
        """Names of the words that these bytes hold."""
        found: set[str] = set()
        for form in forms(data):
            small = form.lower()
            found |= {name for name, spelling in self._spellings if _holds(small, spelling)}
        return found


def _spellings(word: str) -> set[bytes]:
    """In small letters; also without the spaces, as respelt bytes have it."""
    small = word.lower().encode()
    return {small, _BREAKS.sub(b"", small)}


def _holds(data: bytes, spelling: bytes) -> bool:
    """A number or a day stands by itself: in the middle of longer digits or letters it is part of something else."""
    if spelling not in data:
        return False
    if not _NUMBER.fullmatch(spelling):
        return True
    return re.search(rb"(?<![0-9a-z.])%s(?![0-9a-z.])" % re.escape(spelling), data) is not None


def forms(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """The bytes, respelt, and everything they unpack to."""
    yield data
    respelt = _respelt(data)
    if respelt != data:
        yield respelt
    if depth:
        for unpack in UNPACKERS:
            for plain in unpack(respelt if unpack in WRITTEN else data):
                if len(plain) >= SHORTEST:
                    yield from forms(plain, depth - 1)


def _respelt(data: bytes) -> bytes:
    plain = data.replace(b"\x00", b"")  # UTF-16
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "replace"), plain)
    plain = _PERCENT.sub(lambda found: bytes([int(found[1], 16)]), plain)
    return _BREAKS.sub(b"", plain)


def _hex(data: bytes) -> Iterator[bytes]:
    """All runs together, read from their first and from their second digit."""
    runs = _HEX.findall(data)
    for start in (0, 1) if runs else ():
        yield b"\n".join(bytes.fromhex(_cut(run[start:], 2).decode()) for run in runs)


def _base64(data: bytes) -> Iterator[bytes]:
    """All runs together, read from each of the four places where a group may begin."""
    runs = _BASE64.findall(data)
    for start in range(4) if runs else ():
        yield b"\n".join(_decoded(run[start:]) for run in runs)


def _decoded(run: bytes) -> bytes:
    run = run.translate(bytes.maketrans(b"-_", b"+/"))
    rest = len(run) % 4
    return base64.b64decode(_cut(run, 4) if rest < 2 else run + b"=" * (4 - rest))


def _cut(run: bytes, size: int) -> bytes:
    return run[: len(run) - len(run) % size]


def _streams(data: bytes) -> Iterator[bytes]:
    """zlib and gzip anywhere in the bytes: also the streams of a PDF, and a tail that was cut off."""
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        yield _inflated(view[found.start() :], 47)


def _zip_members(data: bytes) -> Iterator[bytes]:
    """By their own headers, so that a damaged archive, or one in something else, is read as well."""
    for found in re.finditer(rb"PK\x03\x04", data):
        header = data[found.start() : found.start() + _ZIP_HEADER]
        if len(header) == _ZIP_HEADER and int.from_bytes(header[8:10], "little") == _DEFLATED:
            names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            yield _inflated(memoryview(data)[found.start() + _ZIP_HEADER + names :], -15)


def _inflated(data: memoryview, window: int) -> bytes:
    """As far as it goes; nothing when it is no stream."""
    with suppress(zlib.error):
        return zlib.decompressobj(window).decompress(data, LARGEST)
    return b""


def _paper(data: bytes) -> Iterator[bytes]:
    """The text of a PDF: in its streams are numbers of glyphs, not letters."""
    if data.startswith(b"%PDF-"):
        with suppress(PyPdfError, ValueError, KeyError):
            yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).encode()


def _cells(data: bytes) -> Iterator[bytes]:
    """Every cell of every table of an SQLite database."""
    if not data.startswith(_SQLITE):
        return
    with closing(sqlite3.connect(":memory:")) as opened, suppress(sqlite3.DatabaseError):
        opened.deserialize(data[:18] + b"\x01\x01" + data[20:])  # without a write-ahead log
        for (table,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            with suppress(sqlite3.DatabaseError):
                for row in opened.execute(f'SELECT * FROM "{table}"'):
                    yield b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)


def _page_ends(data: bytes) -> Iterator[bytes]:
    """Where a long value goes on in the next page, also of a value that was deleted."""
    if not data.startswith(_SQLITE):
        return
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    pages = [data[start : start + size] for start in range(0, len(data), size)]
    for page in pages:
        following = int.from_bytes(page[:4], "big")
        if 0 < following <= len(pages):
            yield page[-64:] + pages[following - 1][4:68]


Unpacker = Callable[[bytes], Iterator[bytes]]
WRITTEN: tuple[Unpacker, ...] = (_hex, _base64)  # in letters and digits, so lines and escapes may run through them
UNPACKERS: tuple[Unpacker, ...] = (*WRITTEN, _streams, _zip_members, _paper, _cells, _page_ends)
