"""Setting up the group: its companies and the arrangement between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.actions import take_ownership
from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Conflict, Invalid, InvalidFields, NotAllowed, NotFound, Refused, on_field
from klantkaart.kernel.text import clean_block, clean_line

from . import events
from .identity import CLEANERS, clean, fingerprint
from .models import Arrangement, Company

FIRST_NUMBER = 10001


def add_company(
    *, name: str, legal_name: str, accent: str, by: Actor, at: datetime, first_number: int = FIRST_NUMBER
) -> int:
    """A company of the group, whose customers are numbered from ``first_number``; returns its id. Who adds one on the
    screen becomes its first owner. Refuses whoever may not set up every company there is, and a name that is empty or
    known."""
    _require_whole_group(by)
    given = clean({"name": name, "legal_name": legal_name, "accent": accent, "next_number": first_number})
    _require_free_name(str(given["name"]))
    with act(events.COMPANY_ADDED, by=by, at=at) as line:
        made = Company.objects.create(**given, first_number=given["next_number"], created_at=at)
        line.obj = made.uuid
        line.facts = {"company": made.pk}
        if not by.is_system:
            take_ownership(company=made.pk, by=by, at=at)
    return made.pk


def change_company(*, company: UUID, values: Mapping[str, Any], by: Actor, at: datetime, seen: str = "") -> list[str]:
    """Another name, number, address, bank account, contact point, book year, number series or colour; the names of the
    fields that changed. ``seen``: the fingerprint of what the form showed. Refuses whoever may not set this company
    up, every field that is not right, a name in use, and a next customer number that was passed already."""
    found = Company.objects.filter(uuid=company).first()
    if found is None or not by.holds(Right.SETTINGS_VIEW, found.pk):
        raise NotFound(_("Dit bedrijf bestaat niet."))
    if not by.holds(Right.SETTINGS_CHANGE, found.pk):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))
    given = clean(values)
    with act(events.COMPANY_CHANGED, by=by, at=at, obj=found.uuid, facts={"company": found.pk}) as line:
        row = Company.objects.select_for_update().get(pk=found.pk)
        before = {name: getattr(row, name) for name in CLEANERS}
        if seen and seen != fingerprint(before):
            raise Conflict(_("Een collega wijzigde dit bedrijf ook."), theirs=before, yours=dict(values))
        changed = [name for name, value in given.items() if value != before[name]]
        _check(row, given, changed)
        for name in changed:
            setattr(row, name, given[name])
        row.save(update_fields=changed)
        line.facts = {"company": found.pk, "fields": ",".join(changed)}
    return changed


def add_arrangement(
    *,
    companies: Sequence[int],
    signed_on: date,
    essence: str,
    by: Actor,
    at: datetime,
    signed_by: str = "",
    reference: str = "",
) -> int:
    """The art. 26 arrangement between companies (ROL-4), who signed it and where the paper is. Refuses fewer than two
    companies, a day that has not come, and an empty essence: that is what customers get to read (art. 26(2))."""
    if not all(by.holds(Right.SETTINGS_CHANGE, company) for company in companies):
        raise NotAllowed(_("Een regeling vastleggen kan alleen wie eigenaar is van al deze bedrijven."))
    told = _arrangement(companies, signed_on, essence, at=at)
    with on_field("signed_by"):
        signers = clean_line(signed_by, 200, name=_("Getekend door"))
    with on_field("reference"):
        place = clean_line(reference, 120, name=_("Vindplaats"))
    with act(events.ARRANGED, by=by, at=at, facts={"companies": len(set(companies))}) as line:
        made = Arrangement.objects.create(signed_on=signed_on, essence=told, signed_by=signers, reference=place)
        made.companies.set(companies)
        line.obj = made.uuid
    return made.pk


def end_arrangement(*, arrangement: UUID, ended_on: date, by: Actor, at: datetime) -> None:
    """The last day on which an arrangement holds: from then on no card is shared anew. Refuses whoever is no owner of
    all its companies, a day before it was signed, and one that ended."""
    found = Arrangement.objects.filter(uuid=arrangement).first()
    among = [] if found is None else list(found.companies.values_list("pk", flat=True))
    if found is None or not any(by.holds(Right.SETTINGS_VIEW, company) for company in among):
        raise NotFound(_("Deze regeling bestaat niet."))
    if not all(by.holds(Right.SETTINGS_CHANGE, company) for company in among):
        raise NotAllowed(_("Een regeling beëindigen kan alleen wie eigenaar is van al deze bedrijven."))
    with act(events.ARRANGEMENT_ENDED, by=by, at=at, obj=found.uuid, facts={"ends": ended_on.isoformat()}):
        row = Arrangement.objects.select_for_update().get(pk=found.pk)
        if row.ended_on is not None and row.ended_on < clock.local(at).date():
            raise Refused(_("Deze regeling is al beëindigd."))
        if ended_on < row.signed_on:
            raise Invalid(_("Laatste dag: die ligt voor de dag van tekenen. Kies een latere dag."), field="ended_on")
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])


def _require_whole_group(by: Actor) -> None:
    everywhere = Company.objects.values_list("pk", flat=True)
    if not by.is_system and not all(by.holds(Right.SETTINGS_CHANGE, company) for company in everywhere):
        raise NotAllowed(_("Een bedrijf toevoegen kan alleen wie eigenaar is van alle bedrijven van de groep."))


def _require_free_name(name: str, besides: Company | None = None) -> None:
    others = Company.objects.filter(name__iexact=name)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise InvalidFields({"name": _("Er is al een bedrijf met deze naam. Kies een andere handelsnaam.")})


def _check(row: Company, given: Mapping[str, str | int], changed: Sequence[str]) -> None:
    if "name" in changed:
        _require_free_name(str(given["name"]), besides=row)
    if "next_number" in changed and int(given["next_number"]) < row.next_number:
        sentence = _("Volgend klantnummer: %(number)d is het eerste dat nog vrij is. Kies dat of een hoger nummer.")
        raise InvalidFields({"next_number": sentence % {"number": row.next_number}})


def _arrangement(companies: Sequence[int], signed_on: date, essence: str, *, at: datetime) -> str:
    if len(set(companies)) < 2:  # noqa: PLR2004  (an arrangement is between at least two)
        raise Invalid(_("Bedrijven: kies er minstens twee."), field="companies")
    if signed_on > clock.local(at).date():
        raise Invalid(
            _("Getekend op: die dag moet nog komen. Leg de regeling vast als zij is getekend."), field="signed_on"
        )
    with on_field("essence"):
        told = clean_block(essence, 4000, name=_("Kern van de regeling"))
    if not told:
        raise Invalid(
            _("Kern van de regeling: schrijf op wat jullie samen afspreken, zoals klanten het lezen."), field="essence"
        )
    return told
