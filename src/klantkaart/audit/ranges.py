"""Sets of line numbers as ranges: ``1-4821,4830``. What the log may have lost by its term is written down like this."""

from collections.abc import Iterable, Iterator

Ranges = list[tuple[int, int]]


def add(ranges: Ranges, number: int) -> None:
    """Put ``number``, higher than all that is there, behind ``ranges``."""
    if ranges and ranges[-1][1] == number - 1:
        ranges[-1] = (ranges[-1][0], number)
    else:
        ranges.append((number, number))


def merged(*sets: Iterable[tuple[int, int]]) -> Ranges:
    """The union."""
    joined: Ranges = []
    for first, last in sorted(pair for ranges in sets for pair in ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def without(ranges: Ranges, other: Ranges) -> Ranges:
    """What is in ``ranges`` and not in ``other``."""
    return list(_without(merged(ranges), merged(other)))


def _without(ranges: Ranges, other: Ranges) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        start = first
        for low, high in other:
            if high < start or low > last:
                continue
            if low > start:
                yield start, low - 1
            start = high + 1
        if start <= last:
            yield start, last


def written(ranges: Ranges) -> str:
    """As text; empty for none."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def read(text: str) -> Ranges:
    """From text. Refuses (ValueError) what :func:`written` does not make."""
    ranges: Ranges = []
    for part in text.split(",") if text else ():
        first, _dash, last = part.partition("-")
        ranges.append((int(first), int(last or first)))
    if written(merged(ranges)) != text or any(not 1 <= first <= last for first, last in ranges):
        raise ValueError("Not a set of line numbers.")
    return ranges
