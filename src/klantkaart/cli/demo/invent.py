"""Invented customers, the same every time: number so many of a company is always the same one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from klantkaart.customers.actions import NewCard, NewContact

from . import words

_SEED = 20261124
_FIRST_DAY = date(2014, 1, 6)
_KVK_NUMBERS = 1_000_000  # 99 000000 to 99 999999: none of them is in the trade register
Values = Mapping[str, Any]


def invented(first: int, count: int, *, alarm: bool, today: date) -> Iterator[NewCard]:
    """Customers ``first`` up to ``first + count``; those of the security company have alarm systems."""
    for number in range(first, first + count):
        yield _card(Random(_SEED * 2_000_003 + number), number, alarm, today)  # noqa: S311  (invented, repeatable)


def _card(chance: Random, number: int, alarm: bool, today: date) -> NewCard:
    person = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    place = f"{chance.choice(words.BEGINNINGS)}{chance.choice(words.ENDINGS)}"
    domain = f"{place.lower()}{number}.example.nl"
    kind, name = _kind_and_name(chance, number, person, place)
    values = {"name": name, "kind": kind, "source": chance.choice(("customer", "register", "import"))}
    if kind == "person":
        return NewCard(
            values={**values, "source": "subject"},
            relationship=_relationship(chance, number, alarm, today),
            channels=[_phone(chance), {"kind": "email", "value": f"{person.split(maxsplit=1)[0].lower()}@{domain}"}],
            addresses=_addresses(chance, number),
            bank=_bank(number, person),
            notes=_notes(number),
        )
    return NewCard(
        values={**values, "kvk_number": f"99{number % _KVK_NUMBERS:06d}"},
        relationship=_relationship(chance, number, alarm, today),
        contacts=_contacts(chance, number, person, domain, today),
        channels=_channels(chance, number, domain),
        addresses=_addresses(chance, number),
        bank=_bank(number, name),
        notes=_notes(number),
    )


def _kind_and_name(chance: Random, number: int, person: str, place: str) -> tuple[str, str]:
    trade = chance.choice(words.TRADES)
    match number % 10:
        case 3:
            return "person", person
        case 5 | 8:
            return "sole_trader", f"{trade} {place}"
        case 7:
            return "organisation", f"{chance.choice(words.CLUBS)} {place}"
    return "organisation", f"{trade} {place} {chance.choice(('BV', 'BV', 'BV', 'NV', 'Groep BV'))}"


def _relationship(chance: Random, number: int, alarm: bool, today: date) -> Values:
    services = chance.choice(words.ALARM_SERVICES if alarm else words.SERVICES)
    if number % 11 == 6:  # noqa: PLR2004
        asked = today - timedelta(days=chance.randrange(3, 120))
        return {"prospect_since": asked.isoformat(), "services": services}
    since = _FIRST_DAY + timedelta(days=chance.randrange((today - _FIRST_DAY).days - 400))
    return {
        "customer_since": since.isoformat(),
        "services": services,
        "payment_term_days": chance.choice((14, 14, 14, 30)),
    }


def _contacts(chance: Random, number: int, person: str, domain: str, today: date) -> Sequence[NewContact]:
    mailbox = person.split(maxsplit=1)[0].lower().encode("ascii", "ignore").decode()
    first = NewContact(
        {"name": person, "function": chance.choice(words.FUNCTIONS), "kind": "general"},
        [_mobile(chance), {"kind": "email", "value": f"{mailbox}@{domain}"}],
    )
    if number % 3:
        return [first]
    other = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    finance = NewContact(
        {"name": other, "function": "boekhouding", "kind": "finance", "informed_on": today.isoformat()},
        [{"kind": "email", "use": "invoice", "value": f"boekhouding@{domain}"}, _phone(chance)],
    )
    if number % 9:
        return [first, finance]
    technician = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    gone = {"left_on": (today - timedelta(days=12)).isoformat()} if number % 18 == 0 else {}
    return [first, finance, NewContact({"name": technician, "kind": "technical", **gone}, [_mobile(chance)])]


def _channels(chance: Random, number: int, domain: str) -> list[Values]:
    channels: list[Values] = [_phone(chance), {"kind": "email", "value": f"info@{domain}"}]
    if number % 3:
        channels.append({"kind": "email", "use": "invoice", "value": f"facturen@{domain}"})
    if number % 4 == 0:
        channels.append({"kind": "website", "value": f"www.{domain}"})
    return channels


def _addresses(chance: Random, number: int) -> list[Values]:
    postcode, city = chance.choice(words.CITIES)
    visiting = {
        "street": f"{chance.choice(words.STREETS)} {chance.randrange(1, 250)}",
        "postcode": f"{postcode} {chance.choice('ABCDEHJ')}{chance.choice('KLMNPRT')}",
        "city": city,
    }
    if number % 6:
        return [visiting]
    postal = {"use": "billing", "street": f"Postbus {number % 900 + 100}", "postcode": f"{postcode} AA", "city": city}
    return [visiting, postal]


def _bank(number: int, holder: str) -> list[Values]:
    if number % 3 != 1:
        return []
    return [{"iban": invented_iban(number), "holder": holder[:70]}]


def invented_iban(number: int) -> str:
    """A well-formed IBAN at a bank that does not exist (VERZ)."""
    account = f"{number:010d}"
    digits = "".join(str(int(letter, 36)) for letter in f"VERZ{account}NL00")
    return f"NL{98 - int(digits) % 97:02d}VERZ{account}"


def _notes(number: int) -> list[str]:
    return [words.NOTES[number % len(words.NOTES)]] if number % 4 == 0 else []


def _phone(chance: Random) -> Values:
    return {"kind": "phone", "value": f"0172-{chance.randrange(200_000, 699_999)}"}


def _mobile(chance: Random) -> Values:
    return {"kind": "mobile", "value": f"06-{chance.choice('1234')}{chance.randrange(1_000_000, 9_999_999)}"}
