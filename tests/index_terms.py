"""Terms in the leaves of an FTS5 index as they are on disk. Its own vocabulary (fts5vocab) leaves out terms of which
every text was deleted, and those are what the canary is after."""

from __future__ import annotations

from collections.abc import Iterator

_STRUCTURE = 10  # smaller numbers are no segments
_NO_LEAF = ((1 << 37) - 1) ^ ((1 << 31) - 1)  # bits of indexes on leaves
_MORE = 0x80


def leaf_terms(blocks: dict[int, bytes]) -> set[str]:
    """Every term, from the rows (id, block) of the index's data table; its mark in front is taken off."""
    leaves = [block for number, block in blocks.items() if number > _STRUCTURE and not number & _NO_LEAF]
    return {term[1:].decode("utf-8", "replace") for leaf in leaves for term in _terms(leaf)}


def _terms(leaf: bytes) -> Iterator[bytes]:
    """Behind the leaf's contents stands where each term begins; a term holds only what differs from the one before."""
    at = int.from_bytes(leaf[2:4], "big")
    place, term = 0, b""
    while at < len(leaf):
        further, at = _number(leaf, at)
        kept, start = _number(leaf, place + further) if place else (0, further)
        place += further
        length, start = _number(leaf, start)
        term = term[:kept] + leaf[start : start + length]
        yield term


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of SQLite's, of at most eight bytes, and where the next begins."""
    value = 0
    while data[at] & _MORE:
        value = value << 7 | data[at] & 0x7F
        at += 1
    return value << 7 | data[at], at + 1
