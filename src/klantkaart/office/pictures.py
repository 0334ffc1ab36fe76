"""Where things stand in a drawing, counted on the server. Places are per cent of the width, so that text keeps its
size on any screen and no style attribute is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from django.utils.functional import Promise

Tone = Literal["green", "amber", "red", "blue", "grey"]

# Text is placed for the narrowest picture that is drawn (44 rem less padding); narrower screens get the list instead.
WIDTH: Final = 600
LETTER: Final = 6.2
LEVELS: Final = 2


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A moment in the life of a card. ``tone`` colours the stretch after it; ``sure`` False draws that stretch dashed;
    ``last`` means nothing follows: the line ends here."""

    day: date
    label: str | Promise
    tone: Tone = "grey"
    sure: bool = True
    last: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A step with its place: x in per cent; ``above`` and ``level`` place its words, ``anchor`` aligns them."""

    step: LifeStep
    x: float
    above: bool
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Life:
    """All marks, the stretches between them (x1, x2, tone, sure) and the place of today, if it lies within."""

    marks: list[Mark]
    stretches: list[tuple[float, float, Tone, bool]]
    today: float | None


def _places(days: Sequence[date]) -> list[float]:
    """Square roots of the distances: a month stays visible beside seven years. From 2 to 98 per cent."""
    gaps = [(b - a).days ** 0.5 + 6 for a, b in pairwise(days)]
    total = sum(gaps) or 1
    found, x = [2.0], 2.0
    for gap in gaps:
        x += gap / total * 96
        found.append(round(x, 2))
    return found


def _anchor(x: float) -> str:
    return "start" if x < 12 else "end" if x > 88 else "middle"  # noqa: PLR2004  (per cent of the width)


def _span(x: float, words: str, anchor: str) -> tuple[float, float]:
    width = max(len(words), 12) * LETTER / WIDTH * 100
    start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return start, start + width


def _levels(steps: Sequence[LifeStep], xs: Sequence[float]) -> list[Mark]:
    """Words above or under the line, one or two rows away: the first place where they touch no others."""
    rows: list[float] = [-100.0] * (2 * LEVELS)
    found = []
    for step, x in zip(steps, xs, strict=True):
        anchor = _anchor(x)
        start, end = _span(x, str(step.label), anchor)
        free = [row for row, until in enumerate(rows) if start > until + 1]
        row = free[0] if free else min(range(len(rows)), key=rows.__getitem__)
        rows[row] = end
        found.append(Mark(step, x, above=row % 2 == 0, level=row // 2, anchor=anchor))
    return found


def life(steps: Sequence[LifeStep], *, today: date) -> Life:
    """Place the life of a card. Steps may come in any order; an empty life has no marks."""
    ordered = sorted(steps, key=lambda step: step.day)
    if not ordered:
        return Life([], [], None)
    xs = _places([step.day for step in ordered])
    stretches = [(xs[i], xs[i + 1], step.tone, step.sure) for i, step in enumerate(ordered[:-1]) if not step.last]
    return Life(_levels(ordered, xs), stretches, _between([step.day for step in ordered], xs, today))


def _between(days: Sequence[date], xs: Sequence[float], today: date) -> float | None:
    for (left, right), (a, b) in zip(pairwise(days), pairwise(xs), strict=True):
        if left <= today < right:
            return round(a + (b - a) * (today - left).days / (right - left).days, 2)
    return None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` in whole units (cents, pieces), ``shown`` as people read it, ``open`` the unsettled part."""

    label: str | Promise
    value: int
    shown: str
    open: int = 0


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its place and height, in per cent of the picture."""

    bar: Bar
    x: float
    width: float
    middle: float
    top: float
    height: float
    open_top: float
    open_height: float


def bars(values: Sequence[Bar]) -> list[PlacedBar]:
    """Bars side by side, the highest of full height; negative values count as none."""
    highest = max((bar.value for bar in values), default=0) or 1
    step = 100 / (len(values) or 1)
    found = []
    for number, bar in enumerate(values):
        height = round(max(bar.value, 0) / highest * 100, 2)
        settled = round(max(min(bar.open, bar.value), 0) / highest * 100, 2)
        x = round(number * step + step * 0.16, 2)
        width = round(step * 0.68, 2)
        found.append(
            PlacedBar(bar, x, width, round(number * step + step / 2, 2), 100 - height, height, 100 - height, settled)
        )
    return found
