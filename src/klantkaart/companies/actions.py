"""Setting up the group: its companies and the arrangement between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, Refused
from klantkaart.kernel.text import clean_line

from . import events
from .models import Arrangement, Company

FIRST_NUMBER = 10001


def add_company(
    *, name: str, legal_name: str, accent: str, by: Actor, at: datetime, first_number: int = FIRST_NUMBER
) -> int:
    """A company of the group, whose customers are numbered from ``first_number``; returns its id. From the terminal
    only. Refuses an empty or known name."""
    if not by.is_system:
        raise NotAllowed(_("Een bedrijf toevoegen kan alleen op de server zelf."))
    clean = clean_line(name, 120, name=_("Naam"))
    if not clean:
        raise Invalid(_("Naam: vul de naam van het bedrijf in."), field="name")
    if Company.objects.filter(name__iexact=clean).exists():
        raise Refused(_("Er is al een bedrijf met deze naam."), field="name")
    with act(events.COMPANY_ADDED, by=by, at=at) as line:
        made = Company.objects.create(
            name=clean,
            legal_name=clean_line(legal_name, 160, name=_("Statutaire naam")),
            accent=accent,
            first_number=first_number,
            next_number=first_number,
            created_at=at,
        )
        line.obj = made.uuid
    return made.pk


def add_arrangement(*, companies: Sequence[int], signed_on: date, essence: str, by: Actor, at: datetime) -> int:
    """The art. 26 arrangement between companies (ROL-4). Refuses fewer than two, and an empty essence."""
    if not all(by.holds(Right.SETTINGS_CHANGE, company) for company in companies):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))
    if len(set(companies)) < 2:  # noqa: PLR2004  (an arrangement is between at least two)
        raise Invalid(_("Bedrijven: kies er minstens twee."), field="companies")
    if not essence.strip():
        raise Invalid(_("Kern van de regeling: schrijf op wat u samen afspreekt."), field="essence")
    with act(events.ARRANGED, by=by, at=at, facts={"companies": len(set(companies))}):
        made = Arrangement.objects.create(signed_on=signed_on, essence=essence.strip())
        made.companies.set(companies)
    return made.pk
