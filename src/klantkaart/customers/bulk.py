"""Inserting many rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; they know their keys afterwards."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows)
