"""The layouts that are known, and a proposal for any other file (samples/import/mapping.md, docs/import)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .aliases import ALIASES, Place, plain_heading
from .mapping import Choice, Mapping, fingerprint
from .sniffing import bsn_columns, guess, looks_like_iban, values_of
from .tables import Column, Table
from .targets import REPEATABLE, NotTaken, Target

__all__ = ["LAYOUTS", "Choice", "Layout", "Mapping", "fingerprint", "fits", "propose", "recognise"]


@dataclass(frozen=True)
class Layout:
    """A package's list. ``signs``: headings that tell it apart, all needed. ``own``: what differs from the aliases."""

    code: str
    label: str | Promise
    signs: frozenset[str]
    own: dict[str, Place] = field(default_factory=dict)
    grouped: bool = False


def _signs(headings: str) -> frozenset[str]:
    return frozenset(plain_heading(heading) for heading in headings.split(","))


_WEFACT_POST: dict[str, Place] = {
    "emailadres": Target.EMAIL_AND_INVOICES,
    "postadresbedrijfsnaam": Target.CORRESPONDENCE_COMPANY,
    "postadresvoorletters": Target.CORRESPONDENCE_INITIALS,
    "postadresachternaam": Target.CORRESPONDENCE_LAST_NAME,
    "postadresadres": Target.CORRESPONDENCE_STREET,
    "postadrespostcode": Target.CORRESPONDENCE_POSTCODE,
    "postadreswoonplaats": Target.CORRESPONDENCE_CITY,
    "postadresland": Target.CORRESPONDENCE_COUNTRY,
    "postadresemailadres": Target.INVOICE_EMAIL,
}
_SNELSTART_POST: dict[str, Place] = {
    "contactpersooncorrespondentieadres": Target.POSTAL_ATTENTION,
    "contactpersoonadres": Target.POSTAL_STREET,
    "contactpersoonpostcode": Target.POSTAL_POSTCODE,
    "contactpersoonplaats": Target.POSTAL_CITY,
    "contactpersoonlandid": Target.POSTAL_COUNTRY,
    "bankrekeningnummer": NotTaken.OLD_ACCOUNT,
}
LAYOUTS = (
    Layout("moneybird_excel", _("Moneybird (Excel)"), _signs("Klantnummer,Bedrijfsnaam,Voornaam,Achternaam,Adres 1")),
    Layout("moneybird_api", _("Moneybird (API)"), _signs("customer_id,company_name,firstname,lastname,address1")),
    Layout("snelstart_excel", _("SnelStart (Excel)"), _signs("Relatiecode,Naam,KvkNummer,CorrespondentieAdres")),
    Layout(
        "snelstart_csv",
        _("SnelStart (CSV)"),
        _signs("Relatiecode,Naam,Nummer kvk,Contactpersoon adres"),
        _SNELSTART_POST,
    ),
    Layout("wefact", _("WeFact"), _signs("Debiteurnummer,Bedrijfsnaam,Voorletters,Achternaam"), _WEFACT_POST),
    Layout("excel_list", _("eigen Excel-lijst"), _signs("Klantnr,Bedrijf,Contactpersoon"), grouped=True),
)
OTHER = "other"
_ASK_SINCE = frozenset({"aangemaaktop", "createdat", "aanmaakdatum", "aangemaakt", "invoerdatum"})
_PER_CONTACT = frozenset({Target.CONTACT_NAME, Target.CONTACT_EMAIL, Target.LAST_NAME})
_ADDRESS_USES = ("postal", "billing", "correspondence")


def recognise(table: Table) -> Layout | None:
    """The known layout whose signs all stand among the headings; the one with most signs."""
    found = {plain_heading(heading) for heading in table.headings}
    fitting = [layout for layout in LAYOUTS if layout.signs <= found]
    return max(fitting, key=lambda layout: (len(layout.signs & found), bool(layout.own)), default=None)


def propose(table: Table) -> Mapping:
    """A mapping for any table: known headings first, then what the content looks like, else not taken."""
    layout = recognise(table)
    own = layout.own if layout else {}
    barred = bsn_columns(table)
    choices = list(_by_heading(table, own, barred))
    choices = list(_by_content(table, choices, barred))
    grouped = layout.grouped if layout else _repeats_numbers(table, choices)
    return Mapping(layout.code if layout else OTHER, tuple(choices), grouped, fingerprint(table.headings))


def fits(mapping: Mapping, table: Table) -> bool:
    """Whether a remembered mapping can be used for this table: the same headings, and no BSN column among those
    taken."""
    barred = bsn_columns(table)
    return mapping.fingerprint == fingerprint(table.headings) and not any(
        choice.index in barred for choice in mapping.taken
    )


def _by_heading(table: Table, own: dict[str, Place], barred: frozenset[int]) -> Iterator[Choice]:
    """Every column by its heading; a place that is taken already goes to the address on its left, or nowhere."""
    seen: set[Target] = set()
    nearest = ""
    for column in table.columns:
        name = plain_heading(column.heading)
        place = NotTaken.BSN if column.index in barred else own.get(name) or ALIASES.get(name, NotTaken.UNKNOWN)
        if isinstance(place, Target) and place in seen and place not in REPEATABLE:
            place = _beside(place, nearest, seen)
        if isinstance(place, Target):
            seen.add(place)
            use = place.value.partition(".")[0]
            nearest = use if use in _ADDRESS_USES else nearest
        yield _choice(column, place, question="created" if name in _ASK_SINCE and place is Target.SINCE else "")


def _beside(place: Target, nearest: str, seen: set[Target]) -> Place:
    """A second ``Postcode`` belongs to the postal or billing address it stands beside."""
    part = place.value.partition(".")[2]
    wanted = f"{nearest}.{part}"
    for target in Target:
        if part and target == wanted and target not in seen:
            return target
    return NotTaken.TWICE


def _by_content(table: Table, choices: list[Choice], barred: frozenset[int]) -> Iterator[Choice]:
    taken = {choice.target for choice in choices}
    for choice in choices:
        values = values_of(table, choice.index)
        if choice.target is Target.IBAN and not looks_like_iban(values):
            yield _left(choice, NotTaken.OLD_ACCOUNT)
        elif choice.reason is not NotTaken.UNKNOWN or choice.index in barred:
            yield choice
        elif not values:
            yield _left(choice, NotTaken.EMPTY)
        elif (found := guess(values)) and (found in REPEATABLE or found not in taken):
            taken.add(found)
            yield replace(choice, target=found, reason=None, certain=False)
        else:
            yield choice


def _repeats_numbers(table: Table, choices: list[Choice]) -> bool:
    """Whether this looks like a row per contact person: equal numbers follow each other, and contacts are named."""
    by_target = {choice.target: choice.index for choice in choices}
    if Target.NUMBER not in by_target or not _PER_CONTACT & by_target.keys():
        return False
    numbers = values_of(table, by_target[Target.NUMBER])
    return any(one == next_one for one, next_one in pairwise(numbers)) or max(Counter(numbers).values(), default=0) > 1


def _choice(column: Column, place: Place, *, question: str) -> Choice:
    if isinstance(place, Target):
        return Choice(column.index, column.heading, place, question=question)
    return Choice(column.index, column.heading, None, place)


def _left(choice: Choice, reason: NotTaken) -> Choice:
    return replace(choice, target=None, reason=reason, question="")
