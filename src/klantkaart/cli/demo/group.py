"""Filling an empty installation: the group, its staff, its customers and a few lives in progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import islice

from klantkaart.accounts.queries import by_email
from klantkaart.companies.actions import add_arrangement, add_company, change_company
from klantkaart.companies.queries import companies, first_company
from klantkaart.customers.actions import create_cards
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Refused

from ..words import gettext as _
from .invent import invented
from .lives import live
from .staff import OWNER, employ

BATCH = 2000
MANY = 40_000  # from here on the numbers of two companies would meet
LONG_AGO = 12  # customers whose card nobody looked at for more than a year
# Invented: the numbers pass their checks and belong to nobody.
_IDENTITY = {
    "street": "Kanaalkade 12",
    "postcode": "2411 AB",
    "city": "Bodegraven",
    "privacy_contact": "Petra Lindeboom",
    "privacy_email": "privacy@polder.example.nl",
    "privacy_phone": "0172-100 200",
}
_OWN = {
    "Polder Telecom": {
        "kvk_number": "99012345",
        "vat_id": "NL990000011B01",
        "iban": "NL45ABNA0123450001",
        "phone": "0172-100 200",
        "email": "info@polder.example.nl",
        "website": "https://polder.example.nl",
    },
    "Polder Beveiliging": {
        "kvk_number": "99012346",
        "vat_id": "NL990000023B01",
        "iban": "NL38RABO0300000001",
        "phone": "0172-100 300",
        "email": "alarm@polder.example.nl",
        "website": "https://beveiliging.polder.example.nl",
    },
}
_ESSENCE = (
    "Polder Telecom en Polder Beveiliging gebruiken samen één klantkaart. Ieder is verantwoordelijk voor de eigen "
    "diensten en facturen. U kunt bij elk van beide terecht met al uw rechten; de een geeft het aan de ander door."
)


def is_demo() -> bool:
    """Whether this installation is the practice administration."""
    return by_email(OWNER) is not None


def fill(customers: int, *, progress: Callable[[int], None] | None = None) -> None:
    """Make the group with that many customers. Refuses an installation that already has a company.

    Every customer is created through the same act as an import and leaves a line in the log.
    """
    if first_company() is not None:
        raise Refused(
            _("Hier staat al een administratie. Een oefenadministratie kan alleen in een lege map: --data MAP.")
        )
    now = clock.now()
    telecom = add_company(name="Polder Telecom", legal_name="Polder Telecom B.V.", accent="green", by=TERMINAL, at=now)
    security = add_company(
        name="Polder Beveiliging",
        legal_name="Polder Beveiliging B.V.",
        accent="indigo",
        first_number=50_001 if customers < MANY else 10_000_001,
        by=TERMINAL,
        at=now,
    )
    for found in companies([telecom, security]):
        change_company(company=found.uuid, values=_IDENTITY | _OWN[found.name], by=TERMINAL, at=now)
    add_arrangement(
        companies=[telecom, security],
        signed_on=date(2024, 1, 1),
        signed_by="Marit Tolsma",
        reference="Map Contracten, nummer 2024-01",
        essence=_ESSENCE,
        by=TERMINAL,
        at=now,
    )
    employ(telecom, security, at=now)
    alarm_share = customers // 3
    _customers(telecom, 0, customers - alarm_share, alarm=False, progress=progress)
    _customers(security, customers - alarm_share, alarm_share, alarm=True, progress=progress)
    live(telecom, security)


def _customers(company: int, first: int, count: int, *, alarm: bool, progress: Callable[[int], None] | None) -> None:
    """In batches; the first few as they were entered more than a year ago."""
    now = clock.now()
    cards = invented(first, count, alarm=alarm, today=clock.today())
    old = [] if alarm else list(islice(cards, min(LONG_AGO, count // 4)))
    if old:
        create_cards(drafts=old, company=company, by=TERMINAL, at=_year_ago(now))
    while batch := list(islice(cards, BATCH)):
        create_cards(drafts=batch, company=company, by=TERMINAL, at=now)
        if progress is not None:
            progress(len(batch))


def _year_ago(now: datetime) -> datetime:
    return now - timedelta(days=400)
