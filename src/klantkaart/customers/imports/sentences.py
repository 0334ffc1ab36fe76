"""What matching says about a row, beside what reading said (``intake.codes``). Values of cells never stand in them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..intake.findings import Finding, Level

MATCHES: dict[str, str | Promise] = {
    "known_number": _("Deze klant is er al, herkend aan het klantnummer."),
    "known_kvk": _("Deze klant is er al, herkend aan het KvK-nummer."),
    "known_vat": _("Deze klant is er al, herkend aan het btw-id."),
    "fills": _("Lege velden die worden aangevuld: %(fields)s. Wat al is ingevuld, blijft staan."),
    "complete": _("Er is niets aan te vullen."),
    "left": _("De relatie met deze klant is beëindigd of loopt af; er wordt niets aangevuld."),
    "sister": _("De klant is al bekend bij een zusterbedrijf en wordt ook klant van dit bedrijf."),
    "number_other": _(
        "Dit klantnummer is al van een klant met een andere naam. Neem je deze rij over, dan komt er een nieuwe klant "
        "met een nieuw nummer."
    ),
    "several_cards": _(
        "Deze rij past bij meer dan één bestaande klant. Kijk welke het is en voeg die zelf aan. "
        "Neem je deze rij over, dan komt er een nieuwe klant bij."
    ),
    "like_iban": _("Er is al een klant met dit IBAN. Is het een ander? Neem de rij dan over."),
    "like_email": _("Er is al een klant met deze naam en dit e-mailadres. Is het een ander? Neem de rij dan over."),
    "like_phone": _("Er is al een klant met deze naam en dit telefoonnummer. Is het een ander? Neem de rij dan over."),
    "like_name": _(
        "Er is al een klant met deze naam, en deze rij heeft verder niets om een klant aan te herkennen. "
        "Is het een ander? Neem de rij dan over."
    ),
    "in_file": _("Op rij %(first)s staat dezelfde klant, herkend aan %(by)s. Is het een ander? Neem de rij dan over."),
    "suppressed": _(
        "Deze klant is eerder verwijderd en komt niet vanzelf terug. Neem de rij alleen over als de klant opnieuw "
        "klant wordt of als het iemand anders is, en kies die reden."
    ),
    "suppressed_contact": _(
        "Een contactpersoon op deze rij is eerder verwijderd en wordt niet overgenomen. "
        "Voeg die zelf toe als de klant daarom vraagt."
    ),
    "came_meanwhile": _("Deze klant kwam er na het bekijken bij en is daarom niet nog eens overgenomen."),
    "chosen_again": _("Overgenomen omdat de klant opnieuw klant is."),
    "chosen_other": _("Overgenomen omdat het iemand anders is."),
}
REASONS: dict[str, str | Promise] = {
    "again": _("De klant wordt opnieuw klant"),
    "other": _("Het is iemand anders"),
}


def about(row: int, code: str, level: Level = Level.NOTED, **facts: str) -> Finding:
    """A finding of matching: about the row as a whole."""
    return Finding(row, "", level, code, facts=facts)


def sentence_of(kept: Mapping[str, Any]) -> str:
    """The words of a finding that was kept, whichever half it came from."""
    if kept["code"] in MATCHES:
        sentence: str = str(MATCHES[kept["code"]]) % kept["facts"]
        return sentence
    return Finding.from_json(kept).sentence
