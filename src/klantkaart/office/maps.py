"""Two small maps: whose data serves what, and how the promises stand. Counted on the server, as office/pictures.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from klantkaart.office.pictures import Tone

LINE: Final = 26
TOP: Final = 16


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the map. ``url`` leads to where it is explained."""

    label: str
    y: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A line from the one column to the other, with a tone per person so that lines can be followed."""

    y1: int
    y2: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Flow:
    """Whose data serves what. ``rows`` is the same as a table: purpose, people, kinds of data."""

    people: tuple[Node, ...]
    purposes: tuple[Node, ...]
    links: tuple[Link, ...]
    height: int


_TONES: Final[tuple[Tone, ...]] = ("blue", "green", "amber", "grey", "red")


def flow(rows: Sequence[tuple[str, str, Sequence[str]]]) -> Flow:
    """The map of (address, purpose, people) of every processing. The shorter column stands in the middle."""
    names = list(dict.fromkeys(name for _url, _purpose, people in rows for name in people))
    height = max(len(names), len(rows)) * LINE
    left, right = _column(len(names), height), _column(len(rows), height)
    at = dict(zip(names, left, strict=True))
    links = [
        Link(at[name], y, _TONES[names.index(name) % len(_TONES)])
        for (_url, _purpose, people), y in zip(rows, right, strict=True)
        for name in people
    ]
    return Flow(
        tuple(Node(name, y) for name, y in at.items()),
        tuple(Node(purpose, y, url) for (url, purpose, _people), y in zip(rows, right, strict=True)),
        tuple(links),
        height + TOP,
    )


def _column(count: int, height: int) -> list[int]:
    step = height / (count or 1)
    return [round(TOP / 2 + step * (number + 0.5)) for number in range(count)]


@dataclass(frozen=True, slots=True)
class Tile:
    """One promise in the strip: its number, and the tone and shape of its state."""

    name: str
    tone: Tone
    word: str
    url: str = ""


def tiles(found: Iterable[tuple[str, Tone, str, str]]) -> list[Tile]:
    """Every promise by number."""
    return sorted((Tile(name, tone, word, url) for name, tone, word, url in found), key=lambda tile: tile.name)
