"""Customer numbers per company, given inside the act's transaction; the row lock keeps them unique."""

from __future__ import annotations

from django.db.models import F

from .models import Company


def take_numbers(*, company: int, count: int) -> list[str]:
    """The next ``count`` customer numbers of a company. A number that was given by hand is the caller's to skip."""
    if count == 0:
        return []
    row = Company.objects.select_for_update().get(pk=company)
    Company.objects.filter(pk=company).update(next_number=F("next_number") + count)
    return [str(number) for number in range(row.next_number, row.next_number + count)]
