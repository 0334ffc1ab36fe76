"""The print-out on paper: a PDF that can be kept (PDF/A-3a) and read aloud (PDF/UA-1)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkaart.kernel import pdf
from klantkaart.kernel.show import show_date, show_moment

from .contents import Contents
from .copied import Part
from .looked import Look

MOST_LINES = 400
COPY = 2


def uittreksel(contents: Contents) -> bytes:
    """The PDF. Its title names no person: titles show in windows and lists of files."""
    return pdf.render("rights/typst/uittreksel.typ", _data(contents), at=contents.about.at)


def _data(contents: Contents) -> dict[str, Any]:
    about = contents.about
    title = _("Uittreksel van uw gegevens")
    return {
        "title": title,
        "author": ", ".join(company.name for company in about.companies),
        "language": contents.language,
        "foot": _("%(title)s, klantnummer %(number)s, %(day)s")
        % {"title": title, "number": about.number, "day": show_date(about.on)},
        "page_word": _("bladzijde"),
        "facts": _facts(contents),
        "introduction": [
            _("Dit is het antwoord op uw vraag wat wij van u hebben vastgelegd (AVG artikel 15)."),
            _("Bewaar het zorgvuldig: het staat vol met uw gegevens."),
        ],
        "headings": [
            {
                "number": one.number,
                "title": one.title,
                "text": list(one.text),
                "points": [[point.term, point.text] for point in one.points],
                "parts": [_part(part) for part in contents.parts] if one.number == COPY else [],
            }
            for one in contents.headings
        ],
        "log": _log(contents.log),
    }


def _facts(contents: Contents) -> list[list[str]]:
    about = contents.about
    named = about.contact is None or not about.card.is_person
    facts = [
        (_("Over"), about.contact_name if about.is_contact else about.name),
        (_("Klant"), about.name if about.is_contact and named else ""),
        (_("Klantnummer"), about.number),
        (_("Gemaakt op"), show_moment(about.at)),
        (_("Door"), ", ".join(company.name for company in about.companies)),
    ]
    return [[label, text] for label, text in facts if text]


def _part(part: Part) -> dict[str, Any]:
    if not part.is_table:
        return {"title": part.title, "table": False, "rows": [[list(pair) for pair in row] for row in part.rows]}
    columns = part.columns
    rows = [[values.get(column, "") for column in columns] for values in map(dict, part.rows)]
    return {"title": part.title, "table": True, "columns": list(columns), "rows": rows}


def _log(log: tuple[Look, ...]) -> dict[str, Any]:
    text = [_("Uit ons logboek, het nieuwste eerst. Regels verdwijnen na hun bewaartermijn.")]
    if not log:
        text = [_("Ons logboek bevat geen regels meer over u.")]
    if len(log) > MOST_LINES:
        left = len(log) - MOST_LINES
        text.append(
            ngettext("De oudste %(count)d regel staat in gegevens.json.",
                     "De oudste %(count)d regels staan in gegevens.json.", left) % {"count": left}
        )  # fmt: skip
    return {
        "title": _("Wie uw gegevens zag of wijzigde"),
        "text": text,
        "columns": [_("Wanneer"), _("Wie"), _("Wat"), _("Waarvoor")],
        "rows": [[show_moment(one.at), one.who, _what(one), one.purpose] for one in log[:MOST_LINES]],
    }


def _what(look: Look) -> str:
    none = _("(leeg)")
    said = [f"{change.label}: {change.before or none} → {change.after or none}" for change in look.changes]
    return "\n".join([look.what, *said])
