"""Founding a real group: its companies, what they arranged, and the first owner. All of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from klantkaart.accounts import actions as accounts
from klantkaart.accounts.roles import Role
from klantkaart.companies.actions import add_arrangement, add_company
from klantkaart.companies.queries import first_company
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Invalid, Refused

from .words import gettext as _

_ACCENTS = ("green", "indigo", "orange", "cherry", "teal", "purple")


@dataclass(frozen=True)
class Founding:
    """What the owner said."""

    companies: tuple[str, ...]
    owner: str
    email: str
    password: str = field(repr=False)
    arranged_on: date | None = None
    essence: str = ""


def found(founding: Founding, *, at: datetime) -> None:
    """Make the group. Refuses an installation that has a company, and whatever the acts themselves refuse."""
    if first_company() is not None:
        raise Refused(
            _("Deze administratie is al ingericht. Bedrijven en collega's beheer je op het scherm, bij Beheer.")
        )
    if founding.arranged_on is not None and not founding.essence.strip():
        raise Invalid(_("--essence: schrijf de kern van de regeling op, zoals klanten hem te lezen krijgen."))
    # Before the owner gets a key: files do not go with a transaction that is taken back.
    accounts.refuse_weak_password(founding.password, name=founding.owner, email=founding.email)
    with transaction.atomic():
        made = [
            add_company(name=name, legal_name=name, accent=_ACCENTS[n % len(_ACCENTS)], by=TERMINAL, at=at)
            for n, name in enumerate(founding.companies)
        ]
        if founding.arranged_on is not None:
            add_arrangement(
                companies=made, signed_on=founding.arranged_on, essence=founding.essence, by=TERMINAL, at=at
            )
        owner = accounts.invite(
            name=founding.owner,
            email=founding.email,
            roles={company: [Role.OWNER] for company in made},
            by=TERMINAL,
            at=at,
            letter=False,
        )
        accounts.set_password(person=owner, password=founding.password, by=TERMINAL, at=at)
