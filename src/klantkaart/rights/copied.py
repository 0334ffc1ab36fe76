"""The copy of the data itself: every section of the access copy, in words and as it is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.datamap import registry
from klantkaart.datamap.access import Cell, Row, Section, access_copy
from klantkaart.datamap.vocabulary import Category
from klantkaart.kernel.show import show_date, show_moment
from klantkaart.kernel.text import fold

from .about import SUBJECT, About

SHORT = 46
MOST_COLUMNS = 5
LONG_WORD = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A section as printed. ``rows`` hold (label, text) pairs without empty ones; ``section`` is where it came from."""

    section: Section
    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Labels of everything that is filled in at least one row, in order of declaration."""
        order: dict[str, None] = {}
        for row in self.rows:
            order.update(dict.fromkeys(label for label, _text in row))
        return tuple(order)

    @property
    def is_table(self) -> bool:
        """Short values in few columns read best below each other."""
        texts = [text for row in self.rows for _label, text in row]
        return (
            len(self.rows) > 1
            and len(self.columns) <= MOST_COLUMNS
            and all(len(text) <= SHORT and "\n" not in text for text in texts)
        )


def copied(about: About) -> list[Part]:
    """Everything the declarations say is to be printed about this customer or contact."""
    sections = access_copy(SUBJECT, about.card.pk, person=about.person, companies=about.company_ids)
    people = people_in(sections)
    companies = {company.pk: company.name for company in about.companies}
    return [_part(section, people, companies) for section in sections]


def people_in(sections: Iterable[Section]) -> dict[int, tuple[UUID | None, str]]:
    """Contacts in the copy: key -> identity and name, to say whose a row is."""
    model = registry.current().subjects[SUBJECT].person
    rows = [row for section in sections if section.declaration.model == model for row in section.rows]
    personal = registry.current().declaration(model).personal
    return {
        row.person: (row.uuid, next((str(cell.raw) for cell in row if personal[cell.name].vcard == "FN"), ""))
        for row in rows
        if row.person is not None
    }


def _part(section: Section, people: Mapping[int, tuple[UUID | None, str]], companies: Mapping[int, str]) -> Part:
    own = section.declaration.model == registry.current().subjects[SUBJECT].person
    rows = []
    for row in section.rows:
        pairs = [(_label(cell, row), in_words(cell.value)) for cell in row]
        if not own and row.person is not None:
            pairs.append((_("Contactpersoon"), people[row.person][1]))
        if row.company is not None:
            pairs.append((_("Bedrijf"), companies[row.company]))
        rows.append(tuple((label, text) for label, text in pairs if text))
    return Part(section, capital(section.declaration.title), tuple(rows))


def _label(cell: Cell, row: Row) -> str:
    """The field's name on screen; with its own name behind it when two fields are called the same."""
    label = capital(cell.label)
    alike = sum(capital(other.label) == label for other in row)
    return label if alike == 1 else f"{label} ({cell.name})"


def in_words(value: Any) -> str:
    """A value as people read it; empty stays empty."""
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nee")
        case datetime():
            return show_moment(value)
        case date():
            return show_date(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    return str(value)


def capital(text: object) -> str:
    """With a capital in front; the rest as it is (KvK-nummer, e-mail)."""
    said = str(text)
    return said[:1].upper() + said[1:]


def mentions(about: About) -> int:
    """Rows of free text on the card that may be about this contact. They may name others as well, so somebody must
    look before they are handed out (art. 15(4)); a part of the name is enough to be counted."""
    if about.contact is None:
        return 0
    names = {word for word in words(about.contact_name) if len(word) >= LONG_WORD}
    ways = {fold(form) for form in _ways(about)}
    return sum(
        bool(names & words(text)) or any(way in fold(text) for way in ways)
        for text in _free_text(access_copy(SUBJECT, about.card.pk, companies=about.company_ids))
    )


def words(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(re.findall(r"\w+", fold(text)))


def _free_text(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        if section.declaration.person:
            continue
        personal = section.declaration.personal
        for row in section.rows:
            yield from (
                cell.raw
                for cell in row
                if personal[cell.name].category is Category.FREE_TEXT and isinstance(cell.raw, str)
            )


def _ways(about: About) -> Iterator[str]:
    """The contact's own phone numbers and addresses, as stored and as written."""
    for section in access_copy(SUBJECT, about.card.pk, person=about.person):
        for row in section.rows:
            for cell in row:
                if section.declaration.personal[cell.name].vcard == "WAY":
                    yield from (str(cell.raw), str(cell.value))


def identities(parts: Iterable[Part]) -> frozenset[UUID]:
    """Identities of every row in the copy."""
    return frozenset(row.uuid for part in parts for row in part.section.rows if row.uuid is not None)


def count(parts: Iterable[Part]) -> int:
    """Rows in the copy."""
    return sum(len(part.rows) for part in parts)
