"""Which words are Dutch: those of the product's Dutch texts that occur in none of its English ones."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po

import klantkaart

CATALOGUE = Path(next(iter(klantkaart.__path__))) / "locale" / "en" / "LC_MESSAGES" / "django.po"
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
_NOT_WORDS = re.compile(
    r"\w+://\S+|[0-9a-f]{8}-[0-9a-f-]+|%\(\w+\)[a-z]|</?\w[^>]*>|\S+@\S+|\w+\.\w+\.\w+|--\w+|'[^']*'"
)
_SPOKEN = ("aria-label", "aria-description", "title", "placeholder", "alt", "data-title", "data-message")


@lru_cache(maxsize=1)
def dutch_words() -> frozenset[str]:
    """Words (small letters, two or more) by which a Dutch text betrays itself."""
    with CATALOGUE.open("rb") as stream:
        entries = [message for message in read_po(stream, locale="en") if message.id]
    dutch = {word for entry in entries for word in _words(_texts(entry.id))}
    return frozenset(dutch - {word for entry in entries for word in _words(_texts(entry.string))})


def _texts(said: object) -> list[str]:
    return [said] if isinstance(said, str) else [str(one) for one in said] if isinstance(said, tuple | list) else []


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word.lower() for word in _WORD.findall(_NOT_WORDS.sub(" ", text)))


def dutch_in(texts: Iterable[str], data: frozenset[str] = frozenset()) -> dict[str, set[str]]:
    """Text -> its Dutch words, for each text that has any; ``data`` are words that people typed."""
    known = dutch_words() - data
    found = {text: set(_words([text])) & known for text in texts}
    return {text: words for text, words in found.items() if words}


class Page(HTMLParser):
    """Everything a page says, text by text; what is marked as being in another language is left out."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.language = ""
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = own.get("lang", "")
        silent = tag in {"script", "style"} or own.get("lang", self.language) != self.language
        if not silent:
            self.said += [own[name] for name in _SPOKEN if own.get(name)]
            if tag == "input" and own.get("type") in {"submit", "button"}:
                self.said.append(own.get("value", ""))
        if tag not in {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"}:
            self._open.append((tag, silent or bool(self._open and self._open[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _silent = self._open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not (self._open and self._open[-1][1]):
            self.said.append(text)
