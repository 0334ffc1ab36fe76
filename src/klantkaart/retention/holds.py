"""Which rows are held, as a condition the due list subtracts.

A hold on a row keeps three things: the row itself; what hangs on it (a relationship's notes, a contact's telephone
numbers); and what it hangs on, for without its card and the relationships that date it a row cannot be kept or found.
What stands beside it goes its own way.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.lapse import NEVER

from .models import Hold


def running(on: date) -> QuerySet[Hold]:
    """Holds in force on that day."""
    return Hold.objects.filter(since__lte=on).filter(Q(released_on__isnull=True) | Q(released_on__gt=on))


def held_rows(declaration: Declaration, on: date) -> Q:
    """Rows held themselves, above a held row, or under one. One query more, and a condition per kind of held row."""
    found = NEVER
    for label in running(on).order_by().values_list("model", flat=True).distinct():
        targets = running(on).filter(model=label).values("target")
        if label == declaration.model:
            found |= Q(uuid__in=targets)
        if declaration.subject:
            found |= _under(declaration, label, targets) | _above(declaration, label, targets)
    return found


def _under(declaration: Declaration, label: str, targets: QuerySet[Any]) -> Q:
    """Rows that hang on a held row."""
    found = NEVER
    for path in _paths(declaration, label):
        found |= Q(**{f"{path}__uuid__in": targets})
    return found


def _above(declaration: Declaration, label: str, targets: QuerySet[Any]) -> Q:
    """Rows that a held row hangs on, and the anchors that date it when it has none of its own."""
    found = NEVER
    other = registry.current().declarations.get(label)
    if other is None or other.subject != declaration.subject:
        return found
    held = registry.model_of(label)._base_manager.filter(uuid__in=targets)
    for path in _paths(other, declaration.model):
        found |= Q(pk__in=held.values(path))
    subject = registry.current().subjects[declaration.subject]
    if declaration.model == subject.anchors and not other.anchor and other.model != subject.model:
        found |= Q(**{f"{subject.anchor_path}__in": held.values(other.path)})
    return found


def _paths(declaration: Declaration, parent: str) -> Iterator[str]:
    """Lookups from a row to the row of ``parent`` without which it cannot be kept; a link that is cut loose is none."""
    subject = registry.current().subjects[declaration.subject]
    links = (
        (declaration.path, subject.model), (declaration.anchor, subject.anchors), (declaration.person, subject.person),
    )  # fmt: skip
    for path, label in links:
        if path not in {"", "pk"} and label == parent and path.partition("__")[0] not in declaration.detach:
            yield path
