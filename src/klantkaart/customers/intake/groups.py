"""Which rows are one customer, in a list with a row per contact person: by number, without it by KvK, else asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from klantkaart.kernel.text import fold

from .clean import name_of
from .findings import Level
from .plan import Gathered
from .targets import Target

Key = tuple[str, str]
KEY_TARGETS = frozenset(
    {
        Target.NUMBER, Target.KVK, Target.NAME, Target.FIRST_NAME, Target.INITIALS, Target.PREFIX, Target.LAST_NAME,
        Target.CONTACT_NAME, Target.CONTACT_ATTENTION,
    }
)  # fmt: skip
_NOTHING: Key = ("", "")


@dataclass(slots=True)
class Groups:
    """Made by reading the keys of all rows once; then says of a row whose it is, and when a customer is complete.

    Memory: a few strings per customer, nothing of the rows themselves.
    """

    together: bool = False
    _left: Counter[Key] = field(default_factory=Counter)
    _owner: dict[str, str] = field(default_factory=dict)
    _names: Counter[str] = field(default_factory=Counter)

    def count(self, rows: Iterable[Gathered]) -> None:
        """The first pass; ``rows`` hold at least ``KEY_TARGETS``."""
        loose: Counter[str] = Counter()
        for row in rows:
            name = name_of(row)[0]
            if name and Target.NUMBER not in row.refused:
                self._count_row(row.one.get(Target.NUMBER, ""), row.one.get(Target.KVK, ""), name, loose)
        for kvk, count in loose.items():
            owner = self._owner.get(kvk)
            if owner is None:
                self._left[("kvk", kvk)] += count
            elif owner:
                self._left[("number", owner)] += count
        if self.together:
            for name, count in self._names.items():
                self._left[("name", name)] += count

    def _count_row(self, number: str, kvk: str, name: str, loose: Counter[str]) -> None:
        """``loose`` counts the rows that only have a KvK number: their owner may still come."""
        if number:
            self._left[("number", number)] += 1
            if kvk and self._owner.setdefault(kvk, number) != number:
                self._owner[kvk] = ""
        elif kvk:
            loose[kvk] += 1
        else:
            self._names[fold(name)] += 1

    def key(self, row: Gathered, name: str) -> tuple[Key, tuple[Level, str] | None]:
        """The customer of a row (("", "") for one of its own), and what there is to ask about that."""
        number, kvk = row.one.get(Target.NUMBER, ""), row.one.get(Target.KVK, "")
        if number:
            return ("number", number), None
        if kvk:
            owner = self._owner.get(kvk)
            if owner:
                return ("number", owner), None
            return (_NOTHING, (Level.ASK, "kvk_of_several")) if owner == "" else (("kvk", kvk), None)
        if self.together:
            return ("name", fold(name)), None
        return _NOTHING, (Level.ASK, "same_name") if self._names[fold(name)] > 1 else None

    def is_last(self, key: Key) -> bool:
        """Whether this was the last row of that customer."""
        self._left[key] -= 1
        return self._left[key] <= 0
