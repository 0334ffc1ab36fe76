"""Rows of lists: a card as it is shown among others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from klantkaart.accounts.roles import Right
from klantkaart.datamap.reads import Reading, read_lines
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor

from ..models import Address, BankAccount, Card, Channel, ChannelKind, Relationship, Service, Stage, stage_of
from ..permissions import find_card, visible_cards
from .purposes import of_list

_OF_RELATIONSHIP = ("card", "company", "number", "services", "customer_since", "ended_on")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One customer in a list. ``number`` is what people quote on the phone."""

    uuid: UUID
    name: str
    number: str
    companies: tuple[int, ...]
    stage: Stage
    services: tuple[str, ...]
    city: str
    phone: str
    ends_on: date | None


def rows(pks: Sequence[int], by: Actor, today: date) -> list[ListRow]:
    """These cards by their key as lists show them, in this order. Four queries."""
    if not pks:
        return []
    purposes = of_list(by)
    cards = {row.pk: row for row in read_lines(Card, {"pk": pks}, purposes, only=("uuid", "name"))}
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    mine: dict[str, Sequence[int | str]] = (
        {"card": pks} if companies is None else {"card": pks, "company": list(companies)}
    )
    relationships = grouped(read_lines(Relationship, mine, purposes, only=_OF_RELATIONSHIP), "card")
    cities = grouped(read_lines(Address, {"card": pks}, purposes, only=("card", "city")), "card")
    numbers: dict[str, Sequence[int | str]] = {"card": pks, "kind": [ChannelKind.PHONE.value, ChannelKind.MOBILE.value]}
    phones = grouped(read_lines(Channel, numbers, purposes, only=("card", "contact", "value")), "card")
    labels = {code: str(label) for code, label in Service.choices}
    return [
        _row(cards[pk], relationships.get(pk, []), cities.get(pk, []), phones.get(pk, []), today, labels)
        for pk in pks
        if pk in cards
    ]


def _row(
    card: Reading,
    relationships: list[Reading],
    addresses: list[Reading],
    phones: list[Reading],
    today: date,
    labels: Mapping[str, str],
) -> ListRow:
    relationships.sort(key=lambda row: row.company)
    first = relationships[0] if relationships else None
    services = dict.fromkeys(part for row in relationships for part in str(row.services).split(",") if part)
    return ListRow(
        uuid=card.uuid,
        name=str(card.name),
        number=str(first.number) if first else "",
        companies=tuple(row.company for row in relationships),
        stage=combined_stage(relationships, today),
        services=tuple(labels[part] for part in services if part in labels),
        city=str(addresses[0].city) if addresses else "",
        phone=str(next((row.value for row in phones if row.contact is None), phones[0].value if phones else "")),
        ends_on=next((row.ended_on for row in relationships if row.ended_on), None) or None,
    )


_LIVELIEST_FIRST = (Stage.CUSTOMER, Stage.LEAVING, Stage.PROSPECT, Stage.LEFT)


def combined_stage(relationships: Iterable[Reading], today: date) -> Stage:
    """The liveliest of several relationships: customer before leaving before prospect before left."""
    stages = {
        stage_of(customer_since=row.customer_since or None, ended_on=row.ended_on or None, on=today)
        for row in relationships
    }
    return next((stage for stage in _LIVELIEST_FIRST if stage in stages), Stage.LEFT)


def grouped(lines: Iterable[Reading], key: str) -> dict[int, list[Reading]]:
    """What was read, by the key that it points at."""
    found: dict[int, list[Reading]] = defaultdict(list)
    for line in lines:
        found[line[key]].append(line)
    return found


def list_row(*, card: UUID, by: Actor) -> ListRow:
    """One card as lists show it; NotFound for who may not see it."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_VIEW)
    return rows([found.pk], by, clock.today())[0]


def rows_of(*, cards: Sequence[UUID], by: Actor) -> list[ListRow]:
    """These cards as lists show them, in this order; those that this person may not see are left out."""
    pks = dict(visible_cards(by).filter(uuid__in=cards).values_list("uuid", "pk"))
    return rows([pks[uuid] for uuid in cards if uuid in pks], by, clock.today())


def names_of(*, cards: Iterable[int], by: Actor) -> dict[int, ListRow]:
    """The rows of these cards by their key, as far as this person may see them."""
    pks = list(visible_cards(by).filter(pk__in=list(cards)).values_list("pk", flat=True))
    return dict(zip(pks, rows(pks, by, clock.today()), strict=True))


def likely_duplicates(*, card: UUID, by: Actor, limit: int = 5) -> list[ListRow]:
    """Other cards with the same KvK number, btw-id, IBAN or e-mail address."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_MERGE)
    emails = Channel.objects.filter(card=found, kind=ChannelKind.EMAIL).values("value")
    marks = BankAccount.objects.filter(card=found).values("mark")
    same = Q(channels__kind=ChannelKind.EMAIL, channels__value__in=emails) | Q(bank_accounts__mark__in=marks)
    if found.kvk_number:
        same |= Q(kvk_number=found.kvk_number)
    if found.vat_id:
        same |= Q(vat_id=found.vat_id)
    others = visible_cards(by).exclude(pk=found.pk).filter(same).distinct()
    return rows(list(others.values_list("pk", flat=True)[:limit]), by, clock.today())
