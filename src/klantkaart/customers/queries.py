"""Typed reads of cards. Everything personal in them comes from purpose-bound reads; opening a card is logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.events import EventType
from klantkaart.audit.log import record_read
from klantkaart.datamap.reads import Reading, read, read_lines, readable
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound

from . import events, search
from .models import (
    Address,
    BankAccount,
    Card,
    Channel,
    ChannelKind,
    Contact,
    Note,
    Relationship,
    Service,
    Stage,
    stage_of,
)
from .parts import PARTS, fingerprint
from .permissions import find_card, visible_cards

CARD_PURPOSES = ("quote", "service", "invoicing")
PAGE = 50
REVIEW_AFTER_DAYS = 365
COUNT_UP_TO = 1000
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


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list. ``total`` stops counting at a thousand: then ``more`` is set."""

    rows: tuple[ListRow, ...]
    page: int
    has_next: bool
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    stage: str = ""
    company: int | None = None
    service: str = ""
    review: bool = False
    order: str = ""


ORDERS = {
    "": ("name", "pk"),
    "naam": ("name", "pk"),
    "-naam": ("-name", "-pk"),
    "toegevoegd": ("pk",),
    "-toegevoegd": ("-pk",),
}


def list_cards(*, by: Actor, filters: Filters, page: int = 1) -> ListPage:
    """Customers by name, or in another of ``ORDERS``. Five queries at any size."""
    today = clock.today()
    cards = _within(by, filters, today)
    start = (max(page, 1) - 1) * PAGE
    found = list(cards.order_by(*ORDERS[filters.order]).values_list("pk", flat=True)[start : start + PAGE + 1])
    counted = cards.order_by()[: COUNT_UP_TO + 1].count()
    rows = _rows(found[:PAGE], by, today)
    return ListPage(tuple(rows), max(page, 1), len(found) > PAGE, min(counted, COUNT_UP_TO), counted > COUNT_UP_TO)


def _within(by: Actor, filters: Filters, today: date) -> QuerySet[Card]:
    relationships = Relationship.objects.filter(card=OuterRef("pk"))
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        relationships = relationships.filter(company__in=companies)
    if filters.company is not None:
        relationships = relationships.filter(company=filters.company)
    if filters.service:
        relationships = relationships.filter(services__contains=filters.service)
    relationships = relationships.filter(_stage_filter(filters.stage, today))
    cards = Card.objects.filter(Exists(relationships))
    if filters.review:
        before = date.fromordinal(today.toordinal() - REVIEW_AFTER_DAYS)
        cards = cards.filter(Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=before))
    return cards


def _stage_filter(stage: str, today: date) -> Q:
    over = Q(ended_on__isnull=False, ended_on__lt=today)
    conditions = {
        Stage.PROSPECT.value: ~over & Q(customer_since__isnull=True),
        Stage.CUSTOMER.value: Q(ended_on__isnull=True, customer_since__isnull=False),
        Stage.LEAVING.value: Q(ended_on__gte=today, customer_since__isnull=False),
        Stage.LEFT.value: over,
    }
    return conditions.get(stage, Q())


def search_cards(text: str, *, by: Actor, limit: int = 50) -> list[ListRow]:
    """Customers that hold every word of ``text`` somewhere. Names that begin with it come first."""
    found = search.find(text, companies=by.companies_with(Right.CUSTOMERS_VIEW), limit=limit)
    rows = _rows(found, by, clock.today())
    typed = text.strip().lower()
    return sorted(rows, key=lambda row: (not row.name.lower().startswith(typed), row.name.lower()))


def show_list(*, by: Actor, at: datetime, filters: Filters, page: int = 1) -> ListPage:
    """As :func:`list_cards`, for somebody's eyes: logged with how many were shown, before they are (P02)."""
    found = list_cards(by=by, filters=filters, page=page)
    _log_many(events.LISTED, found.rows, by, at)
    return found


def show_search(text: str, *, by: Actor, at: datetime, limit: int = 50) -> list[ListRow]:
    """As :func:`search_cards`, for somebody's eyes: logged without the words that were typed (P02)."""
    found = search_cards(text, by=by, limit=limit)
    _log_many(events.SEARCHED, found, by, at)
    return found


def _log_many(event: EventType, rows: Sequence[ListRow], by: Actor, at: datetime) -> None:
    """A line when there was anybody to be seen."""
    if rows:
        purposes = frozenset(CARD_PURPOSES) if by.is_system else by.purposes(CARD_PURPOSES)
        record_read(event, by=by, at=at, purpose=_main_purpose(purposes), facts={"customers": len(rows)})


def _rows(pks: Sequence[int], by: Actor, today: date) -> list[ListRow]:
    """The rows of these cards, in this order. Four queries."""
    if not pks:
        return []
    purposes = by.purposes(CARD_PURPOSES) if not by.is_system else frozenset(CARD_PURPOSES)
    cards = {row.pk: row for row in read_lines(Card, {"pk": pks}, purposes, only=("uuid", "name"))}
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    mine: dict[str, Sequence[int | str]] = (
        {"card": pks} if companies is None else {"card": pks, "company": list(companies)}
    )
    relationships = _grouped(read_lines(Relationship, mine, purposes, only=_OF_RELATIONSHIP), "card")
    cities = _grouped(read_lines(Address, {"card": pks}, purposes, only=("card", "city")), "card")
    numbers: dict[str, Sequence[int | str]] = {"card": pks, "kind": [ChannelKind.PHONE.value, ChannelKind.MOBILE.value]}
    phones = _grouped(read_lines(Channel, numbers, purposes, only=("card", "contact", "value")), "card")
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


def _grouped(rows: Iterable[Reading], key: str) -> dict[int, list[Reading]]:
    grouped: dict[int, list[Reading]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact with the ways to reach them."""

    contact: Reading
    channels: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """The card as the log knows it; no screen shows this."""

    uuid: UUID
    log_salt: bytes


@dataclass(frozen=True, slots=True)
class CardView:
    """All a screen needs of one card, as far as the reader's purposes reach. ``withheld``: something was left out
    because no purpose of this reader covers it. ``elsewhere``: how many companies this reader is not
    of have a relationship too. ``seen``: part uuid -> fingerprint, for forms."""

    card: Reading
    stage: Stage
    relationships: tuple[Reading, ...]
    contacts: tuple[ContactView, ...]
    channels: tuple[Reading, ...]
    addresses: tuple[Reading, ...]
    bank: tuple[Reading, ...]
    notes: tuple[Reading, ...]
    purposes: frozenset[str]
    rights: frozenset[str]
    needs_review: bool
    subject: Who
    elsewhere: int = 0
    withheld: bool = False
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def purpose(self) -> str:
        """What this reader mostly reads for: kept in the log."""
        return _main_purpose(self.purposes)


def open_card(*, card: UUID, by: Actor, at: datetime) -> CardView:
    """The card for the screen; the read is logged with its purpose. Refuses (NotFound) a card that is not there for
    this person. Parts whose purposes the person lacks are left out."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_VIEW)
    view = _view(found, by)
    record_read(
        events.OPENED,
        by=by,
        at=at,
        about=found,
        purpose=_main_purpose(view.purposes),
        facts={"parts": len(view.contacts)},
    )
    return view


def view_card(*, card: UUID, by: Actor) -> CardView:
    """The card for a screen that logs its own read (a plan, a print-out). Refuses (NotFound) as ``open_card``."""
    return _view(find_card(card, by=by, right=Right.CUSTOMERS_VIEW), by)


def _main_purpose(purposes: frozenset[str]) -> str:
    return next((code for code in ("service", "invoicing", "quote", "rights") if code in purposes), "accountability")


def _purposes(by: Actor) -> frozenset[str]:
    return frozenset(CARD_PURPOSES) if by.is_system else by.purposes((*CARD_PURPOSES, "rights"))


def _reading(by: Actor) -> frozenset[str]:
    """Whoever carries out a person's rights sees what the law lets that person see: everything (AVG art. 15)."""
    purposes = _purposes(by)
    return frozenset(CARD_PURPOSES) if "rights" in purposes else purposes


def _view(found: Card, by: Actor) -> CardView:
    purposes = _purposes(by)
    reading = _reading(by)
    mine = Relationship.objects.filter(card=found)
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        mine = mine.filter(company__in=companies)
    mine = mine.annotate(ties=Count("card__relationships"))
    relationships = read(mine, reading, also=["company__name", "company__accent", "ties"])
    channels = _grouped(read(Channel.objects.filter(card=found), reading), "contact")
    contacts = read(Contact.objects.filter(card=found), reading)
    may_see_bank = by.holds(Right.BANK_VIEW) and "invoicing" in reading
    may_see_notes = by.holds(Right.NOTES_VIEW)
    card = read(Card.objects.filter(pk=found.pk), reading)[0]
    today = clock.today()
    return CardView(
        card=card,
        stage=combined_stage(relationships, today),
        relationships=tuple(relationships),
        contacts=tuple(ContactView(row, tuple(channels.get(row.pk, []))) for row in contacts),
        channels=tuple(channels.get(None, [])),  # type: ignore[call-overload]  # no contact: of the customer itself
        addresses=tuple(read(Address.objects.filter(card=found), reading)),
        bank=tuple(read(BankAccount.objects.filter(card=found), reading)) if may_see_bank else (),
        notes=tuple(_notes(found, companies, reading)) if may_see_notes else (),
        purposes=purposes,
        rights=_rights(by, relationships),
        needs_review=needs_review(card.reviewed_on, today),
        elsewhere=relationships[0].ties - len(relationships) if relationships else 0,
        subject=Who(found.uuid, bytes(found.log_salt)),
        withheld=not may_see_bank or not may_see_notes,
    )


def _notes(card: Card, companies: frozenset[int] | None, purposes: Iterable[str]) -> list[Reading]:
    rows = Note.objects.filter(relationship__card=card).order_by("-written_at")
    if companies is not None:
        rows = rows.filter(relationship__company__in=companies)
    return read(rows[:200], purposes, also=["written_by__name"])


def _rights(by: Actor, relationships: Iterable[Reading]) -> frozenset[str]:
    """Rights the person holds at a company of this card."""
    companies = [row.company for row in relationships]
    return frozenset(str(right) for right in Right if any(by.holds(right, company) for company in companies))


def needs_review(reviewed_on: date | None, today: date) -> bool:
    """Klopt dit nog: after a year without a look (AVG-5d)."""
    return reviewed_on is None or (today - reviewed_on).days > REVIEW_AFTER_DAYS


def part_values(*, card: UUID, part: str, uuid: UUID, by: Actor) -> tuple[dict[str, Any], str]:
    """What a form shows of a part, as far as this person's purposes reach, and the fingerprint of all of it that the
    form hands back on saving."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    kind = PARTS[part]
    row = kind.model._base_manager.filter(uuid=uuid, **kind.of_card(found)).first()
    if row is None:
        raise NotFound(_("Dit onderdeel van de kaart is er niet meer. Laad de kaart opnieuw."))
    values = kind.values_of(row)
    _names, withheld = readable(kind.model, _reading(by))
    return {name: value for name, value in values.items() if name not in withheld}, fingerprint(values)


def find_uuid(number: str, *, by: Actor, company: int | None = None) -> list[UUID]:
    """Cards with that customer number, at the companies this person may see."""
    rows = Relationship.objects.filter(number=number)
    companies = by.companies_with(Right.CUSTOMERS_VIEW)
    if companies is not None:
        rows = rows.filter(company__in=companies)
    if company is not None:
        rows = rows.filter(company=company)
    return list(rows.values_list("card__uuid", flat=True))


def list_row(*, card: UUID, by: Actor) -> ListRow:
    """One card as lists show it; NotFound for who may not see it."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_VIEW)
    return _rows([found.pk], by, clock.today())[0]


def rows_of(*, cards: Sequence[UUID], by: Actor) -> list[ListRow]:
    """These cards as lists show them, in this order; those that this person may not see are left out."""
    pks = dict(visible_cards(by).filter(uuid__in=cards).values_list("uuid", "pk"))
    return _rows([pks[uuid] for uuid in cards if uuid in pks], by, clock.today())


def names_of(*, cards: Iterable[int], by: Actor) -> dict[int, ListRow]:
    """The rows of these cards by their key, as far as this person may see them."""
    pks = list(visible_cards(by).filter(pk__in=list(cards)).values_list("pk", flat=True))
    return dict(zip(pks, _rows(pks, by, clock.today()), strict=True))


def card_names(cards: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """Names of these cards, as far as this person may see them. One query."""
    purposes = by.purposes((*CARD_PURPOSES, "rights")) if not by.is_system else frozenset(CARD_PURPOSES)
    reading = frozenset(CARD_PURPOSES) if "rights" in purposes else purposes
    return {row.uuid: str(row.name) for row in read(visible_cards(by).filter(uuid__in=list(cards)), reading)}


def card_name(*, card: UUID, by: Actor) -> str:
    """Its name, empty for who may not see it. One query."""
    return card_names([card], by=by).get(card, "")


def review_list(*, by: Actor, limit: int = 10) -> list[ListRow]:
    """Customers whose data nobody looked at for a year."""
    today = clock.today()
    cards = _within(by, Filters(stage=Stage.CUSTOMER.value, review=True), today).order_by("reviewed_on", "pk")
    return _rows(list(cards.values_list("pk", flat=True)[:limit]), by, today)


def leaving_soon(*, by: Actor, limit: int = 20) -> list[ListRow]:
    """Customers who announced that they leave."""
    today = clock.today()
    cards = _within(by, Filters(stage=Stage.LEAVING.value), today).order_by("name")
    return _rows(list(cards.values_list("pk", flat=True)[:limit]), by, today)


def subject_of(*, card: UUID, by: Actor, right: str = Right.CUSTOMERS_VIEW) -> Card:
    """The card as the log knows it (uuid and salt), for history and print-out."""
    return find_card(card, by=by, right=right)


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
    return _rows(list(others.values_list("pk", flat=True)[:limit]), by, clock.today())
