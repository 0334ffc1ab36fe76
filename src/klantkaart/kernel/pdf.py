"""PDF from typst templates: PDF/A-3a and PDF/UA-1, so that it can be kept, read aloud and searched.

Values reach a template as JSON and never as markup: what somebody typed cannot become a command. A character that no
font on this machine can show would stop PDF/A; it is printed as its number, ``[U+4E2D]``, instead.
"""

import itertools
import json
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parent.parent
_FONTS = ("Liberation Sans", "DejaVu Sans", "Arial", "Libertinus Serif")
# What every font of _FONTS shows; anything else is tried out before it is believed.
_SURE = re.compile(r"[\n\x20-\x7e\xa0-\xac\xae-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac]*")
_REPORTED = re.compile(r'(?:the text|the codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ROUNDS = 500

_lock = Lock()  # a compiler serves one thread at a time
_shown: set[str] = set()  # characters that were tried out, learned once per process
_unshown: set[str] = set()
_GLUED = re.compile(rb"(?<=\r)(?=\nendstream\nendobj\n)")
_ENTRY = re.compile(rb"([0-9]{10})( [0-9]{5} n)")
_START = re.compile(rb"startxref\n[0-9]+\n")
_LONG_WORD = re.compile(r"\S{41,}")


class PdfFailed(RuntimeError):
    """The template itself is wrong. The message holds no values."""


@dataclass(frozen=True, slots=True)
class Made:
    """``lost``: the characters that no font of this machine shows, printed as their numbers."""

    pdf: bytes
    lost: tuple[str, ...]


def render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF alone; see ``make``."""
    return make(template, data, at=at).pdf


def make(
    template: str, data: Mapping[str, Any], *, at: datetime, verbatim: Mapping[str, str] = MappingProxyType({})
) -> Made:
    """The PDF of ``template`` (a path inside the package) with ``data`` (JSON values) as ``sys.inputs.data``.

    ``at`` is the moment that the file says it was made. ``verbatim`` are further ``sys.inputs`` that pass as they are:
    files to attach, pictures. ``sys.inputs.lost`` is "yes" when characters were replaced. Refuses (PdfFailed) a
    template that does not compile.
    """
    with _lock:
        data = _walk(data, _breakable)
        values, lost = _printable(data)
        try:
            return Made(_compile(template, values, at, _extra(verbatim, lost)), lost)
        except typst.TypstError as error:
            if not _learn(error):
                raise PdfFailed(f"{template} does not compile.") from None
        # A combination failed whose characters are fine one by one: keep only what is sure.
        lost = _visible(char for text in _texts(data) for char in _SURE.sub("", text))
        try:
            return Made(_compile(template, _walk(data, _only_sure), at, _extra(verbatim, lost)), lost)
        except typst.TypstError:
            raise PdfFailed(f"{template} does not compile.") from None


def _extra(verbatim: Mapping[str, str], lost: tuple[str, ...]) -> dict[str, str]:
    return {**verbatim, "lost": "yes" if lost else ""}


def _visible(chars: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({char for char in chars if _number(char)}))


def _printable(data: Any) -> tuple[Any, tuple[str, ...]]:
    """The data with every character that no font shows replaced by its number, and those characters."""
    unsure = {char for text in _texts(data) if not _SURE.fullmatch(text) for char in _SURE.sub("", text)}
    _try_out(unsure - _unshown - _shown)
    lost = unsure & _unshown
    if not lost:
        return data, ()
    table = {ord(char): _number(char) for char in lost}
    return _walk(data, lambda text: text.translate(table)), _visible(lost)


def _try_out(chars: set[str]) -> None:
    """Print these characters on a scrap page until everything left can be shown; the rest is learned."""
    for _round in range(_ROUNDS):
        left = sorted(chars - _unshown)
        if not left:
            return
        try:
            _compile("kernel/typst/scrap.typ", {"chars": left}, None)
        except typst.TypstError as error:
            if not _learn(error):  # it cannot say which: none of them is sure
                _unshown.update(left)
        else:
            _shown.update(left)
            return
    _unshown.update(chars)


def _learn(error: typst.TypstError) -> bool:
    """Remember the characters that the compiler could not show; whether there were new ones."""
    reported = "".join(_ESCAPE.sub(_unescaped, text) for text in _REPORTED.findall(error.diagnostic or str(error)))
    found = {char for char in reported if not _SURE.fullmatch(char)} - _unshown
    _unshown.update(found)
    return bool(found)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else str(match[2])


def _breakable(text: str) -> str:
    """A word longer than a line may break: it would run off the paper."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + 20] for start in range(0, len(word), 20)]


def _number(char: str) -> str:
    """``[U+4E2D]``; nothing for a character that only steers how others look."""
    steers = unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
    return "" if steers else f"[U+{ord(char):04X}]"


def _only_sure(text: str) -> str:
    return "".join(char if _SURE.fullmatch(char) else _number(char) for char in text)


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            for value in data.values():
                yield from _texts(value)
        case list() | tuple():
            for value in data:
                yield from _texts(value)


def _walk(data: Any, change: Callable[[str], str]) -> Any:
    match data:
        case str():
            return change(data)
        case Mapping():
            return {key: _walk(value, change) for key, value in data.items()}
        case list() | tuple():
            return [_walk(value, change) for value in data]
    return data


def _compile(
    template: str, data: Mapping[str, Any], at: datetime | None, verbatim: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    inputs = {**verbatim, "data": json.dumps(data, ensure_ascii=False), "fonts": json.dumps(_fonts())}
    moment = at.replace(microsecond=0) if at is not None else None
    made: Any = _compiler(template).compile(
        format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=moment
    )
    return _apart(bytes(made))


def _apart(made: bytes) -> bytes:
    """A stream whose last byte is a carriage return, kept apart from the line feed that typst writes after it.

    Readers take the two together for one end of line and find the stream a byte too short, which PDF/A forbids. One
    stream in 256 ends so. A carriage return more settles it; the places in the cross-reference table move along.
    """
    cuts = [found.start() for found in _GLUED.finditer(made)]
    table = made.rfind(b"\nxref\n") + 1
    if not cuts or not table:
        return made
    pieces = [made[start:end] for start, end in itertools.pairwise([0, *cuts, table])]
    entries = _ENTRY.sub(lambda one: b"%010d%b" % (int(one[1]) + bisect(cuts, int(one[1])), one[2]), made[table:])
    return b"\r".join(pieces) + _START.sub(b"startxref\n%d\n" % (table + len(cuts)), entries)


@lru_cache(maxsize=8)
def _compiler(template: str) -> typst.Compiler:
    """Kept: finding the fonts takes longer than a page."""
    return typst.Compiler(PACKAGE / template, root=PACKAGE)


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    have = set(typst.Fonts().families())
    return [family for family in _FONTS if family in have]
