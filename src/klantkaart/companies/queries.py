"""Typed reads about the group and its companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound
from klantkaart.kernel.numbers import show_iban, show_phone

from .identity import CLEANERS, fingerprint
from .models import Arrangement, Company


@dataclass(frozen=True, slots=True)
class CompanyName:
    """What a list needs of a company."""

    pk: int
    uuid: UUID
    name: str
    accent: str


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One company as a form shows it. ``values`` by field name, as people read them; ``seen`` marks this version;
    ``wanting``: fields that the statement or an invoice needs and that are empty (ST-01, INV-1)."""

    pk: int
    uuid: UUID
    name: str
    accent: str
    values: dict[str, str]
    seen: str
    wanting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """An arrangement on file. ``running``: it holds today."""

    uuid: UUID
    companies: tuple[str, ...]
    company_ids: frozenset[int]
    signed_on: date
    ended_on: date | None
    signed_by: str
    reference: str
    essence: str
    running: bool


_NEEDED = ("legal_name", "kvk_number", "vat_id", "street", "postcode", "city", "iban")
_SHOWN = {"phone": show_phone, "privacy_phone": show_phone, "iban": show_iban}


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


def company_pages(*, by: Actor) -> list[CompanyPage]:
    """The companies whose settings ``by`` may see, by name. One query."""
    mine = by.companies_with(Right.SETTINGS_VIEW)
    rows = Company.objects.all() if mine is None else Company.objects.filter(pk__in=mine)
    return [_page(row) for row in rows]


def company_page(uuid: UUID, *, by: Actor) -> CompanyPage:
    """One of :func:`company_pages`. Refuses any other as unknown."""
    for page in company_pages(by=by):
        if page.uuid == uuid:
            return page
    raise NotFound(_("Dit bedrijf bestaat niet."))


def arrangement_rows(*, by: Actor, on: date) -> list[ArrangementRow]:
    """Every arrangement that concerns a company of ``by``, the newest first; those that ended too."""
    mine = by.companies_with(Right.SETTINGS_VIEW)
    rows = Arrangement.objects.order_by("-signed_on", "-pk").prefetch_related("companies")
    found = [_arrangement(row, on) for row in rows]
    return [row for row in found if mine is None or row.company_ids & mine]


def arrangement_row(uuid: UUID, *, by: Actor, on: date) -> ArrangementRow:
    """One of :func:`arrangement_rows`. Refuses any other as unknown."""
    for row in arrangement_rows(by=by, on=on):
        if row.uuid == uuid:
            return row
    raise NotFound(_("Deze regeling bestaat niet."))


def free_series() -> int:
    """Where the customer numbers of a next company can begin without meeting those of the others."""
    highest: int = Company.objects.aggregate(found=Max("next_number"))["found"] or 1
    return (highest // 10_000 + 1) * 10_000 + 1


def _page(row: Company) -> CompanyPage:
    values = {name: getattr(row, name) for name in CLEANERS}
    shown = {name: _SHOWN[name](value) if name in _SHOWN and value else str(value) for name, value in values.items()}
    wanting = [name for name in _NEEDED if not values[name]]
    if not (row.privacy_email or row.privacy_phone):
        wanting.append("privacy_email")
    return CompanyPage(row.pk, row.uuid, row.name, row.accent, shown, fingerprint(values), tuple(wanting))


def _arrangement(row: Arrangement, on: date) -> ArrangementRow:
    among = list(row.companies.all())
    return ArrangementRow(
        row.uuid,
        tuple(one.name for one in among),
        frozenset(one.pk for one in among),
        row.signed_on,
        row.ended_on,
        row.signed_by,
        row.reference,
        row.essence,
        row.signed_on <= on and (row.ended_on is None or row.ended_on >= on),
    )
