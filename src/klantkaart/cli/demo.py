"""Two invented sister companies with their staff and customers. Every name, number and address is made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

import click

from klantkaart.accounts import actions as accounts
from klantkaart.accounts.roles import Role
from klantkaart.companies.actions import add_arrangement, add_company
from klantkaart.companies.queries import first_company
from klantkaart.customers import actions, queries
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Refused

PASSWORD = "regenjas tulpen zeventien kano"  # noqa: S105  (of the demo, printed at its start)
BATCH = 400
SORTS = ("Bakkerij", "Garage", "Accountants", "Bloemen", "Dakbedekking", "Fysiotherapie", "Drukkerij", "Rijwielen")
NAMES = ("Kiezel", "Luier", "Plonze", "Hagel", "Regenton", "Lantaarn", "Wilgen", "Meeuwen", "Klaver", "Turf")
ENDS = ("horst", "vink", "bos", "poort", "dijk", "meer", "wold", "hof", "burg", "veen")
FIRST = ("Iris", "Pieter", "Hanneke", "Youssef", "Lotte", "Bram", "Fatma", "Sjoerd", "Noor", "Daan")
LAST = ("van den Bergh", "Hoekstra", "el Amrani", "Visser", "de Groot", "Çelik", "Jansma", "Postma", "Bakker")
STREETS = ("Pannenkoekdreef", "Hagelslagstraat", "Regentonkade", "Kwartelfluitweg", "Lantaarnvisweg")
CITIES = (("2401", "Alphen aan den Rijn"), ("6006", "Weert"), ("4461", "Goes"), ("5611", "Eindhoven"))
SERVICES = ("telephony", "internet", "telephony,internet", "alarm", "it")


def fill(*, customers: int) -> None:
    """Companies, staff and that many customers; prints the sign-ins. Does nothing in an installation that has a
    company already."""
    if first_company() is not None:
        click.echo("Er is al een bedrijf; het voorbeeld is niet opnieuw gemaakt.")
        return
    at = clock.now()
    telecom = add_company(name="Polder Telecom", legal_name="Polder Telecom B.V.", accent="green", by=TERMINAL, at=at)
    security = add_company(
        name="Polder Beveiliging", legal_name="Polder Beveiliging B.V.", accent="blue", by=TERMINAL, at=at
    )
    add_arrangement(
        companies=[telecom, security],
        signed_on=date(2024, 1, 1),
        essence="Wij gebruiken samen één klantkaart. U kunt bij elk van ons terecht met vragen over uw gegevens.",
        by=TERMINAL,
        at=at,
    )
    _customers(customers, telecom, security)
    _staff(telecom, security)


def _staff(telecom: int, security: int) -> None:
    people = (
        ("Eline Eigenaar", "eigenaar", {telecom: [Role.OWNER], security: [Role.OWNER]}),
        ("Kees Kantoor", "kantoor", {telecom: [Role.OFFICE], security: [Role.OFFICE]}),
        ("Fleur Financieel", "administratie", {telecom: [Role.FINANCE]}),
        ("Tim Techniek", "monteur", {security: [Role.TECHNICIAN]}),
        ("Petra Privacy", "privacy", {telecom: [Role.PRIVACY], security: [Role.PRIVACY]}),
        ("Ali Audit", "controleur", {telecom: [Role.AUDITOR]}),
    )
    click.echo(f"\nWachtwoord van iedereen: {PASSWORD}\n")
    for name, box, roles in people:
        at = clock.now()
        email = f"{box}@polder.example.nl"
        person = accounts.invite(name=name, email=email, roles=roles, by=TERMINAL, at=at, letter=False)
        accounts.set_password(person=person, password=PASSWORD, by=TERMINAL, at=at)
        given = accounts.enrol(person=person, by=TERMINAL, at=at)
        click.echo(f"{email}  TOTP {given.totp_secret}  codes {' '.join(given.recovery_codes[:3])}")


def _customers(count: int, telecom: int, security: int) -> None:
    chance = Random(20261124)  # noqa: S311  (invented data, the same every time)
    for company, number in ((telecom, count - count // 3), (security, count // 3)):
        cards = iter(_cards(chance, number, company))
        while some := list(islice(cards, BATCH)):
            actions.create_cards(new=some, company=company, by=TERMINAL, at=clock.now())
    _lives(telecom, security)


def _cards(chance: Random, count: int, company: int) -> Iterator[actions.NewCard]:
    for number in range(count):
        yield _card(chance, company * 10_000_000 + number)


def _card(chance: Random, number: int) -> actions.NewCard:
    name = f"{chance.choice(SORTS)} {chance.choice(NAMES)}{chance.choice(ENDS)}"
    box = f"{name.rsplit(maxsplit=1)[-1].lower()}{number % 1_000_000}.example.nl"
    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    postcode, city = chance.choice(CITIES)
    since = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
    life = {"prospect_since": "2026-10-01"} if number % 10 == 7 else {"customer_since": since.isoformat()}  # noqa: PLR2004
    sole = number % 8 == 3  # noqa: PLR2004
    return actions.NewCard(
        values={
            "name": f"{person} h.o.d.n. {name}" if sole else f"{name} BV",
            "kind": "sole_trader" if sole else "organisation",
            "kvk_number": f"99{number % 1_000_000:06d}",
        },
        relationship={**life, "services": chance.choice(SERVICES)},
        contacts=[
            actions.NewContact(
                {"name": person, "function": chance.choice(("directeur", "receptie", "administratie", ""))},
                [{"kind": "mobile", "value": f"06{chance.choice('1234')}{chance.randrange(1_000_000, 9_999_999)}"}],
            )
        ],
        channels=[
            {"kind": "phone", "value": f"0172{chance.randrange(200_000, 699_999)}"},
            {"kind": "email", "value": f"info@{box}"},
            {"kind": "email", "use": "invoice", "value": f"facturen@{box}"},
        ],
        addresses=[
            {
                "street": f"{chance.choice(STREETS)} {chance.randrange(1, 250)}",
                "postcode": f"{postcode} {chance.choice('ABCDEHJ')}{chance.choice('KLMNPRT')}",
                "city": city,
            }
        ],
        notes=["Belt graag voor tien uur."] if number % 5 == 0 else [],
    )


def _lives(telecom: int, security: int) -> None:
    """A few customers of both companies, a few who leave."""
    page = queries.list_cards(by=TERMINAL, filters=queries.Filters(stage="customer", company=telecom))
    for row in page.rows[:4]:
        actions.add_relationship(card=row.uuid, company=security, by=TERMINAL, at=clock.now(), services="alarm")
    for index, row in enumerate(page.rows[5:8]):
        view = queries.open_card(card=row.uuid, by=TERMINAL, at=clock.now())
        actions.announce_leaving(
            card=row.uuid,
            relationship=view.relationships[0].uuid,
            ended_on=clock.today() + timedelta(days=10 + 20 * index),
            by=TERMINAL,
            at=clock.now(),
        )


def new_owner(*, company: str, name: str, email: str, password: str) -> None:
    """The first company and its owner. Refuses an installation that has a company already."""
    if first_company() is not None:
        raise Refused("Deze installatie heeft al een bedrijf. Meld je aan; een collega toevoegen kan bij Beheer.")
    at = clock.now()
    made = add_company(name=company, legal_name=company, accent="green", by=TERMINAL, at=at)
    person = accounts.invite(name=name, email=email, roles={made: [Role.OWNER]}, by=TERMINAL, at=at, letter=False)
    accounts.set_password(person=person, password=password, by=TERMINAL, at=at)
