"""People and ways to reach them as vCards: version 3.0, which every phone and mail program reads (POR-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from klantkaart.datamap import registry
from klantkaart.datamap.access import Row, Section

from .about import SUBJECT
from .contents import Contents

LONGEST_LINE = 75  # octets, RFC 2426
_ADDRESS = ("extra", "street", "city", "region", "postcode", "country")

Property = tuple[str, str]


def vcards(contents: Contents) -> bytes:
    """One card for the customer itself and one per contact, as far as the copy holds them; empty when it holds none."""
    subject = registry.current().subjects[SUBJECT]
    found: dict[int | None, list[Property]] = defaultdict(list)
    for part in contents.parts:
        for row in part.section.rows:
            found[row.person] += _properties(part.section, row)
    organisation = "" if contents.about.card.is_person else contents.about.name
    identities = dict(_identities((part.section for part in contents.parts), (subject.model, subject.person)))
    cards = [
        _card(properties, organisation if person is not None else "", identities.get(person, ""))
        for person, properties in sorted(found.items(), key=lambda item: item[0] or 0)
        if any(name == "FN" for name, _value in properties)
    ]
    return "".join(cards).encode()


def _identities(sections: Iterable[Section], models: tuple[str, str]) -> Iterator[tuple[int | None, str]]:
    for section in sections:
        if section.declaration.model in models:
            yield from ((row.person, str(row.uuid)) for row in section.rows)


def _properties(section: Section, row: Row) -> list[Property]:
    said = {section.declaration.personal[cell.name].vcard: str(cell.raw or "") for cell in row}
    said |= {
        name: str(cell.value)
        for cell in row
        if (name := section.declaration.personal[cell.name].vcard) == "ADR.country"
    }
    found = [(name, said[name]) for name in ("FN", "TITLE") if said.get(name)]
    if said.get("WAY"):
        found.append(_way(said["WAY"]))
    place = {name.removeprefix("ADR."): text for name, text in said.items() if name.startswith("ADR.")}
    if place.get("street") or place.get("city"):
        found.append(("ADR;TYPE=WORK", ";".join(["", *(_escaped(place.get(name, "")) for name in _ADDRESS)])))
    return found


def _way(value: str) -> Property:
    """A phone number, e-mail address or website, by its own form."""
    if value.startswith("+"):
        return ("TEL;TYPE=CELL" if value.startswith("+316") else "TEL;TYPE=WORK,VOICE"), value
    return ("EMAIL;TYPE=INTERNET", value) if "@" in value else ("URL", value)


def _card(properties: list[Property], organisation: str, identity: str) -> str:
    name = next(value for name, value in properties if name == "FN")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(name)};;;;"]
    if organisation:
        lines.append(f"ORG:{_escaped(organisation)}")
    if identity:
        lines.append(f"UID:urn:uuid:{identity}")
    lines += [f"{name}:{value if name.startswith('ADR') else _escaped(value)}" for name, value in properties]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a continuation begins with a space and never splits a character."""
    pieces, room = [""], LONGEST_LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(" ")
            room = LONGEST_LINE - 1
        pieces[-1] += char
        room -= size
    return "\r\n".join(pieces)
