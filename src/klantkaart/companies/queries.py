"""Typed reads about the group and its companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from .models import Arrangement, Company


@dataclass(frozen=True, slots=True)
class CompanyName:
    """What a list needs of a company."""

    pk: int
    uuid: UUID
    name: str
    accent: str


def companies(ids: Iterable[int] | None = None) -> list[CompanyName]:
    """Companies by name; only these ``ids`` when given. One query."""
    rows = Company.objects.all() if ids is None else Company.objects.filter(pk__in=list(ids))
    return [CompanyName(*values) for values in rows.values_list("pk", "uuid", "name", "accent")]


def share_a_card(ids: Iterable[int], *, on: date) -> bool:
    """Whether one arrangement that is in force covers all these companies (ROL-4)."""
    wanted = set(ids)
    if len(wanted) < 2:  # noqa: PLR2004  (one company shares with nobody)
        return True
    running = Arrangement.objects.filter(signed_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))
    return any(wanted <= set(one.companies.values_list("pk", flat=True)) for one in running)


def first_company() -> Company | None:
    """The company that was set up first."""
    return Company.objects.order_by("pk").first()
