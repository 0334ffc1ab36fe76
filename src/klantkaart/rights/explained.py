"""The eleven things an answer to an access request says (AVG art. 15(1)-(3); ACC-1). None of them is ever left out:
what does not apply is said not to apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from klantkaart.datamap.vocabulary import Basis, Category, People, Purpose
from klantkaart.kernel.show import show_date

from .about import About
from .copied import Part, capital
from .fixed import automated, complaint, rights, transfer
from .headings import Heading, Incomplete, Point, Subject, reached
from .kept import kept_until


def explained(about: About, parts: Sequence[Part], mentions: int) -> list[Heading]:
    """The eleven headings, in order. Refuses (Incomplete) to leave one out or empty."""
    subject = Subject(about, parts, mentions)
    found = [write(subject) for write in _HEADINGS]
    if [one.number for one in found] != list(range(1, 12)) or not all(any(one.text) for one in found):
        raise Incomplete("An access copy has eleven headings (ACC-1).")
    return found


def confirmation(subject: Subject) -> Heading:
    about = subject.about
    whose = _("van u") if about.is_contact or about.card.is_person else _("van uw organisatie en de mensen daar")
    text = [
        _("Ja, wij gebruiken gegevens %(whose)s. Dit uittreksel laat zien welke dat op %(day)s zijn.")
        % {"whose": whose, "day": show_date(about.on)},
        _("Voor deze gegevens is verantwoordelijk:"),
    ]
    points = [Point(one.legal_name or one.name, reached(one)) for one in about.companies]
    for one in about.elsewhere:
        said = _(
            "Heeft u ook als klant. Wat alleen bij die relatie hoort, staat niet in dit uittreksel. "
            "Vraag het daar: %(reach)s"
        )
        points.append(Point(one.legal_name or one.name, said % {"reach": reached(one)}))
    return Heading(1, _("Bevestiging"), tuple(text), tuple(points))


def copy(subject: Subject) -> Heading:
    text = [
        _("Hieronder staat alles wat wij van u hebben vastgelegd. Lege velden staan er niet bij."),
        _("Dezelfde gegevens staan als gegevensbestand in gegevens.json en, per onderdeel, in de map csv."),
    ]
    if any(not personal.access for part in subject.parts for personal in part.section.declaration.personal.values()):
        text.append(
            _(
                "Niet afgedrukt zijn wachtwoorden, codes en de technische kenmerken die wij zelf maken om uw gegevens "
                "te beveiligen. Een code kunt u bij ons opnieuw aanvragen."
            )
        )
    if subject.mentions:
        text.append(
            _(
                "In %(count)d notities over uw organisatie kan uw naam voorkomen. Daarin kunnen ook namen van anderen "
                "staan. Wij lezen die notities eerst na en sturen ze u daarna toe, binnen een maand na uw vraag."
            )
            % {"count": subject.mentions}
        )
    return Heading(2, _("Kopie van uw gegevens"), tuple(text))


def purposes(subject: Subject) -> Heading:
    points = [Point(str(one.label), _why(one, subject.grounds(one))) for one in subject.purposes]
    return Heading(3, _("Waarvoor wij uw gegevens gebruiken"), _or_none(points, _("Alleen hiervoor:")), tuple(points))


def _why(purpose: Purpose, grounds: dict[People, Basis]) -> str:
    said = [str(purpose.sentence)]
    for who, basis in grounds.items():
        ground = _("Grondslag: %(ground)s (AVG artikel 6 lid 1 onder %(letter)s)") % {
            "ground": basis.label,
            "letter": basis.value,
        }
        whose = _(", voor een %(who)s") % {"who": who.label} if len(set(grounds.values())) > 1 else ""
        said.append(f"{ground}{whose}.")
    said = list(dict.fromkeys(said))
    if Basis.LEGITIMATE_INTEREST in grounds.values():
        said.append(_("Ons belang: %(interest)s") % {"interest": purpose.interest})
    if Basis.LEGAL_DUTY in grounds.values():
        said.append(_("De wet: %(article)s.") % {"article": purpose.article})
    return " ".join(said)


def categories(subject: Subject) -> Heading:
    where: dict[Category, dict[str, None]] = {}
    for part in subject.parts:
        for cell in (cell for row in part.section.rows for cell in row):
            if cell.raw not in (None, ""):
                category = part.section.declaration.personal[cell.name].category
                where.setdefault(category, {})[part.title] = None
    for store in subject.histories:
        where.setdefault(store.category, {})[capital(store.title)] = None
    points = [Point(capital(category.label), ", ".join(titles)) for category, titles in where.items()]
    return Heading(4, _("Soorten gegevens"), _or_none(points, _("Met de plaats waar ze staan:")), tuple(points))


def recipients(subject: Subject) -> Heading:
    about = subject.about
    text = [
        _(
            "In onze administratie is niet vastgelegd dat uw gegevens aan iemand buiten de hieronder genoemde "
            "bedrijven zijn gegeven. Aan derden met een eigen commercieel doel geven wij niets zonder uw toestemming."
        ),
        _("Wie in uw gegevens keek, staat achteraan in dit uittreksel."),
    ]
    agreed = _("De zusterbedrijven werken volgens een onderlinge regeling (AVG artikel 26) van %(day)s: %(essence)s")
    text += [agreed % {"day": show_date(one.signed_on), "essence": one.essence} for one in about.shared]
    own, sister = _("eigen medewerkers, ieder naar zijn rol"), _("zusterbedrijf dat u ook als klant heeft")
    points = [Point(one.legal_name or one.name, own) for one in about.companies]
    points += [Point(one.legal_name or one.name, sister) for one in about.elsewhere]
    return Heading(5, _("Wie uw gegevens krijgt"), tuple(text), tuple(points))


def retention(subject: Subject) -> Heading:
    points = [Point(capital(title), said) for title, said in kept_until(subject.about, subject.parts)]
    points += [Point(capital(store.title), capital(store.ends) + ".") for store in subject.stores]
    return Heading(6, _("Hoe lang wij uw gegevens bewaren"), _or_none(points, _("Per onderdeel:")), tuple(points))


def source(subject: Subject) -> Heading:
    points = [Point(part.title, said) for part in subject.parts if (said := _origins(part))]
    return Heading(9, _("Hoe wij aan uw gegevens komen"), _or_none(points, _("Per onderdeel:")), tuple(points))


def _origins(part: Part) -> str:
    declaration = part.section.declaration
    told = dict.fromkeys(str(row.origin) for row in part.section.rows if row.origin)
    if told:
        return capital(", ".join(told))
    if declaration.source:
        return capital(declaration.source)
    given = [cell.provided for row in part.section.rows for cell in row if cell.raw not in (None, "")]
    if all(given):
        return _("Van u, of van wie namens u contact met ons had")
    if any(given):
        return _("Deels van u of van wie namens u contact met ons had, deels door ons vastgelegd")
    return _("Door ons vastgelegd")


def _or_none(points: Sequence[Point], introduction: str) -> tuple[str, ...]:
    return (introduction,) if points else (_("Niet van toepassing: er is niets van u vastgelegd."),)


_HEADINGS: tuple[Callable[[Subject], Heading], ...] = (
    confirmation, copy, purposes, categories, recipients, retention, rights, complaint, source, automated, transfer,
)  # fmt: skip
