"""Which column goes where: a proposal, what the user made of it, and how it is remembered for the next file."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from .aliases import plain_heading
from .cells import letters
from .targets import NAMING, REPEATABLE, NotTaken, Target, target_label

_FINGERPRINT_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Choice:
    """One column: its ``target``, or (None) why it is not taken. ``certain`` is False for what was only guessed from
    the content; ``question`` is a code for what the user should think about."""

    index: int
    heading: str
    target: Target | None
    reason: NotTaken | None = None
    certain: bool = True
    question: str = ""

    def __post_init__(self) -> None:
        if (self.target is None) == (self.reason is None):
            raise ValueError("A column has a target or a reason.")

    @property
    def label(self) -> str:
        """How a sentence calls the column."""
        return self.heading or _("kolom %(letter)s") % {"letter": letters(self.index)}


@dataclass(frozen=True, slots=True)
class Mapping:
    """All columns of one layout. ``grouped``: several rows can be one customer (a row per contact person)."""

    layout: str
    columns: tuple[Choice, ...]
    grouped: bool
    fingerprint: str

    @property
    def taken(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.columns if choice.target is not None)

    @property
    def left(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.columns if choice.target is None)

    def with_target(self, index: int, target: Target | None) -> Self:
        """The same with one column elsewhere; None leaves it out. A BSN column stays out (UAVG-46)."""
        chosen = next((choice for choice in self.columns if choice.index == index), None)
        if chosen is None:
            raise Invalid(_("Deze kolom staat niet in het bestand. Kies een kolom uit de lijst."))
        if target is not None and chosen.reason is NotTaken.BSN:
            raise _bsn(chosen.label)
        reason = chosen.reason or NotTaken.CHOSEN
        new = replace(chosen, target=target, reason=None if target else reason, certain=True)
        return replace(self, columns=tuple(new if choice is chosen else choice for choice in self.columns))

    def check(self) -> None:
        """Refuse a mapping without a name, and two columns for one place."""
        counts = Counter(choice.target for choice in self.taken)
        for target, count in counts.items():
            if target is not None and count > 1 and target not in REPEATABLE:
                headings = [choice.label for choice in self.taken if choice.target is target]
                raise Invalid(
                    _("Naar '%(place)s' gaan meer kolommen: %(columns)s. Kies er één.")
                    % {"place": target_label(target), "columns": ", ".join(headings)}
                )
        if not NAMING & counts.keys():
            raise Invalid(_("Geen kolom gaat naar 'Naam'. Kies de kolom waarin de naam van de klant staat."))

    def as_json(self) -> dict[str, Any]:
        """What can be kept in a JSON column; holds headings, no data of customers."""
        return {
            "layout": self.layout,
            "grouped": self.grouped,
            "fingerprint": self.fingerprint,
            "columns": [_column_json(choice) for choice in self.columns],
        }

    @classmethod
    def from_json(cls, kept: AnyMapping[str, Any]) -> Self:
        """What ``as_json`` gave; refuses anything else."""
        try:
            columns = tuple(_column(part) for part in kept["columns"])
            return cls(str(kept["layout"]), columns, bool(kept["grouped"]), str(kept["fingerprint"]))
        except (KeyError, TypeError, ValueError):
            raise Invalid(_("De bewaarde kolomkeuze is niet te lezen. Kies de kolommen opnieuw.")) from None


def fingerprint(headings: Iterable[str]) -> str:
    """The same for files with the same headings in the same order, however they are spelled."""
    joined = "\n".join(plain_heading(heading) for heading in headings)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_CHARACTERS]


def _bsn(label: str) -> Invalid:
    return Invalid(
        _(
            "Kolom '%(column)s' bevat burgerservicenummers. Die mogen alleen worden bewaard als een wet dat zegt "
            "(artikel 46 UAVG), dus deze kolom wordt niet overgenomen."
        )
        % {"column": label}
    )


def _column_json(choice: Choice) -> dict[str, Any]:
    return {
        "index": choice.index,
        "heading": choice.heading,
        "target": choice.target.value if choice.target else None,
        "reason": choice.reason.value if choice.reason else None,
        "certain": choice.certain,
        "question": choice.question,
    }


def _column(kept: AnyMapping[str, Any]) -> Choice:
    return Choice(
        int(kept["index"]),
        str(kept["heading"]),
        Target(kept["target"]) if kept["target"] else None,
        NotTaken(kept["reason"]) if kept["reason"] else None,
        bool(kept["certain"]),
        str(kept["question"]),
    )
