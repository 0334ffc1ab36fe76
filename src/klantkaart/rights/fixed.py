"""Headings that say the same to everybody: rights, complaint, automated decisions, transfers (art. 15(1)-(2))."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .headings import Heading, Point, Subject, reached

AP_ADDRESS = "autoriteitpersoonsgegevens.nl, 088 - 1805 250, Postbus 93374, 2509 AJ Den Haag"


def rights(subject: Subject) -> Heading:
    reach = "; ".join(f"{one.name}: {reached(one)}" for one in subject.about.companies)
    text = (
        _("U hebt deze rechten. Gebruiken kost niets en mag in elke vorm. U krijgt binnen een maand antwoord."),
        _("U bereikt ons zo: %(reach)s.") % {"reach": reach},
    )
    points = (
        Point(_("Inzien"), _("U mag dit uittreksel altijd opnieuw vragen (AVG artikel 15).")),
        Point(_("Verbeteren"), _("Klopt iets niet, dan verbeteren of vullen wij het aan (artikel 16).")),
        Point(_("Verwijderen"), _("Wij verwijderen wat mag. Wat wij moeten bewaren, zetten wij apart (artikel 17).")),
        Point(_("Beperken"), _("In sommige gevallen gebruiken wij uw gegevens tijdelijk niet (artikel 18).")),
        Point(
            _("Meenemen"),
            _("U krijgt overdraagbaar.json voor een andere leverancier (artikel 20 en onze eigen belofte)."),
        ),
        Point(
            _("Bezwaar maken"),
            _("Gebruiken wij gegevens voor ons eigen belang, dan kunt u daartegen bezwaar maken (artikel 21)."),
        ),
        Point(_("Intrekken"), _("Hebt u ergens toestemming voor gegeven, dan kunt u die intrekken (artikel 7).")),
    )
    return Heading(7, _("Uw rechten"), text, points)


def complaint(_subject: Subject) -> Heading:
    text = (
        _("Bent u het niet met ons eens, dan lossen wij dat graag samen op."),
        _("U kunt ook een klacht indienen bij de toezichthouder:"),
    )
    return Heading(8, _("Klacht indienen"), text, (Point("Autoriteit Persoonsgegevens", AP_ADDRESS),))


def automated(_subject: Subject) -> Heading:
    text = (
        _("Niet van toepassing. Geen besluit over u wordt door een computer alleen genomen."),
        _("Wij maken geen profiel van u."),
    )
    return Heading(10, _("Besluiten door een computer"), text)


def transfer(_subject: Subject) -> Heading:
    text = _(
        "Niet van toepassing. In onze administratie is geen doorgifte vastgelegd naar een land buiten de Europese "
        "Economische Ruimte; een waarborg daarvoor is dus niet nodig."
    )
    return Heading(11, _("Doorgifte buiten Europa"), (text,))
