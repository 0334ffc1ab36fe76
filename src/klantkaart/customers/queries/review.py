"""Klopt dit nog: whether a card was looked at lately (AVG-5d)."""

from __future__ import annotations

from datetime import date

REVIEW_AFTER_DAYS = 365


def needs_review(reviewed_on: date | None, today: date) -> bool:
    """After a year without a look."""
    return reviewed_on is None or (today - reviewed_on).days > REVIEW_AFTER_DAYS
