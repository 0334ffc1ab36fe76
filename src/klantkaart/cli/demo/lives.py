"""Lives in progress: customers of both companies, some who leave, some who left."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from klantkaart.customers import actions, queries
from klantkaart.customers.lookup import by_card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL

SHARED, LEAVING, LEFT = 6, 3, 2


def live(telecom: int, security: int) -> None:
    """Let a few customers of the telecom company take alarm as well, announce their leaving, or have left."""
    page = queries.list_cards(by=TERMINAL, filters=queries.Filters(stage="customer", company=telecom))
    cards = [row.uuid for row in page.rows]
    for card in cards[:SHARED]:
        actions.add_relationship(card=card, company=security, by=TERMINAL, at=clock.now(), services="alarm")
    leaving = cards[SHARED : SHARED + LEAVING]
    left = cards[SHARED + LEAVING : SHARED + LEAVING + LEFT]
    for index, card in enumerate(leaving):
        _leave(card, in_days=9 + 24 * index)
    for index, card in enumerate(left):
        _leave(card, in_days=-5 - 15 * index)


def _leave(card: UUID, *, in_days: int) -> None:
    for relationship in by_card(card, by=TERMINAL):
        actions.announce_leaving(
            card=card,
            relationship=relationship.uuid,
            ended_on=clock.today() + timedelta(days=in_days),
            by=TERMINAL,
            at=clock.now(),
        )
