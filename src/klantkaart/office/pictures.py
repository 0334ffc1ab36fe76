"""Where things stand in a drawing, counted on the server. Places are per cent of the width, so that text keeps its
size on any screen and no style attribute is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Tone = Literal["green", "amber", "red", "blue", "grey"]

# Text is placed for the narrowest picture that is drawn (34 rem); in a narrower column the list is shown instead.
WIDTH: Final = 512
LETTER: Final = 6.8
LEVELS: Final = 2
LEVEL_HEIGHT: Final = 32


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A moment in the life of a card. ``tone`` colours the stretch after it; ``sure`` False draws that stretch dashed;
    ``last`` means nothing follows: the line ends here. ``now`` marks today."""

    day: date
    label: str | Promise
    tone: Tone = "grey"
    sure: bool = True
    last: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A step with its place: ``x`` in per cent, the rest in pixels. ``stem`` is where a line to far words ends."""

    step: LifeStep
    x: str
    anchor: str
    y_label: int
    y_day: int
    stem: int | None


@dataclass(frozen=True, slots=True)
class Life:
    """All marks and the stretches between them (x1, x2, tone, sure); ``y`` is the height of the line."""

    marks: list[Mark]
    stretches: list[tuple[str, str, Tone, bool]]
    y: int
    height: int


def _percent(x: float) -> str:
    return f"{x:.2f}%"


def _places(days: Sequence[date]) -> list[float]:
    """Square roots of the distances: a month stays visible beside seven years. From 1 to 99 per cent."""
    gaps = [(b - a).days ** 0.5 + 6 for a, b in pairwise(days)]
    total = sum(gaps) or 1
    found = [1.0]
    for gap in gaps:
        found.append(found[-1] + gap / total * 98)
    return found


def _anchor(x: float) -> str:
    return "start" if x < 12 else "end" if x > 88 else "middle"  # noqa: PLR2004  (per cent of the width)


def _span(x: float, words: str, anchor: str) -> tuple[float, float]:
    width = max(len(words), 12) * LETTER / WIDTH * 100
    start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return start, start + width


def _rows(steps: Sequence[LifeStep], xs: Sequence[float]) -> list[int]:
    """Where the words go: 0 and 2 above the line, 1 and 3 under it; the first place where they touch no others."""
    until = [-100.0] * (2 * LEVELS)
    found = []
    for step, x in zip(steps, xs, strict=True):
        start, end = _span(x, str(step.label), _anchor(x))
        free = [row for row, last in enumerate(until) if start > last + 1]
        row = free[0] if free else min(range(len(until)), key=until.__getitem__)
        until[row] = end
        found.append(row)
    return found


def _mark(step: LifeStep, x: float, row: int, y: int) -> Mark:
    above, level = row % 2 == 0, row // 2
    y_label = y - 32 - level * LEVEL_HEIGHT if above else y + 22 + level * LEVEL_HEIGHT
    stem = (y_label + 19 if above else y_label - 11) if level else None
    return Mark(step, _percent(x), _anchor(x), y_label, y_label + 15, stem)


def _with_today(steps: Sequence[LifeStep], today: date) -> list[LifeStep]:
    """The steps in order, today among them when it lies within; the stretch it interrupts goes on behind it."""
    ordered = sorted(steps, key=lambda step: step.day)
    before = [step for step in ordered if step.day <= today]
    if not before or len(before) == len(ordered) or before[-1].day == today:
        return ordered
    here = replace(before[-1], day=today, label=_("Vandaag"), now=True)
    return [*before, here, *ordered[len(before) :]]


def life(steps: Sequence[LifeStep], *, today: date) -> Life:
    """Place the life of a card. Steps may come in any order; an empty life has no marks."""
    ordered = _with_today(steps, today)
    if not ordered:
        return Life([], [], 0, 0)
    xs = _places([step.day for step in ordered])
    rows = _rows(ordered, xs)
    y = 48 + LEVEL_HEIGHT * (2 in rows)  # noqa: PLR2004  (the far row above)
    height = y + 12 + 28 * (1 in rows or 3 in rows) + LEVEL_HEIGHT * (3 in rows)  # noqa: PLR2004  (lowest row)
    marks = [_mark(step, x, row, y) for step, x, row in zip(ordered, xs, rows, strict=True)]
    stretches = [(a.x, b.x, a.step.tone, a.step.sure) for a, b in pairwise(marks) if not a.step.last]
    return Life(marks, stretches, y, height)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` in whole units (cents, pieces), ``shown`` as people read it, ``open`` the unsettled part;
    ``above`` is what stands over the bar, short."""

    label: str | Promise
    value: int
    shown: str
    open: int = 0
    above: str = ""


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its place and height, in per cent of the picture; ``lift`` is where the words over it stand."""

    bar: Bar
    x: str
    width: str
    middle: str
    top: str
    height: str
    open_height: str
    lift: int


def bars(values: Sequence[Bar], *, tall: int = 112) -> list[PlacedBar]:
    """Bars side by side, the highest ``tall`` pixels; negative values count as none."""
    highest = max((bar.value for bar in values), default=0) or 1
    step = 100 / (len(values) or 1)
    return [_place(bar, number * step, step, highest, tall) for number, bar in enumerate(values)]


def _place(bar: Bar, x: float, step: float, highest: int, tall: int) -> PlacedBar:
    height = max(bar.value, 0) / highest * 100
    unsettled = max(min(bar.open, bar.value), 0) / highest * 100
    return PlacedBar(
        bar,
        x=_percent(x + step * 0.2),
        width=_percent(step * 0.6),
        middle=_percent(x + step / 2),
        top=_percent(100 - height),
        height=_percent(height),
        open_height=_percent(unsettled) if unsettled else "",
        lift=round(tall * (1 - height / 100)) + 14,
    )
