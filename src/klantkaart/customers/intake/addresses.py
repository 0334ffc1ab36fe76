"""Addresses from their columns; a Postbus in a second line is the postal address (mapping.md, Moneybird and WeFact)."""

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_postcode
from klantkaart.kernel.text import fold

from .drafts import AddressDraft
from .names import is_postbus, taken_apart
from .plan import Gathered
from .targets import Target

_USES = ("visiting", "postal", "billing")
_PARTS = {
    use: {part: Target(f"{use}.{part}") for part in ("street", "house", "addition", "postcode", "city", "country")}
    for use in _USES
}


def addresses_of(row: Gathered, name: str) -> list[AddressDraft]:
    """The addresses of this row, at most one per use."""
    found = {use: address for use in _USES if (address := _address(row, use))}
    _place_second_line(row, found)
    _place_correspondence(row, found, name)
    return list(found.values())


def _address(row: Gathered, use: str) -> AddressDraft | None:
    one, parts = row.one, _PARTS[use]
    street = one.get(parts["street"], "")
    house, addition = one.get(parts["house"]), one.get(parts["addition"])
    if house or addition:
        street = " ".join(filter(None, (street, house, addition)))
    extra = one.get(Target.VISITING_EXTRA, "") if use == "visiting" else ""
    postcode, city = one.get(parts["postcode"], ""), one.get(parts["city"], "")
    if not (street or postcode or city or extra):
        return None
    country = one.get(parts["country"]) or one.get(Target.VISITING_COUNTRY) or "NL"
    return AddressDraft(use, street, extra, postcode, city, country)


def _place_second_line(row: Gathered, found: dict[str, AddressDraft]) -> None:
    """A Postbus is the postal address when there is none yet; anything else the second line of the visiting one."""
    text = row.one.get(Target.VISITING_SECOND, "")
    if not text:
        return
    visiting = found.get("visiting")
    if is_postbus(text) and "postal" not in found:
        box, postcode, city = taken_apart(text)
        country = visiting.country if visiting else "NL"
        regular = _postcode(postcode, country)
        found["postal"] = (
            AddressDraft("postal", box, "", regular, city, country)
            if regular or not postcode
            else AddressDraft("postal", text, country=country)
        )
        return
    base = visiting or AddressDraft("visiting")
    extra = ", ".join(filter(None, (base.extra, text)))
    found["visiting"] = AddressDraft("visiting", base.street, extra, base.postcode, base.city, base.country)


def _place_correspondence(row: Gathered, found: dict[str, AddressDraft], name: str) -> None:
    one = row.one
    street = one.get(Target.CORRESPONDENCE_STREET, "")
    postcode, city = one.get(Target.CORRESPONDENCE_POSTCODE, ""), one.get(Target.CORRESPONDENCE_CITY, "")
    if not (street or postcode or city):
        return
    company = one.get(Target.CORRESPONDENCE_COMPANY, "")
    extra = company if company and fold(company) != fold(name) else ""
    use = "postal" if is_postbus(street) else "billing"
    country = one.get(Target.CORRESPONDENCE_COUNTRY) or one.get(Target.VISITING_COUNTRY) or "NL"
    found[use] = AddressDraft(use, street, extra, postcode, city, country)


def _postcode(text: str, country: str) -> str:
    try:
        return parse_postcode(text, country) if text else ""
    except Invalid:
        return ""
