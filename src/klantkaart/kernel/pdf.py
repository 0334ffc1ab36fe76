"""PDF from typst templates: PDF/A-3a and PDF/UA-1, so that it can be kept, read aloud and searched.

Values reach a template as JSON and never as markup: what somebody typed cannot become a command. A character that no
font on this machine can show would stop PDF/A; it is printed as its number, ``[U+4E2D]``, instead.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
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
_LONG_WORD = re.compile(r"\S{41,}")


class PdfFailed(RuntimeError):
    """The template itself is wrong. The message holds no values."""


def render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of ``template`` (a path inside the package) with ``data`` (JSON values) as ``sys.inputs.data``.

    ``at`` is the moment that the file says it was made. Refuses (PdfFailed) a template that does not compile.
    """
    with _lock:
        data = _walk(data, _breakable)
        values = _printable(data)
        try:
            return _compile(template, values, at)
        except typst.TypstError as error:
            if not _learn(error):
                raise PdfFailed(f"{template} does not compile.") from None
        # A combination failed whose characters are fine one by one: keep only what is sure.
        try:
            return _compile(template, _walk(data, _only_sure), at)
        except typst.TypstError:
            raise PdfFailed(f"{template} does not compile.") from None


def _printable(data: Any) -> Any:
    """The data with every character that no font shows replaced by its number."""
    unsure = {char for text in _texts(data) if not _SURE.fullmatch(text) for char in _SURE.sub("", text)}
    _try_out(unsure - _unshown - _shown)
    lost = unsure & _unshown
    if not lost:
        return data
    table = {ord(char): _number(char) for char in lost}
    return _walk(data, lambda text: text.translate(table))


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


def _compile(template: str, data: Mapping[str, Any], at: datetime | None) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False), "fonts": json.dumps(_fonts())}
    moment = at.replace(microsecond=0) if at is not None else None
    made: Any = _compiler(template).compile(
        format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=moment
    )
    return bytes(made)


@lru_cache(maxsize=8)
def _compiler(template: str) -> typst.Compiler:
    """Kept: finding the fonts takes longer than a page."""
    return typst.Compiler(PACKAGE / template, root=PACKAGE)


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    have = set(typst.Fonts().families())
    return [family for family in _FONTS if family in have]
