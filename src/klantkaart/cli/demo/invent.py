"""Invented customers, the same every time: number so many of a company is always the same one.

Their values are as the card keeps them (a test cleans them again), so that a million can be made in minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from klantkaart.customers.intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft, ContactDraft, Kind

from . import words

_SEED = 20261124
_FIRST_DAY = date(2014, 1, 6)
_KVK_NUMBERS = 1_000_000  # 99 000000 to 99 999999: none of them is in the trade register


def invented(first: int, count: int, *, alarm: bool, today: date) -> Iterator[CardDraft]:
    """Customers ``first`` up to ``first + count``; those of the security company have alarm systems."""
    chance = Random()  # noqa: S311  (invented, repeatable)
    for number in range(first, first + count):
        chance.seed(_SEED * 2_000_003 + number)
        yield _card(chance, number, alarm, today)


def _card(chance: Random, number: int, alarm: bool, today: date) -> CardDraft:
    person = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    place = f"{chance.choice(words.BEGINNINGS)}{chance.choice(words.ENDINGS)}"
    domain = f"{place.lower()}{number}.example.nl"
    kind, name = _kind_and_name(chance, number, person, place)
    source = chance.choice(("customer", "register", "import"))
    relationship = _relationship(chance, number, alarm, today)
    if kind is Kind.PERSON:
        return CardDraft(
            (), name, kind, source="subject", **relationship,
            channels=(_phone(chance), ChannelDraft("email", f"{_mailbox(person)}@{domain}")),
            addresses=_addresses(chance, number), bank=_bank(number, person), notes=_notes(number),
        )  # fmt: skip
    return CardDraft(
        (), name, kind, source=source, **relationship, kvk_number=f"99{number % _KVK_NUMBERS:06d}",
        contacts=_contacts(chance, number, person, domain, today),
        channels=_channels(chance, number, domain),
        addresses=_addresses(chance, number), bank=_bank(number, name), notes=_notes(number),
    )  # fmt: skip


def _mailbox(person: str) -> str:
    return person.split(maxsplit=1)[0].lower().encode("ascii", "ignore").decode()


def _kind_and_name(chance: Random, number: int, person: str, place: str) -> tuple[Kind, str]:
    trade = chance.choice(words.TRADES)
    match number % 10:
        case 3:
            return Kind.PERSON, person
        case 5 | 8:
            return Kind.SOLE_TRADER, f"{trade} {place}"
        case 7:
            return Kind.ORGANISATION, f"{chance.choice(words.CLUBS)} {place}"
    return Kind.ORGANISATION, f"{trade} {place} {chance.choice(('BV', 'BV', 'BV', 'NV', 'Groep BV'))}"


def _relationship(chance: Random, number: int, alarm: bool, today: date) -> dict[str, Any]:
    services = chance.choice(words.ALARM_SERVICES if alarm else words.SERVICES)
    if number % 11 == 6:  # noqa: PLR2004
        return {
            "prospect_since": today - timedelta(days=chance.randrange(3, 120)),
            "services": services,
            "payment_term_days": 14,
        }
    since = _FIRST_DAY + timedelta(days=chance.randrange((today - _FIRST_DAY).days - 400))
    return {"customer_since": since, "services": services, "payment_term_days": chance.choice((14, 14, 14, 30))}


def _contacts(chance: Random, number: int, person: str, domain: str, today: date) -> tuple[ContactDraft, ...]:
    ways = (_mobile(chance), ChannelDraft("email", f"{_mailbox(person)}@{domain}"))
    first = ContactDraft(person, chance.choice(words.FUNCTIONS), "general", ways, "customer")
    if number % 3:
        return (first,)
    other = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    ways = (ChannelDraft("email", f"boekhouding@{domain}", "invoice"), _phone(chance))
    finance = ContactDraft(other, "boekhouding", "finance", ways, "customer", informed_on=today)
    if number % 9:
        return (first, finance)
    technician = f"{chance.choice(words.FIRST_NAMES)} {chance.choice(words.LAST_NAMES)}"
    left_on = today - timedelta(days=12) if number % 18 == 0 else None
    gone = ContactDraft(technician, "", "technical", (_mobile(chance),), "customer", left_on=left_on)
    return (first, finance, gone)


def _channels(chance: Random, number: int, domain: str) -> tuple[ChannelDraft, ...]:
    channels = [_phone(chance), ChannelDraft("email", f"info@{domain}")]
    if number % 3:
        channels.append(ChannelDraft("email", f"facturen@{domain}", "invoice"))
    if number % 4 == 0:
        channels.append(ChannelDraft("website", f"https://www.{domain}"))
    return tuple(channels)


def _addresses(chance: Random, number: int) -> tuple[AddressDraft, ...]:
    postcode, city = chance.choice(words.CITIES)
    street = f"{chance.choice(words.STREETS)} {chance.randrange(1, 250)}"
    letters = f"{chance.choice('ABCDEHJ')}{chance.choice('KLMNPRT')}"
    visiting = AddressDraft("visiting", street, "", f"{postcode} {letters}", city)
    if number % 6:
        return (visiting,)
    return visiting, AddressDraft("billing", f"Postbus {number % 900 + 100}", "", f"{postcode} AA", city)


def _bank(number: int, holder: str) -> tuple[BankDraft, ...]:
    return (BankDraft(invented_iban(number), holder=holder[:70]),) if number % 3 == 1 else ()


def invented_iban(number: int) -> str:
    """A well-formed IBAN at a bank that does not exist (VERZ)."""
    account = f"{number:010d}"
    digits = "".join(str(int(letter, 36)) for letter in f"VERZ{account}NL00")
    return f"NL{98 - int(digits) % 97:02d}VERZ{account}"


def _notes(number: int) -> tuple[str, ...]:
    return (words.NOTES[number % len(words.NOTES)],) if number % 4 == 0 else ()


def _phone(chance: Random) -> ChannelDraft:
    return ChannelDraft("phone", f"+31172{chance.randrange(200_000, 699_999)}")


def _mobile(chance: Random) -> ChannelDraft:
    return ChannelDraft("mobile", f"+316{chance.choice('1234')}{chance.randrange(1_000_000, 9_999_999)}")
