"""Customer numbers per company, given inside the act's transaction; the row lock keeps them unique."""

from __future__ import annotations

from django.db import connection

from .models import Company

# One statement, part of every new customer: the row stays locked until the act ends.
_TAKE = "UPDATE companies_company SET next_number = next_number + %s WHERE id = %s RETURNING next_number"


def take_numbers(*, company: int, count: int) -> list[str]:
    """The next ``count`` customer numbers of a company. A number that was given by hand is the caller's to skip."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [count, company])
        row = cursor.fetchone()
    if row is None:
        raise Company.DoesNotExist
    return [str(number) for number in range(row[0] - count, row[0])]
