"""The register in its three forms. All say the same; a test compares them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from klantkaart.companies.controllers import Controller
from klantkaart.kernel import pdf
from klantkaart.kernel.sheets import write_csv, write_xlsx
from klantkaart.kernel.show import show_date

from .queries import Register
from .rows import Ground, Place, Row

FORMAT = 1


def as_json(register: Register) -> bytes:
    """For machines: everything, by the names of the fields."""
    said = {
        "format": "klantkaart-register",
        "version": FORMAT,
        "on": register.on.isoformat(),
        "fingerprint": register.fingerprint,
        "controllers": [asdict(one) for one in register.controllers],
        "arrangements": [
            {
                "signed_on": one.signed_on.isoformat(),
                "essence": one.essence,
                "companies": _names(register, one.companies),
            }
            for one in register.arrangements
        ],
        "processings": [asdict(row) for row in register.rows],
        "measures": [asdict(one) for one in register.measures],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_csv(register: Register) -> bytes:
    """A row per processing with every column of REG-1, as Dutch spreadsheets open it."""
    out = io.BytesIO()
    write_csv(out, _table(register))
    return out.getvalue()


def as_xlsx(register: Register) -> bytes:
    """As :func:`as_csv`, as a workbook."""
    out = io.BytesIO()
    write_xlsx(out, _("Register"), _table(register), widths=[28] * 16)
    return out.getvalue()


def _table(register: Register) -> list[list[str]]:
    tables = [dict(columns_of(register, row)) for row in register.rows]
    return [list(tables[0]) if tables else [], *(list(table.values()) for table in tables)]


def as_pdf(register: Register, *, at: datetime, language: str) -> bytes:
    """For the authority: PDF/A-3a and PDF/UA-1."""
    return pdf.render("register/typst/register.typ", _paper(register, language), at=at)


def columns_of(register: Register, row: Row) -> Iterator[tuple[str, str]]:
    """(a) to (g) of art. 30(1), and what is added of one's own: ground, source, place, day."""
    yield _("Verwerking"), row.processing
    yield from _head(register)
    yield from _body(row, "; ")
    yield _("Beveiliging"), " ".join(one.text for one in register.measures if one.in_place)
    yield _("Bijgewerkt op"), show_date(register.on)


def _head(register: Register) -> Iterator[tuple[str, str]]:
    """Who answers for it: the same for every processing."""
    yield _("Verwerkingsverantwoordelijke"), "; ".join(_who(one) for one in register.controllers)
    yield _("Gezamenlijk verantwoordelijk"), "; ".join(_agreed(register))
    yield _("Vertegenwoordiger"), _("niet van toepassing: gevestigd in Nederland")
    yield _("Aanspreekpunt privacy"), "; ".join(_contact(one) for one in register.controllers)


def _body(row: Row, between: str) -> Iterator[tuple[str, str]]:
    yield _("Doel"), row.purpose
    yield _("Grondslag"), between.join(_ground(one) for one in row.grounds)
    yield _("Betrokkenen"), ", ".join(row.people)
    yield _("Soorten gegevens"), ", ".join(row.categories)
    yield _("Extra gevoelig"), ", ".join(row.elevated) or _("nee")
    yield _("Herkomst"), ", ".join(row.sources)
    yield _("Ontvangers"), " ".join(row.recipients)
    yield _("Doorgifte"), " ".join(row.transfers)
    yield _("Bewaartermijn"), between.join(row.terms)
    yield _("Bron van de termijn"), row.term_source
    yield _("Bewaarplaats"), between.join(_place(one) for one in row.places)


def _place(one: Place) -> str:
    return f"{one.title} ({'; '.join(filter(None, [one.holds, one.ends]))})"


def _ground(one: Ground) -> str:
    return f"{one.people}: {one.said}{f' - {one.reason}' if one.reason else ''}"


def _who(one: Controller) -> str:
    number = _("KvK %(number)s") % {"number": one.kvk_number} if one.kvk_number else ""
    return ", ".join(filter(None, [one.legal_name or one.name, number, *one.address]))


def _contact(one: Controller) -> str:
    return f"{one.name}: {', '.join(one.reach) or _('nog niet ingevuld')}"


def _agreed(register: Register) -> Iterator[str]:
    if not register.arrangements:
        yield _("niet van toepassing: er is geen onderlinge regeling (AVG artikel 26)")
    for one in register.arrangements:
        yield _("%(names)s, regeling van %(day)s: %(essence)s") % {
            "names": ", ".join(_names(register, one.companies)),
            "day": show_date(one.signed_on),
            "essence": one.essence,
        }


def _names(register: Register, companies: frozenset[int]) -> list[str]:
    return [one.name for one in register.controllers if one.pk in companies]


def _paper(register: Register, language: str) -> dict[str, Any]:
    names = ", ".join(one.name for one in register.controllers)
    title, absent = _("Register van verwerkingen"), _("NIET ingesteld: %(measure)s")
    return {
        "title": title,
        "author": names,
        "language": language,
        "foot": f"{title}, {names}, {show_date(register.on)}",
        "page_word": _("bladzijde"),
        "introduction": _("Gemaakt uit wat het systeem op %(day)s vastlegt (AVG artikel 30). Kenmerk %(mark)s.")
        % {"day": show_date(register.on), "mark": register.fingerprint},
        "head_title": _("Wie verantwoordelijk is"),
        "head": [list(pair) for pair in _head(register)],
        "measures_title": _("Beveiliging"),
        "measures": [one.text if one.in_place else absent % {"measure": one.text} for one in register.measures],
        "processings_title": _("Verwerkingen"),
        "processings": [
            {"title": row.processing, "rows": [list(pair) for pair in _body(row, "\n")]} for row in register.rows
        ],
    }
