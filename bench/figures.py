"""One line of the report: what, measured, stated, met or not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """``bound`` is the stated figure, reached from below or, with ``at_least``, from above; None: nothing was stated,
    the line is there to compare with. ``note``: what belongs beside it. ``size``: cards in the installation, 0 for
    what does not depend on them."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False
    note: str = ""
    size: int = 0

    @property
    def met(self) -> bool | None:
        if self.bound is None:
            return None
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def as_line(self) -> str:
        """For handing over between processes."""
        return json.dumps(asdict(self))

    @classmethod
    def from_line(cls, line: str) -> Figure:
        values: dict[str, Any] = json.loads(line)
        return cls(**values)


_HEAD = f"{'what':<44} {'measured':>14}  {'stated':<14} {'':<8} beside it"


def shown(figure: Figure) -> str:
    """The figure as a line of the report."""
    stated = ""
    if figure.bound is not None:
        stated = f"{'>=' if figure.at_least else '<='} {_number(figure.bound)} {figure.unit}"
    answer = {True: "met", False: "NOT MET", None: ""}[figure.met]
    return f"{figure.what:<44} {_number(figure.value) + ' ' + figure.unit:>14}  {stated:<14} {answer:<8} {figure.note}"


def report(title: str, figures: list[Figure]) -> str:
    """A table with a title."""
    return "\n".join([f"\n== {title}", _HEAD, *map(shown, figures)])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}"
