"""What reading one cell needs and leaves: its surroundings, what is told about it, and the reason it cannot be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .cells import Kind
from .findings import Level

_CACHED = 4_096


class Unfit(Exception):
    """A cell that cannot be used as it is; ``code`` is one of ``codes.SENTENCES``."""

    def __init__(self, code: str, level: Level = Level.REFUSED_CELL, *, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.level, self.facts = code, level, facts or {}


@dataclass
class Around:
    """What a cell may need of its row, and where it tells what was done."""

    answers: Mapping[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, Level, dict[str, str]]] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def country(self) -> str:
        """Of the visiting address: where telephone numbers are dialled and the btw-id was given."""
        return self.countries.get("visiting", "NL")

    def tell(self, code: str, level: Level = Level.REPAIRED, **facts: str) -> None:
        """Something to say about a cell that is used all the same."""
        self.told.append((code, level, facts))

    def once(self, parse: Callable[[str], str], value: str) -> str:
        """For values that many customers share (countries, banks): parsed once per file."""
        key = (parse.__name__, value)
        found = self._known.get(key)
        if found is None:
            found = parse(value)
            if len(self._known) < _CACHED:
                self._known[key] = found
        return found


One = Callable[[str, Kind, Around], str]
Several = Callable[[str, Kind, Around], list[str]]
