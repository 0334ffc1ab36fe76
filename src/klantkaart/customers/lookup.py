"""Finding relationships: by the number people quote, or of a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound, Refused

from .models import Relationship


@dataclass(frozen=True, slots=True)
class Numbered:
    """A relationship: whose, at which company, under which number, and its last day."""

    uuid: UUID
    card: UUID
    company: int
    company_name: str
    number: str
    ended_on: date | None


def by_number(number: str, *, by: Actor, company: int | None = None) -> Numbered:
    """The relationship with this customer number. Refuses (NotFound) a number that nobody has at the companies this
    person may see, and (Refused) one that two companies gave when no ``company`` is named."""
    rows = _visible(by).filter(number=number.strip())
    if company is not None:
        rows = rows.filter(company=company)
    found = _numbered(rows)
    if not found:
        raise NotFound(_("Klantnummer %(number)s is er niet. Zoek de klant op naam.") % {"number": number})
    if len(found) > 1:
        raise Refused(
            _("Klantnummer %(number)s komt voor bij %(companies)s. Zeg erbij welk bedrijf je bedoelt.")
            % {"number": number, "companies": ", ".join(one.company_name for one in found)}
        )
    return found[0]


def by_card(card: UUID, *, by: Actor) -> list[Numbered]:
    """The relationships of a card with the companies this person may see."""
    return _numbered(_visible(by).filter(card__uuid=card))


def _visible(by: Actor) -> QuerySet[Relationship]:
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    rows = Relationship.objects.order_by("company__name")
    return rows if companies is None else rows.filter(company__in=companies)


def _numbered(rows: QuerySet[Relationship]) -> list[Numbered]:
    names = ("uuid", "card__uuid", "company", "company__name", "number", "ended_on")
    return [Numbered(*values) for values in rows.values_list(*names)]
