"""How long what hangs on a relationship outlives it, straight from the terms: no plan of every row is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from klantkaart.datamap import registry
from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.reads import Reading

PROSPECT_PURPOSES = ("quote",)
CUSTOMER_PURPOSES = ("service", "invoicing")


def _last_days(terms: Terms, *, company: int, prospect: bool, ended_on: date, on: date) -> list[date]:
    codes = PROSPECT_PURPOSES if prospect else CUSTOMER_PURPOSES
    purposes = [registry.current().purpose(code) for code in codes]
    return [terms.last_day(purpose.rule, company, ended_on, on=on) for purpose in purposes]


def gone_from(*, company: int, prospect: bool, ended_on: date, on: date) -> date:
    """The first day on which something of a relationship that ended then is destroyed."""
    days = _last_days(Terms.load(), company=company, prospect=prospect, ended_on=ended_on, on=on)
    return min(days) + timedelta(days=1)


def card_until(relationships: Sequence[Reading], on: date) -> date | None:
    """The last day of a card with these relationships; None while one of them has no last day."""
    if not relationships or not all(row.ended_on for row in relationships):
        return None
    terms = Terms.load()
    return max(
        day
        for row in relationships
        for day in _last_days(terms, company=row.company, prospect=not row.customer_since, ended_on=row.ended_on, on=on)
    )
