"""In which encoding a text file was saved. UTF-8 proves itself; the others are told apart by the letters they give."""

import codecs
from typing import BinaryIO

from .magic import wide_encoding

_CHUNK = 1024 * 1024
_UTF8_MARK = b"\xef\xbb\xbf"
# What names and places in and around the Netherlands are written with.
_LIKELY = frozenset("éëïöüèêçáóúíñàâôîûäåøæßÉËÏÖÜÈÁÓÇÄÅØñ€…·°²\u2013\u2014\u2018\u2019\u201c\u201d")
_OLD = ("cp1252", "mac_roman", "cp850")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", *_OLD)


def detect_encoding(stream: BinaryIO) -> str:
    """A Python codec name. Reads the whole file once, in pieces; a file that is no UTF-8 is Windows-1252 unless the
    letters outside ASCII only make sense as those of an old Mac or of DOS."""
    head = stream.read(_CHUNK)
    if head.startswith(_UTF8_MARK):
        return "utf-8-sig"
    if wide := wide_encoding(head):
        return wide
    odd = _odd_bytes(head, stream)
    return _best_guess(odd) if odd else "utf-8"


def _odd_bytes(head: bytes, stream: BinaryIO) -> bytes:
    """The bytes outside ASCII (a million at most) when the file is no UTF-8; nothing when it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    odd = bytearray()
    chunk = head
    while chunk:
        if len(odd) < _CHUNK:
            odd += chunk.translate(None, bytes(range(128)))
        if is_utf8:
            is_utf8 = _accepts(decoder, chunk)
        chunk = stream.read(_CHUNK)
    return b"" if is_utf8 and _accepts(decoder, b"", final=True) else bytes(odd)


def _accepts(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _best_guess(odd: bytes) -> str:
    """Windows-1252, unless another gives twice as many likely letters."""
    scores = {name: sum(char in _LIKELY for char in odd.decode(name, "ignore")) for name in _OLD}
    best = max(_OLD, key=lambda name: scores[name])
    return best if scores[best] > 2 * scores["cp1252"] else "cp1252"
