"""When a purpose has lapsed for a row, as SQL. Purposes are subtracted, never averaged: each is judged on its own.

A purpose covers a row through the row's anchors (the relationships of its card, or the one it belongs to) to which
the purpose applies. It has lapsed when it covered the row at least once and, for every such anchor, one of its
starts lies at or before the cutoff of that anchor's company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import Exists, OuterRef, Q

from . import registry
from .declaration import Declaration, Subject
from .parameters import Terms
from .vocabulary import AnchorEvent, Purpose, RowEvent

NEVER = Q(pk__in=[])


@dataclass(frozen=True)
class Reach:
    """How the rows of one declaration lead to their anchors."""

    declaration: Declaration
    subject: Subject

    @classmethod
    def of(cls, declaration: Declaration) -> Reach:
        return cls(declaration, registry.current().subjects[declaration.subject])

    @property
    def own_anchor(self) -> bool:
        """The subject has no anchors of its own: its row carries the dates."""
        return not self.subject.anchors

    def anchors(self) -> models.QuerySet[models.Model]:
        """All anchors; a row's anchors are found by :meth:`link`."""
        return registry.model_of(self.subject.anchors or self.subject.model)._base_manager.all()

    def link(self) -> dict[str, OuterRef]:
        """Lookups on the anchor that tie it to the outer row."""
        if self.declaration.anchor:
            return {"pk": OuterRef(_key(self.declaration.anchor))}
        on = self.subject.anchor_path if self.subject.anchors else "pk"
        return {on: OuterRef(_key(self.declaration.path))}

    def through(self, anchors: models.QuerySet[models.Model]) -> Q:
        """Rows of the declaration that lead to one of these anchors: an index range drives it."""
        if self.declaration.anchor:
            return Q(**{f"{_key(self.declaration.anchor)}__in": anchors.values("pk")})
        on = self.subject.anchor_path if self.subject.anchors else "pk"
        return Q(**{f"{_key(self.declaration.path)}__in": anchors.values(on)})


def _key(path: str) -> str:
    return path or "pk"


def anchor_dates(purpose: Purpose, subject: Subject) -> list[str]:
    """Fields on the anchor that start this purpose's term."""
    return [
        subject.events[start.name]
        for start in purpose.rule.starts
        if isinstance(start, AnchorEvent) and start.name in subject.events
    ]


def row_dates(purpose: Purpose, declaration: Declaration) -> list[str]:
    """Lookups on the row that start this purpose's term."""
    return [
        declaration.events[start.name]
        for start in purpose.rule.starts
        if isinstance(start, RowEvent) and start.name in declaration.events
    ]


def _not_over(fields: list[str], cutoff: date) -> Q:
    """None of these dates has come and lapsed."""
    return reduce(and_, (Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": cutoff}) for name in fields), Q())


def _over(fields: list[str], cutoff: date) -> Q:
    return reduce(or_, (Q(**{f"{name}__lte": cutoff}) for name in fields), NEVER)


def still_covered(purpose: Purpose, declaration: Declaration, terms: Terms, on: date) -> Q:
    """Rows that this purpose still covers on that day."""
    reach = Reach.of(declaration)
    applying = reach.anchors().filter(**reach.link(), **purpose.applies)
    from_anchor = anchor_dates(purpose, reach.subject)
    from_row = row_dates(purpose, declaration)
    covered = NEVER
    groups = terms.cutoffs(purpose.rule, on) or {terms.cutoff(purpose.rule, None, on): frozenset()}
    for cutoff, companies in groups.items():
        anchors = applying.filter(_not_over(from_anchor, cutoff))
        if len(groups) > 1:
            anchors = anchors.filter(**{f"{reach.subject.company}__in": sorted(companies)})
        covered |= Q(Exists(anchors)) & _not_over(from_row, cutoff)
    return covered


def once_lapsed(purpose: Purpose, declaration: Declaration, terms: Terms, on: date) -> list[Q]:
    """Where to look for rows of which this purpose lapsed: one condition per start, each served by an index."""
    reach = Reach.of(declaration)
    groups = terms.cutoffs(purpose.rule, on)
    cutoff = max(groups) if groups else terms.cutoff(purpose.rule, None, on)
    applying = reach.anchors().filter(**purpose.applies)
    from_anchor = anchor_dates(purpose, reach.subject)
    from_row = row_dates(purpose, declaration)
    return [
        *(reach.through(applying.filter(**{f"{name}__lte": cutoff})) for name in from_anchor),
        *(_begun(declaration, name, cutoff) & Q(Exists(applying.filter(**reach.link()))) for name in from_row),
    ]


def _begun(declaration: Declaration, lookup: str, cutoff: date) -> Q:
    """Rows whose date lapsed. The date is asked by itself, of the row that has it: an index on it then says where to
    look, where the other conditions would have every row read."""
    model = registry.model_of(declaration.model)
    first, _, rest = lookup.partition("__")
    pointed_at = model._meta.get_field(first).related_model
    if not rest or pointed_at is None or isinstance(pointed_at, str):
        return Q(pk__in=model._base_manager.filter(**{f"{lookup}__lte": cutoff}).values("pk"))
    return Q(**{f"{first}__in": pointed_at._base_manager.filter(**{f"{rest}__lte": cutoff})})
