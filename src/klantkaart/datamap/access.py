"""Everything held on one subject, as the access copy and the portability package need it (art. 15(3), 20)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from . import registry
from .declaration import Declaration
from .reads import serves
from .vocabulary import People, Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its label. ``raw`` is what is stored; ``value`` what it means (the word for a choice)."""

    name: str
    label: Text
    value: Any
    raw: Any
    provided: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row about the subject. ``company``: of the relationship it belongs to; ``person``: the contact whose data it
    is; ``origin``: where it came from, when the row says so. ``uuid`` is None for rows without an identity."""

    cells: tuple[Cell, ...]
    uuid: UUID | None = None
    company: int | None = None
    person: int | None = None
    origin: Text = ""

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one declaration that are about the subject."""

    declaration: Declaration
    rows: tuple[Row, ...]


def access_copy(
    subject: str, pk: int, *, person: int | None = None, companies: Collection[int] | None = None
) -> list[Section]:
    """Every personal field of every row about the subject. One query per declaration. A field that serves no purpose
    is in no copy: none may be held, and a check refuses to start with one (E010, E011).

    For ``person`` only what is about that contact (DSR-10). ``companies`` leaves out rows that belong to the
    relationship with another company of the group.
    """
    return list(_sections(subject, pk, person, companies, portable_only=False))


def portability_copy(
    subject: str, pk: int, *, person: int | None = None, companies: Collection[int] | None = None
) -> list[Section]:
    """What another party can take over: fields declared portable (POR-1), offered to everyone (POR-2)."""
    return list(_sections(subject, pk, person, companies, portable_only=True))


def _sections(
    subject: str, pk: int, person: int | None, companies: Collection[int] | None, *, portable_only: bool
) -> Iterator[Section]:
    for declaration in registry.current().of_subject(subject):
        rows = rows_about(declaration, pk, person=person, companies=companies)
        names = [
            name
            for name, personal in declaration.personal.items()
            if (personal.portable if portable_only else personal.access) and serves(declaration.model, name)
        ]
        if rows is None or not names:
            continue
        found = tuple(_rows(declaration, names, rows))
        if found:
            yield Section(declaration, found)


def rows_about(
    declaration: Declaration, pk: int, *, person: int | None = None, companies: Collection[int] | None = None
) -> models.QuerySet[models.Model] | None:
    """The rows about a subject; None when nothing of this declaration is about the person asked for."""
    rows = registry.model_of(declaration.model)._base_manager.filter(**{declaration.path or "pk": pk})
    if companies is not None and (company := company_path(declaration)):
        rows = rows.filter(**{f"{company}__in": list(companies)})
    if person is None:
        return rows
    if not declaration.person:
        return None
    return rows.filter(**{declaration.person: person})


def company_path(declaration: Declaration) -> str:
    """Lookup to the company that the row's own anchor belongs to; empty when it serves every company."""
    company = registry.current().subjects[declaration.subject].company
    if not declaration.anchor or not company:
        return ""
    return company if declaration.anchor == "pk" else f"{declaration.anchor}__{company}"


def _rows(declaration: Declaration, names: list[str], rows: models.QuerySet[models.Model]) -> Iterator[Row]:
    model = registry.model_of(declaration.model)
    links = {
        "uuid": "uuid" if "uuid" in declaration.plain else "",
        "company": company_path(declaration),
        "person": declaration.person,
        "origin": declaration.origin,
    }
    asked = dict.fromkeys([*names, *filter(None, links.values())])
    labels = {name: label_of(model, name) for name in names}
    for values in rows.order_by("pk").values(*asked):
        about = {name: values[path] for name, path in links.items() if path}
        if declaration.origin:
            about["origin"] = meaning(declaration, declaration.origin, about["origin"]) or ""
        yield Row(tuple(_cells(declaration, labels, values)), **about)


def _cells(declaration: Declaration, labels: Mapping[str, Text], values: Mapping[str, Any]) -> Iterator[Cell]:
    for name, label in labels.items():
        raw = values[name]
        yield Cell(name, label, meaning(declaration, name, raw), raw, declaration.personal[name].provided)


def meaning(declaration: Declaration, name: str, raw: Any) -> Any:
    """What a stored value of a field (or lookup) means to people: as declared, or the word for a choice."""
    personal = declaration.personal.get(name)
    if personal is not None and personal.show is not None and raw not in (None, ""):
        return personal.show(raw)
    choices = dict(getattr(_field(registry.model_of(declaration.model), name), "flatchoices", ()) or ())
    return choices.get(raw, raw) if isinstance(raw, str | int) else raw


def label_of(model: type[models.Model], name: str) -> Text:
    """The field's own name on screen."""
    return getattr(_field(model, name), "verbose_name", name)


def _field(model: type[models.Model], path: str) -> Any:
    """The field at the end of a lookup path."""
    *hops, name = path.split("__")
    for hop in hops:
        model = model._meta.get_field(hop).related_model  # type: ignore[assignment]  # a path is checked at start
    return model._meta.get_field(name)


def people_in(declaration: Declaration) -> tuple[People, ...]:
    """Whose data the declaration holds."""
    return declaration.people
