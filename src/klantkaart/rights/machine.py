"""The same data for machines: one JSON file with everything, one to take along, a CSV file per section (POR-1)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from klantkaart.datamap.access import Section
from klantkaart.kernel.sheets import write_csv

from .contents import Contents, File
from .copied import Part, people_in

FORMAT = 1


def everything(contents: Contents) -> bytes:
    """``gegevens.json``: the copy as stored, with what each field means, the eleven headings and the log."""
    about = contents.about
    return _json(
        {
            "format": "klantkaart-access",
            "version": FORMAT,
            "made_at": about.at,
            "customer_number": about.number,
            "about": "contact" if about.is_contact else "customer",
            "controllers": [company.legal_name or company.name for company in about.companies],
            "headings": [
                {
                    "number": one.number,
                    "title": one.title,
                    "text": one.text,
                    "points": [{"term": point.term, "text": point.text} for point in one.points],
                }
                for one in contents.headings
            ],
            "sections": _sections((part.section for part in contents.parts), contents),
            "log": [
                {
                    "at": look.at,
                    "what": look.what,
                    "who": look.who,
                    "purpose": look.purpose,
                    "changes": [
                        {"field": change.label, "before": change.before, "after": change.after}
                        for change in look.changes
                    ],
                }
                for look in contents.log
            ],
            "files": [name for name, _content in contents.files],
        }
    )


def portable(contents: Contents) -> bytes:
    """``overdraagbaar.json``: what another supplier can take over (art. 20, and wider by our own promise: POR-2)."""
    return _json(
        {
            "format": "klantkaart-portable",
            "version": FORMAT,
            "made_at": contents.about.at,
            "note": _(
                "Uit onze belofte: u krijgt dit ook als de wet er geen recht op geeft. Meenemen is niet verwijderen: "
                "dat vraagt u apart."
            ),
            "sections": _sections(contents.portable, contents),
        }
    )


def _sections(sections: Iterable[Section], contents: Contents) -> list[dict[str, Any]]:
    people = people_in(part.section for part in contents.parts)
    companies = {company.pk: company.name for company in contents.about.companies}
    return [_section(section, people, companies) for section in sections]


def _section(section: Section, people: dict[int, tuple[UUID | None, str]], companies: dict[int, str]) -> dict[str, Any]:
    personal = section.declaration.personal
    rows = []
    for row in section.rows:
        links = {
            "id": row.uuid,
            "company": companies.get(row.company or 0),
            "contact": people.get(row.person or 0, (None, ""))[0],
            "origin": str(row.origin) or None,
        }
        values = {cell.name: cell.raw for cell in row}
        rows.append({**{name: value for name, value in links.items() if value is not None}, "values": values})
    return {
        "model": section.declaration.model,
        "title": str(section.declaration.title),
        "fields": {
            cell.name: {
                "label": str(cell.label),
                "category": str(personal[cell.name].category.label),
                "provided_by_you": cell.provided,
            }
            for cell in section.rows[0]
        },
        "rows": rows,
    }


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str:
    """Moments and days in ISO 8601, anything else as its text."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def tables(contents: Contents) -> list[File]:
    """A CSV file per section as Dutch spreadsheets open it: semicolons, UTF-8 with a mark; no cell is a formula."""
    return [
        (f"{number:02}-{slugify(part.title)}.csv", _table(part)) for number, part in enumerate(contents.parts, start=1)
    ]


def _table(part: Part) -> bytes:
    out, columns = io.BytesIO(), part.columns
    write_csv(out, [columns, *([values.get(column, "") for column in columns] for values in map(dict, part.rows))])
    return out.getvalue()
