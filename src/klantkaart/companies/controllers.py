"""The companies as controllers: who they are, whom to reach about privacy, what they arranged (ST-01, ST-02)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from klantkaart.kernel.numbers import show_phone

from .models import Arrangement, Company


@dataclass(frozen=True, slots=True)
class Controller:
    """A controller in the sense of AVG art. 4(7), as printed: phone numbers in the form people read."""

    pk: int
    name: str
    legal_name: str
    kvk_number: str
    address: tuple[str, ...]
    phone: str
    email: str
    website: str
    privacy_contact: str
    privacy_email: str
    privacy_phone: str

    @property
    def reach(self) -> tuple[str, ...]:
        """How to reach the company about privacy: the contact point it named, else its general address."""
        named = tuple(filter(None, (self.privacy_contact, self.privacy_email, self.privacy_phone)))
        return named if self.privacy_email or self.privacy_phone else tuple(filter(None, (self.email, self.phone)))

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of fields that art. 13(1)(a) and 30(1)(a) need and that are empty."""
        needed = {
            "legal_name": self.legal_name,
            "kvk_number": self.kvk_number,
            "street": "".join(self.address),
            "privacy_contact": self.privacy_email or self.privacy_phone,
        }
        return tuple(name for name, value in needed.items() if not value)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An art. 26 arrangement in force: which companies, since when, and its essence as published."""

    companies: frozenset[int]
    signed_on: date
    essence: str


def controllers(ids: Iterable[int] | None = None) -> list[Controller]:
    """Companies by name; only these ``ids`` when given. One query."""
    rows = Company.objects.all() if ids is None else Company.objects.filter(pk__in=list(ids))
    return [_controller(row) for row in rows]


def arrangements(on: date, *, among: Collection[int] | None = None) -> list[Agreed]:
    """Arrangements in force on that day; with ``among`` those that concern one of these companies. Two queries."""
    running = Arrangement.objects.filter(signed_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))
    found = [
        Agreed(frozenset(company.pk for company in one.companies.all()), one.signed_on, one.essence)
        for one in running.prefetch_related("companies")
    ]
    return [one for one in found if among is None or one.companies & frozenset(among)]


def _controller(row: Company) -> Controller:
    place = " ".join(filter(None, (row.postcode, row.city)))
    return Controller(
        row.pk,
        row.name,
        row.legal_name,
        row.kvk_number,
        tuple(filter(None, (row.street, place))),
        _phone(row.phone),
        row.email,
        row.website,
        row.privacy_contact,
        row.privacy_email,
        _phone(row.privacy_phone),
    )


def _phone(number: str) -> str:
    return show_phone(number) if number.startswith("+") else number
