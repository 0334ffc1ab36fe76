"""For which purposes somebody reads cards: the same for a list, a card and a name."""

from __future__ import annotations

from klantkaart.kernel.actor import Actor

CARD_PURPOSES = ("quote", "service", "invoicing")


def main_purpose(purposes: frozenset[str]) -> str:
    """The one of several that is kept in the log."""
    return next((code for code in ("service", "invoicing", "quote", "rights") if code in purposes), "accountability")


def of_list(by: Actor) -> frozenset[str]:
    """What a list is read for: the work with customers only."""
    return frozenset(CARD_PURPOSES) if by.is_system else by.purposes(CARD_PURPOSES)


def of_card(by: Actor) -> frozenset[str]:
    """What one card is opened for, a person's rights among them."""
    return frozenset(CARD_PURPOSES) if by.is_system else by.purposes((*CARD_PURPOSES, "rights"))


def reading(by: Actor) -> frozenset[str]:
    """Whoever carries out a person's rights sees what the law lets that person see: everything (AVG art. 15)."""
    purposes = of_card(by)
    return frozenset(CARD_PURPOSES) if "rights" in purposes else purposes
