"""How customers look in lists and on the card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from klantkaart.customers.choices import (
    ADDRESS_USES,
    CARD_KINDS,
    CHANNEL_KINDS,
    CHANNEL_USES,
    CONTACT_KINDS,
    SERVICES,
    SOURCES,
    STAGES,
)

register = template.Library()

TONES = {"prospect": "blue", "customer": "green", "leaving": "amber", "left": "grey"}
_WORDS: dict[str, dict[str, Any]] = {
    "card": dict(CARD_KINDS),
    "source": dict(SOURCES),
    "contact": dict(CONTACT_KINDS),
    "channel": dict(CHANNEL_KINDS),
    "use": dict(CHANNEL_USES),
    "address": dict(ADDRESS_USES),
    "stage": dict(STAGES),
    "service": dict(SERVICES),
}


@register.filter
def word(code: object, kind: str) -> str:
    """The word on screen for a code; nothing for a code without one."""
    return str(_WORDS.get(kind, {}).get(str(code), ""))


@register.filter
def words(codes: object, kind: str) -> str:
    """As :func:`word`, for codes separated by commas."""
    return ", ".join(found for code in str(codes).split(",") if (found := word(code, kind)))


@register.filter
def tone(stage: object) -> str:
    """The colour of a stage in the life of a customer."""
    return TONES.get(str(stage), "grey")


@register.filter
def at(mapping: Mapping[Any, Any], key: object) -> Any:
    """``mapping[key]``, or nothing."""
    return mapping.get(key)
