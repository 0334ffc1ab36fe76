"""Names put together from the fields packages keep them in."""

import re

from klantkaart.kernel.text import fold

from .plan import Gathered
from .targets import Target

_POSTBUS = re.compile(r"(?:postbus|p\.? ?o\.? ?box|antwoordnummer|postfach)\s*\d", re.IGNORECASE)
_POSTBUS_LINE = re.compile(r"(?P<box>[^,\n]+?)[,\s]+(?P<postcode>[1-9]\d{3}\s?[A-Za-z]{2})[,\s]+(?P<city>\S.*)")


def person_name(row: Gathered) -> str:
    """First name (or initials), prefix and last name of the person fields; "" when they are empty."""
    one = row.one
    given = one.get(Target.FIRST_NAME) or one.get(Target.INITIALS)
    return " ".join(filter(None, (given, one.get(Target.PREFIX), one.get(Target.LAST_NAME))))


def contact_names(row: Gathered) -> list[str]:
    """The contact persons this row names, the main one first; an ``attention`` that says the same adds nobody."""
    main = row.one.get(Target.CONTACT_NAME) or person_name(row)
    names = [main] if main else []
    for name in row.several.get(Target.CONTACT_ATTENTION, ()):
        if not any(same_person(name, known) for known in names):
            names.append(name)
    return names


def same_person(name: str, other: str) -> bool:
    """Within one row: the same name, or the same but for a first name written as initials (``W. Smit``)."""
    one, two = fold(name), fold(other)
    if one == two:
        return True
    first, _space, rest = one.partition(" ")
    other_first, _space, other_rest = two.partition(" ")
    short = "." in first or "." in other_first
    return bool(rest) and rest == other_rest and short and first[0] == other_first[0]


def correspondence_name(row: Gathered) -> str:
    """Who the correspondence address names."""
    parts = (row.one.get(Target.CORRESPONDENCE_INITIALS), row.one.get(Target.CORRESPONDENCE_LAST_NAME))
    return " ".join(filter(None, parts))


def is_postbus(street: str) -> bool:
    """Whether this is where only letters go."""
    return _POSTBUS.match(street) is not None


def taken_apart(line: str) -> tuple[str, str, str]:
    """``Postbus 577, 9720 GG Groningen`` -> box, postcode, city; what cannot be told apart stays in the first."""
    found = _POSTBUS_LINE.fullmatch(line)
    return (found["box"].strip(), found["postcode"], found["city"].strip()) if found else (line, "", "")
