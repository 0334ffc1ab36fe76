"""Typed reads of cards. Everything personal in them comes from purpose-bound reads; opening a card is logged."""

from .card import (
    CardView,
    ContactView,
    Who,
    card_name,
    card_names,
    find_uuid,
    open_card,
    part_values,
    subject_of,
    view_card,
)
from .lists import (
    COUNT_UP_TO,
    ORDERS,
    PAGE,
    Filters,
    ListPage,
    leaving_soon,
    list_cards,
    review_list,
    search_cards,
    show_list,
    show_search,
)
from .purposes import CARD_PURPOSES
from .review import REVIEW_AFTER_DAYS, needs_review
from .rows import ListRow, combined_stage, likely_duplicates, list_row, names_of, rows_of

__all__ = [
    "CARD_PURPOSES",
    "COUNT_UP_TO",
    "ORDERS",
    "PAGE",
    "REVIEW_AFTER_DAYS",
    "CardView",
    "ContactView",
    "Filters",
    "ListPage",
    "ListRow",
    "Who",
    "card_name",
    "card_names",
    "combined_stage",
    "find_uuid",
    "leaving_soon",
    "likely_duplicates",
    "list_cards",
    "list_row",
    "names_of",
    "needs_review",
    "open_card",
    "part_values",
    "review_list",
    "rows_of",
    "search_cards",
    "show_list",
    "show_search",
    "subject_of",
    "view_card",
]
