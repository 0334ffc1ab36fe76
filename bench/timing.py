"""Taking times: of the clock on the wall, which is what people feel, and of the processor, which a busy machine does
not stretch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Times:
    """Milliseconds of calls: each on the wall, and all together on the processor."""

    wall: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return sorted(self.wall)[max(0, int(len(self.wall) * 0.95) - 1)]

    @property
    def each(self) -> float:
        """Milliseconds of processor per call."""
        return self.processor / len(self.wall)

    def __add__(self, other: Times) -> Times:
        return Times([*self.wall, *other.wall], self.processor + other.processor)


def timed(act: Callable[[], object], times: int) -> Times:
    """Call it so often, after one call that does not count."""
    act()
    taken = Times()
    begun = time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.wall.append((time.perf_counter() - start) * 1000)
    taken.processor = (time.process_time() - begun) * 1000
    return taken


@dataclass
class Stopwatch:
    """Seconds that a block took."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    watch, wall, processor = Stopwatch(), time.perf_counter(), time.process_time()
    yield watch
    watch.wall, watch.processor = time.perf_counter() - wall, time.process_time() - processor


def yardstick() -> Times:
    """Two million additions in plain Python: how fast this machine is at this moment, to compare runs by."""

    def add() -> None:
        total = 0
        for number in range(2_000_000):
            total += number

    return timed(add, 5)
