"""Everything that changes a card. Each act is atomic, has an actor and a moment, and leaves one line in the log."""

from .create import NewCard, NewContact, create_card, create_cards
from .edit import add_contact, add_part, change_part, confirm_review, remove_part
from .life import add_relationship, announce_leaving, become_customer, leave, stay, withdraw_leaving
from .merge import MergePlan, merge_cards, plan_merge
from .undo import undo

__all__ = [
    "MergePlan",
    "NewCard",
    "NewContact",
    "add_contact",
    "add_part",
    "add_relationship",
    "announce_leaving",
    "become_customer",
    "change_part",
    "confirm_review",
    "create_card",
    "create_cards",
    "leave",
    "merge_cards",
    "plan_merge",
    "remove_part",
    "stay",
    "undo",
    "withdraw_leaving",
]
