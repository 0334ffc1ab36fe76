"""Customer numbers for new relationships: the one that was asked for, or the company's next one that is free."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from klantkaart.companies.numbering import take_numbers
from klantkaart.kernel.errors import Refused

from .bulk import pick
from .models import Relationship


def numbers_for(wanted: Sequence[str], company: int) -> list[str]:
    """The customer numbers that were asked for, and the company's next one where none was ("").

    Refuses one that is in use. Inside the act's transaction.
    """
    given = [number for number in wanted if number]
    taken = _in_use(given, company)
    if taken or len(set(given)) < len(given):
        raise Refused(
            _("Klantnummer %(number)s is al in gebruik bij dit bedrijf. Kies een ander nummer of laat het veld leeg.")
            % {"number": min(taken) if taken else max(given, key=given.count)},
            field="relationship.number",
        )
    new = iter(_next_numbers(len(wanted) - len(given), company, set(given)))
    return [number or next(new) for number in wanted]


def _next_numbers(count: int, company: int, given: set[str]) -> list[str]:
    """The company's next numbers; those that were given by hand before are passed over."""
    found: list[str] = []
    while len(found) < count:
        offered = take_numbers(company=company, count=count - len(found))
        passed = _in_use(offered, company) | given
        found += [number for number in offered if number not in passed]
    return found


def _in_use(numbers: Sequence[str], company: int) -> set[str]:
    return {number for (number,) in pick(Relationship, ("number",), "number", numbers, company=company)}
