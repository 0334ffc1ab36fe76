"""From due rows to units of erasure, and from a unit to every row that goes with it.

A unit is rooted in one row: a whole subject, one relationship, one contact, or a single row or its emptied fields.
A due row that hangs on another due row belongs to that row's unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import models

from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration, Unit
from klantkaart.datamap.due import Due, due_on
from klantkaart.datamap.lapse import still_covered
from klantkaart.datamap.parameters import Terms

CHUNK = 400


@dataclass(frozen=True, slots=True)
class Root:
    """The row a unit is rooted in."""

    declaration: Declaration
    pk: int
    subject: int
    fields: tuple[str, ...] = ()


def due_roots(on: date) -> list[Root]:
    """Units that are due on that day, subject by subject."""
    return roots_of(due_on(on))


def roots_of(dues: Iterable[Due]) -> list[Root]:
    """Those due rows that hang on no other due row, subject by subject. A query per declaration, however many rows."""
    by_subject: dict[tuple[str, int], list[Due]] = {}
    for due in dues:
        by_subject.setdefault((due.declaration.subject, due.subject), []).append(due)
    every = [due for some in by_subject.values() for due in some]
    whole = {(due.declaration.model, due.pk) for due in every if not due.fields}
    linked = _linked(every)
    return [
        Root(due.declaration, due.pk, due.subject, due.fields)
        for due in every
        if not any(parent in whole for parent in _parents(due, linked))
    ]


Parent = tuple[str, int]


def _parents(due: Due, linked: Mapping[Parent, list[Parent]]) -> list[Parent]:
    """Rows whose going takes this row along: its subject, its relationship, its contact."""
    subject = registry.current().subjects[due.declaration.subject]
    own = [(subject.model, due.subject)] if due.declaration.model != subject.model else []
    return own + linked.get((due.declaration.model, due.pk), [])


def _linked(dues: Iterable[Due]) -> dict[Parent, list[Parent]]:
    """The relationship and the contact that each of these rows belongs to."""
    by_declaration: dict[str, list[Due]] = {}
    for due in dues:
        by_declaration.setdefault(due.declaration.model, []).append(due)
    found: dict[Parent, list[Parent]] = {}
    for label, some in by_declaration.items():
        links = dict(_links(some[0].declaration))
        pks = sorted({due.pk for due in some})
        for start in range(0, len(pks) if links else 0, CHUNK):
            rows = registry.model_of(label)._base_manager.filter(pk__in=pks[start : start + CHUNK])
            for row in rows.values("pk", *links):
                found[label, row["pk"]] = [(links[path], row[path]) for path in links if row[path]]
    return found


def _links(declaration: Declaration) -> Iterator[tuple[str, str]]:
    subject = registry.current().subjects[declaration.subject]
    if declaration.anchor and declaration.anchor != "pk":
        yield declaration.anchor, subject.anchors
    if declaration.person and declaration.person != "pk":
        yield declaration.person, subject.person


@dataclass(frozen=True)
class Contents:
    """What goes with a unit, children first, and what stays and must be cut loose."""

    goes: tuple[tuple[Declaration, tuple[int, ...]], ...]
    unit: Unit


def contents(root: Root, *, on: date, forced: bool = False) -> Contents:
    """Every row that goes with the root. A row that a purpose still covers stays, unless ``forced`` (a replay of an
    erasure that was done before) and the purpose is not one that outlives its subject."""
    terms = Terms.load()
    goes = [
        (declaration, pks)
        for declaration in _children_first(root)
        if (pks := _rows(root, declaration, terms, on, forced))
    ]
    owner = registry.current().subjects[root.declaration.subject].model
    uuids = frozenset(uuid for declaration, pks in goes for uuid in _uuids(declaration.model, pks))
    unit = Unit(
        model=root.declaration.model,
        pk=root.pk,
        uuid=_identity(root.declaration.model, root.pk),
        subject=_identity(owner, root.subject),
        rows=uuids,
        fields=root.fields,
    )
    return Contents(tuple(goes), unit)


def _rows(root: Root, declaration: Declaration, terms: Terms, on: date, forced: bool) -> tuple[int, ...]:
    if declaration.model == root.declaration.model:
        return (root.pk,)
    path = _path_to(root, declaration)
    if not path:
        return ()
    rows = registry.model_of(declaration.model)._base_manager.filter(**{path: root.pk})
    known = registry.current().purposes
    keeps = declaration.row_purposes - root.declaration.row_purposes if forced else declaration.row_purposes
    for code in sorted(keeps & set(known)):
        rows = rows.exclude(still_covered(known[code], declaration, terms, on))
    return tuple(rows.values_list("pk", flat=True))


def _path_to(root: Root, declaration: Declaration) -> str:
    subject = registry.current().subjects[root.declaration.subject]
    if declaration.subject != subject.code:
        return ""
    if root.declaration.model == subject.model:
        return declaration.path
    return next((path for path, label in _links(declaration) if label == root.declaration.model), "")


def _children_first(root: Root) -> list[Declaration]:
    """Declarations of the subject in an order in which every foreign key can be deleted."""
    if root.fields:
        return []
    left = list(registry.current().of_subject(root.declaration.subject))
    ordered: list[Declaration] = []
    while left:
        pointed_at = {target for one in left for target in _targets(one.model)}
        free = [one for one in left if one.model not in pointed_at] or left
        ordered += free
        left = [one for one in left if one not in free]
    return ordered


def _targets(label: str) -> set[str]:
    fields = registry.model_of(label)._meta.concrete_fields
    return {field.related_model._meta.label for field in fields if isinstance(field, models.ForeignKey)} - {label}


def _uuids(label: str, pks: Iterable[int]) -> list[UUID]:
    model = registry.model_of(label)
    if not any(field.name == "uuid" for field in model._meta.concrete_fields):
        return []
    return list(model._base_manager.filter(pk__in=list(pks)).values_list("uuid", flat=True))


def _identity(label: str, pk: int) -> UUID:
    """An identity that is never reused. A row without one of its own gets one from its kind and key; such rows only
    end with a parent or by their own term, and a replay finds them by their parent."""
    found = _uuids(label, [pk])
    return found[0] if found else uuid5(NAMESPACE_OID, f"{label}:{pk}")
