"""What a file is, by its first bytes; its name may say anything."""

import re
from enum import StrEnum
from typing import BinaryIO


class Content(StrEnum):
    ZIP = "zip"
    OLE = "ole"
    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    TEXT = "text"
    BLANK = "blank"
    BINARY = "binary"


_STARTS = (
    (b"PK\x03\x04", Content.ZIP),
    (b"PK\x05\x06", Content.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OLE),
    (b"%PDF-", Content.PDF),
    (b"{\\rtf", Content.BINARY),
)
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13})
# A few stray control characters spoil their cells; one in a hundred is no text any more.
_STRAY, _BINARY_SHARE = 3, 100
_UTF16_SHARE = 0.3
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024


def content_of(head: bytes) -> Content:
    """Judged by the first kilobytes."""
    for start, content in _STARTS:
        if head.startswith(start):
            return content
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        return Content.BLANK
    if _MARKUP.match(text):
        return Content.HTML
    if text.startswith(b"<?xml"):
        return Content.HTML if _MARKUP.search(text) else Content.XML
    return Content.TEXT if wide_encoding(head) or _is_text(head) else Content.BINARY


def wide_encoding(head: bytes) -> str:
    """The name of a UTF-16 or UTF-32 encoding, by its mark or by where the zero bytes stand; "" otherwise."""
    for mark, name in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if head.startswith(mark):
            return name
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > _UTF16_SHARE and even < odd / 10:
        return "utf-16-le"
    if even > _UTF16_SHARE and odd < even / 10:
        return "utf-16-be"
    return ""


def is_locked(stream: BinaryIO) -> bool:
    """Whether an OLE file is a workbook with a password on it."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        if _LOCKED in kept + chunk:
            return True
        kept = chunk[-len(_LOCKED) :]
    return False


def _is_text(head: bytes) -> bool:
    found = len(head) - len(head.translate(None, _CONTROL))
    return found <= _STRAY or found * _BINARY_SHARE <= len(head)
