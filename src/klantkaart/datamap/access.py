"""Everything held on one subject, as the access copy and the portability package need it (art. 15(3), 20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from . import registry
from .declaration import Declaration
from .vocabulary import People, Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its label. ``value`` is the raw value; how it looks is the reader's business."""

    name: str
    label: Text
    value: Any
    provided: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one declaration that are about the subject."""

    declaration: Declaration
    rows: tuple[tuple[Cell, ...], ...]


def access_copy(subject: str, pk: int, *, person: int | None = None) -> list[Section]:
    """Every personal field of every row about the subject; for ``person`` only what is about that contact (DSR-10)."""
    return list(_sections(subject, pk, person, portable_only=False))


def portability_copy(subject: str, pk: int, *, person: int | None = None) -> list[Section]:
    """What another party can take over: fields declared portable (POR-1), offered to everyone (POR-2)."""
    return list(_sections(subject, pk, person, portable_only=True))


def _sections(subject: str, pk: int, person: int | None, *, portable_only: bool) -> Iterator[Section]:
    for declaration in registry.current().of_subject(subject):
        rows = rows_about(declaration, pk, person=person)
        if rows is None:
            continue
        names = [
            name
            for name, personal in declaration.personal.items()
            if (personal.portable if portable_only else personal.access)
        ]
        found = tuple(_cells(declaration, names, values) for values in rows.order_by("pk").values(*names))
        if found and names:
            yield Section(declaration, found)


def rows_about(declaration: Declaration, pk: int, *, person: int | None = None) -> models.QuerySet[models.Model] | None:
    """The rows about a subject; None when nothing of this declaration is about the person asked for."""
    rows = registry.model_of(declaration.model)._base_manager.filter(**{declaration.path or "pk": pk})
    if person is None:
        return rows
    if not declaration.person:
        return None
    return rows.filter(**{declaration.person: person})


def _cells(declaration: Declaration, names: list[str], values: Mapping[str, Any]) -> tuple[Cell, ...]:
    model = registry.model_of(declaration.model)
    return tuple(
        Cell(
            name,
            label_of(model, name),
            _shown(model, name, values[name]),
            declaration.personal[name].provided,
        )
        for name in names
    )


def label_of(model: type[models.Model], name: str) -> Text:
    """The field's own name on screen."""
    field = model._meta.get_field(name)
    return getattr(field, "verbose_name", name)


def _shown(model: type[models.Model], name: str, value: Any) -> Any:
    choices = dict(getattr(model._meta.get_field(name), "flatchoices", ()) or ())
    return choices.get(value, value) if isinstance(value, str | int) else value


def people_in(declaration: Declaration) -> tuple[People, ...]:
    """Whose data the declaration holds."""
    return declaration.people
