"""Why a file is not let in: what it is, and what to do instead."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from .magic import Content, is_locked

_WORKBOOK = frozenset({".xlsx", ".xlsm"})
_TEXT = frozenset({".csv", ".txt", ".tsv"})


def wrong_content(content: Content, suffix: str, stream: BinaryIO, shown: str) -> Invalid:
    """The sentence for a file whose content is not what its name says, or that cannot be read at all."""
    if content is Content.OLE:
        return _old_office(stream, shown)
    if content is Content.BLANK:
        return Invalid(_("%(file)s is leeg. Kies het bestand met de klanten.") % {"file": shown})
    if content is Content.ZIP and suffix in _TEXT:
        sentence = _(
            "%(file)s heet een tekstbestand, maar is een Excel- of zipbestand. "
            "Is het Excel? Geef het een naam die eindigt op .xlsx."
        )
    elif content is Content.TEXT and suffix in _WORKBOOK:
        sentence = _("%(file)s heet een Excel-bestand, maar is gewone tekst. Geef het een naam die eindigt op .csv.")
    else:
        sentence = _by_content(content)
    return Invalid(sentence % {"file": shown})


def _by_content(content: Content) -> str:
    known = {
        Content.PDF: _("%(file)s is een pdf. Sla de klantenlijst in het andere pakket op als .xlsx of CSV."),
        Content.HTML: _("%(file)s is een webpagina. Open het in Excel en sla het op als .xlsx of CSV."),
        Content.XML: _("%(file)s is een XML-bestand. Open het in Excel en sla het op als .xlsx of CSV."),
        Content.BINARY: _("%(file)s is geen tekst en geen Excel-bestand. Sla de klantenlijst op als .xlsx of CSV."),
    }
    return known.get(content, _("%(file)s eindigt niet op .xlsx of .csv. Sla de klantenlijst op als .xlsx of CSV."))


def _old_office(stream: BinaryIO, shown: str) -> Invalid:
    if is_locked(stream):
        sentence = _("%(file)s heeft een wachtwoord. Haal dat er in Excel af en sla het bestand op als .xlsx.")
    else:
        sentence = _("%(file)s is een oud Excel-bestand (.xls). Sla op als .xlsx of CSV en kies dat bestand.")
    return Invalid(sentence % {"file": shown})
