"""What is due on a day: set-based, so that the cost grows with what is due and not with the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from . import registry
from .declaration import Declaration
from .lapse import NEVER, once_lapsed, still_covered
from .parameters import Terms
from .vocabulary import Ends, Purpose

HoldSource = Callable[[Declaration, date], Q]


def _no_holds(_declaration: Declaration, _on: date) -> Q:
    return NEVER


_holds: list[HoldSource] = []


def register_holds(source: HoldSource) -> None:
    """Tell the map which rows are held (retention does): a held row is never due."""
    _holds.append(source)


def held(declaration: Declaration, on: date) -> Q:
    """Rows under a hold on that day."""
    found = NEVER
    for source in _holds:
        found |= source(declaration, on)
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """A row, or some fields of a row, that no purpose covers any more. ``fields`` empty: the whole row."""

    declaration: Declaration
    pk: int
    subject: int
    fields: tuple[str, ...] = ()


def due_on(on: date, *, subject: int | None = None, kind: str | None = None) -> Iterator[Due]:
    """Everything that is due on that day; ``subject`` limits it to one subject row of that ``kind``."""
    terms = Terms.load()
    for declaration in registry.current().declarations.values():
        if declaration.subject and (kind is None or declaration.subject == kind):
            yield from due_of(declaration, terms, on, subject=subject)


def due_of(declaration: Declaration, terms: Terms, on: date, *, subject: int | None = None) -> Iterator[Due]:
    """Due rows of one declaration first, then due fields of rows that stay."""
    whole = _lapsed_rows(declaration, declaration.row_purposes, terms, on, subject)
    for pk, owner in sorted(whole.items()):
        yield Due(declaration, pk, owner)
    for purposes, names in _field_groups(declaration).items():
        for pk, owner in sorted(_lapsed_rows(declaration, purposes, terms, on, subject, filled=names).items()):
            if pk not in whole:
                yield Due(declaration, pk, owner, names)


def _field_groups(declaration: Declaration) -> dict[frozenset[str], tuple[str, ...]]:
    """Fields that end on their own, grouped by what covers them."""
    groups: dict[frozenset[str], list[str]] = {}
    for name, personal in declaration.personal.items():
        purposes = declaration.field_purposes(name)
        if personal.ends is Ends.BLANK and purposes != declaration.row_purposes:
            groups.setdefault(purposes, []).append(name)
    return {purposes: tuple(names) for purposes, names in groups.items()}


def _lapsed_rows(
    declaration: Declaration,
    codes: frozenset[str],
    terms: Terms,
    on: date,
    subject: int | None,
    filled: tuple[str, ...] = (),
) -> dict[int, int]:
    """pk -> subject pk of rows of which every one of these purposes has lapsed."""
    found: dict[int, int] = {}
    known = registry.current().purposes
    purposes = [known[code] for code in sorted(codes) if code in known]
    rows = registry.model_of(declaration.model)._base_manager.all()
    if subject is not None:
        rows = rows.filter(**{declaration.path or "pk": subject})
    for purpose in purposes:
        rows = rows.exclude(still_covered(purpose, declaration, terms, on))
    rows = rows.exclude(held(declaration, on))
    if filled:
        rows = rows.filter(_filled(declaration, filled))
    for start in _places_to_look(purposes, declaration, terms, on):
        found.update(rows.filter(start).values_list("pk", declaration.path or "pk"))
    return found


def _places_to_look(purposes: list[Purpose], declaration: Declaration, terms: Terms, on: date) -> list[Q]:
    """A purpose that applies to every anchor must have lapsed for a row to be due: it alone says where to look."""
    always = [purpose for purpose in purposes if not purpose.applies]
    return [start for purpose in (always[:1] or purposes) for start in once_lapsed(purpose, declaration, terms, on)]


def _filled(declaration: Declaration, names: tuple[str, ...]) -> Q:
    """At least one of the fields still holds something."""
    model = registry.model_of(declaration.model)
    found = NEVER
    for name in names:
        field = model._meta.get_field(name)
        if field.null:
            found |= Q(**{f"{name}__isnull": False})
        if field.empty_strings_allowed and not field.null:
            found |= ~Q(**{name: ""})
    return found
