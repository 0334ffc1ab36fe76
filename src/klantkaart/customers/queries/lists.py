"""Lists of cards and what is searched for; shown to somebody, they are logged (P02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from klantkaart.accounts.roles import Right
from klantkaart.audit.events import EventType
from klantkaart.audit.log import record_read
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor

from .. import events, search
from ..models import Card, Relationship, Stage
from .purposes import main_purpose, of_list
from .review import REVIEW_AFTER_DAYS
from .rows import ListRow, rows

PAGE = 50
COUNT_UP_TO = 1000


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list. ``total`` stops counting at a thousand: then ``more`` is set."""

    rows: tuple[ListRow, ...]
    page: int
    has_next: bool
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    stage: str = ""
    company: int | None = None
    service: str = ""
    review: bool = False
    order: str = ""


ORDERS = {
    "": ("name", "pk"),
    "naam": ("name", "pk"),
    "-naam": ("-name", "-pk"),
    "toegevoegd": ("pk",),
    "-toegevoegd": ("-pk",),
}


def list_cards(*, by: Actor, filters: Filters, page: int = 1) -> ListPage:
    """Customers by name, or in another of ``ORDERS``. Five queries at any size."""
    today = clock.today()
    cards = _within(by, filters, today)
    start = (max(page, 1) - 1) * PAGE
    found = list(cards.order_by(*ORDERS[filters.order]).values_list("pk", flat=True)[start : start + PAGE + 1])
    counted = cards.order_by()[: COUNT_UP_TO + 1].count()
    shown = tuple(rows(found[:PAGE], by, today))
    return ListPage(shown, max(page, 1), len(found) > PAGE, min(counted, COUNT_UP_TO), counted > COUNT_UP_TO)


def _within(by: Actor, filters: Filters, today: date) -> QuerySet[Card]:
    relationships = Relationship.objects.filter(card=OuterRef("pk"))
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        relationships = relationships.filter(company__in=companies)
    if filters.company is not None:
        relationships = relationships.filter(company=filters.company)
    if filters.service:
        relationships = relationships.filter(services__contains=filters.service)
    relationships = relationships.filter(_stage_filter(filters.stage, today))
    cards = Card.objects.filter(Exists(relationships))
    if filters.review:
        before = date.fromordinal(today.toordinal() - REVIEW_AFTER_DAYS)
        cards = cards.filter(Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=before))
    return cards


def _stage_filter(stage: str, today: date) -> Q:
    over = Q(ended_on__isnull=False, ended_on__lt=today)
    conditions = {
        Stage.PROSPECT.value: ~over & Q(customer_since__isnull=True),
        Stage.CUSTOMER.value: Q(ended_on__isnull=True, customer_since__isnull=False),
        Stage.LEAVING.value: Q(ended_on__gte=today, customer_since__isnull=False),
        Stage.LEFT.value: over,
    }
    return conditions.get(stage, Q())


def search_cards(text: str, *, by: Actor, limit: int = 50) -> list[ListRow]:
    """Customers that hold every word of ``text`` somewhere. Names that begin with it come first."""
    found = search.find(text, companies=by.companies_with(Right.CUSTOMERS_VIEW), limit=limit)
    typed = text.strip().lower()
    return sorted(
        rows(found, by, clock.today()), key=lambda row: (not row.name.lower().startswith(typed), row.name.lower())
    )


def show_list(*, by: Actor, at: datetime, filters: Filters, page: int = 1) -> ListPage:
    """As :func:`list_cards`, for somebody's eyes: logged with how many were shown, before they are (P02)."""
    found = list_cards(by=by, filters=filters, page=page)
    _log_many(events.LISTED, found.rows, by, at)
    return found


def show_search(text: str, *, by: Actor, at: datetime, limit: int = 50) -> list[ListRow]:
    """As :func:`search_cards`, for somebody's eyes: logged without the words that were typed (P02)."""
    found = search_cards(text, by=by, limit=limit)
    _log_many(events.SEARCHED, found, by, at)
    return found


def _log_many(event: EventType, shown: Sequence[ListRow], by: Actor, at: datetime) -> None:
    """A line when there was anybody to be seen."""
    if shown:
        record_read(event, by=by, at=at, purpose=main_purpose(of_list(by)), facts={"customers": len(shown)})


def review_list(*, by: Actor, limit: int = 10) -> list[ListRow]:
    """Customers whose data nobody looked at for a year."""
    today = clock.today()
    cards = _within(by, Filters(stage=Stage.CUSTOMER.value, review=True), today).order_by("reviewed_on", "pk")
    return rows(list(cards.values_list("pk", flat=True)[:limit]), by, today)


def leaving_soon(*, by: Actor, limit: int = 20) -> list[ListRow]:
    """Customers who announced that they leave."""
    today = clock.today()
    cards = _within(by, Filters(stage=Stage.LEAVING.value), today).order_by("name")
    return rows(list(cards.values_list("pk", flat=True)[:limit]), by, today)
