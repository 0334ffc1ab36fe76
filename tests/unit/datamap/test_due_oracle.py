"""The due list as SQL against a naive oracle: random purposes, companies, holds, dates and parameters."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantkaart.customers.models import Card, Channel, Contact, Note, Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.due import due_on
from klantkaart.datamap.models import RuleParameter
from klantkaart.datamap.plan import fates_of
from klantkaart.datamap.vocabulary import AnchorEvent, Basis, Ends, People, Purpose, RowEvent, Rule
from klantkaart.kernel import clock
from klantkaart.kernel.periods import Period, Unit, add
from klantkaart.retention.models import Hold
from personas import company

pytestmark = pytest.mark.django_db

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 2500).map(lambda n: FIRST + timedelta(days=n))
PERIODS = st.builds(Period, st.integers(0, 20), st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS])) | st.builds(
    Period, st.integers(0, 3), st.just(Unit.YEARS)
)
APPLIES = st.sampled_from([{}, {"customer_since__isnull": False}, {"customer_since__isnull": True}])
STARTS = st.sampled_from(
    [
        (AnchorEvent("ended"),),
        (AnchorEvent("ended"), RowEvent("ended")),
        (AnchorEvent("approached"), AnchorEvent("ended")),
        (RowEvent("ended"),),
    ]
)
CODES = ("red", "green", "blue")
MODELS = ("customers.Relationship", "customers.Contact", "customers.Channel", "customers.Note")


@dataclass(frozen=True)
class World:
    purposes: tuple[Purpose, ...]
    used: dict[str, frozenset[str]]
    blank: frozenset[str]
    relationships: tuple[tuple[int, int, date | None, date | None, date | None], ...]
    contacts: tuple[tuple[int, date | None], ...]
    parameters: tuple[tuple[str, int | None, Period, date], ...]
    holds: tuple[tuple[str, int], ...]
    book_month: int
    on: date


@st.composite
def worlds(draw: st.DrawFn) -> World:
    purposes = tuple(
        Purpose(
            code,
            code,
            code,
            {People.CUSTOMER: Basis.CONTRACT},
            Rule(f"rule_{code}", draw(STARTS), draw(PERIODS), "test", book_year=draw(st.booleans())),
            applies=draw(APPLIES),
        )
        for code in CODES
    )
    some = st.frozensets(st.sampled_from(CODES), min_size=1)
    maybe = st.none() | DAYS
    relationships = []
    for card in range(3):
        for at in draw(st.sampled_from([(0,), (1,), (0, 1)])):
            since, asked = draw(maybe), draw(maybe)
            ended = draw(maybe)
            if since and ended and ended < since:
                ended = since
            relationships.append((card, at, asked if asked or since else FIRST, since, ended))
    return World(
        purposes,
        {model: draw(some) for model in MODELS},
        draw(some),
        tuple(relationships),
        tuple((draw(st.integers(0, 2)), draw(maybe)) for _ in range(4)),
        tuple(
            (f"rule_{draw(st.sampled_from(CODES))}", draw(st.sampled_from([None, 0, 1])), draw(PERIODS), draw(DAYS))
            for _ in range(3)
        ),
        tuple(
            draw(st.sampled_from([("customers.Card", 0), ("customers.Contact", 0), ("customers.Contact", 1)]))
            for _ in range(draw(st.integers(0, 1)))
        ),
        draw(st.sampled_from([12, 6])),
        draw(DAYS),
    )


def declared(world: World) -> registry.Registry:
    """The running declarations with the world's purposes instead of their own."""
    made = registry.current().copy()
    made.purposes = {purpose.code: purpose for purpose in world.purposes}
    made.stores = {}
    kept = {}
    for model in MODELS:
        declaration = made.declarations[model]
        own = tuple(sorted(world.used[model]))
        personal = {name: replace(one, purposes=(), ends=Ends.DELETE_ROW) for name, one in declaration.personal.items()}
        if model == "customers.Contact":
            personal["function"] = replace(personal["function"], purposes=tuple(sorted(world.blank)), ends=Ends.BLANK)
        kept[model] = replace(declaration, purposes=own, personal=personal)
    made.declarations = kept
    return made


class Rows:
    """The world's rows in the database."""

    def __init__(self, world: World) -> None:
        self.companies = [company("Een"), company("Twee")]
        self.companies[1].book_year_end_month = world.book_month
        self.companies[1].save()
        now = clock.now()
        self.cards = [Card.objects.create(name=f"Kaart {n}", created_at=now) for n in range(3)]
        for number, (card, at, asked, since, ended) in enumerate(world.relationships):
            row = Relationship.objects.create(
                card=self.cards[card], company=self.companies[at], number=str(number), prospect_since=asked,
                customer_since=since, ended_on=ended,
            )  # fmt: skip
            Note.objects.create(relationship=row, text="woord", written_at=now)
        self.contacts = [
            Contact.objects.create(card=self.cards[card], name="Wie", function="wat", left_on=left, created_at=now)
            for card, left in world.contacts
        ]
        for contact in self.contacts:
            Channel.objects.create(card=contact.card, contact=contact, kind="email", value="a@example.nl")
        Channel.objects.create(card=self.cards[0], kind="email", value="b@example.nl")
        for code, owner, period, since_day in world.parameters:
            RuleParameter.objects.update_or_create(
                code=code,
                company=None if owner is None else self.companies[owner],
                valid_from=since_day,
                defaults={"value": period.value, "unit": period.unit.value, "source": "test"},
            )
        targets: dict[str, list[Any]] = {"customers.Card": self.cards, "customers.Contact": self.contacts}
        for model, index in world.holds:
            Hold.objects.create(
                model=model,
                target=targets[model][index].uuid,
                reason="dispute",
                since=FIRST,
                review_on=date(2030, 1, 1),
            )


def term(world: World, rows: Rows, purpose: Purpose, at: int) -> Period:
    """The company's own parameter on the day, else the group's, else the default."""
    stored = {(p.code, p.company_id, p.valid_from): p.period for p in RuleParameter.objects.all()}
    for owner in (at, None):
        known = [
            (since, period)
            for (code, company_id, since), period in stored.items()
            if code == purpose.rule.parameter and company_id == owner and since <= world.on
        ]
        if known:
            return max(known, key=lambda pair: pair[0])[1]
    return purpose.rule.default


def lapsed(world: World, rows: Rows, purpose: Purpose, anchor: Relationship, left: date | None) -> bool:
    """One of the starts has come, and its term is over."""
    starts: list[date | None] = []
    for event in purpose.rule.starts:
        if isinstance(event, AnchorEvent):
            starts.append(anchor.ended_on if event.name == "ended" else anchor.prospect_since)
        else:
            starts.append(left)
    month = 12 if anchor.company_id == rows.companies[0].pk else world.book_month
    for start in filter(None, starts):
        counted = start
        if purpose.rule.book_year:
            year = start.year if start.month <= month else start.year + 1
            counted = date(year, month, monthrange(year, month)[1])
        if add(counted, term(world, rows, purpose, anchor.company_id)) < world.on:
            return True
    return False


def over(world: World, rows: Rows, codes: frozenset[str], anchors: list[Relationship], left: date | None) -> bool:
    """Every purpose that ever covered the row has lapsed, and at least one did."""
    covered = False
    for purpose in (one for one in world.purposes if one.code in codes):
        applying = [
            anchor
            for anchor in anchors
            if all((anchor.customer_since is None) is wanted for wanted in purpose.applies.values())
        ]
        covered = covered or bool(applying)
        if not all(lapsed(world, rows, purpose, anchor, left) for anchor in applying):
            return False
    return covered


def oracle(world: World, rows: Rows) -> Iterator[tuple[str, int, bool]]:
    """(model, row, whole row?) of everything that is due."""
    held_cards = {rows.cards[n].pk for model, n in world.holds if model == "customers.Card"}
    held_contacts = {rows.contacts[n].pk for model, n in world.holds if model == "customers.Contact"}
    needed = held_cards | {contact.card_id for contact in rows.contacts if contact.pk in held_contacts}
    for anchor in Relationship.objects.all():
        for model, pks, kept in (
            ("customers.Relationship", [anchor.pk], needed),
            ("customers.Note", [note.pk for note in Note.objects.filter(relationship=anchor)], held_cards),
        ):
            if anchor.card_id not in kept and over(world, rows, world.used[model], [anchor], None):
                yield from ((model, pk, True) for pk in pks)
    yield from _contacts(world, rows, held_cards, held_contacts)
    for channel in Channel.objects.all():
        anchors = list(Relationship.objects.filter(card=channel.card_id))
        left = channel.contact.left_on if channel.contact else None
        held = channel.card_id in held_cards or channel.contact_id in held_contacts
        if not held and over(world, rows, world.used["customers.Channel"], anchors, left):
            yield "customers.Channel", channel.pk, True


def _contacts(
    world: World, rows: Rows, held_cards: set[int], held_contacts: set[int]
) -> Iterator[tuple[str, int, bool]]:
    every = world.used["customers.Contact"] | world.blank
    for contact in Contact.objects.all():
        anchors = list(Relationship.objects.filter(card=contact.card_id))
        if contact.card_id in held_cards or contact.pk in held_contacts:
            continue
        if over(world, rows, every, anchors, contact.left_on):
            yield "customers.Contact", contact.pk, True
        elif world.blank != every and over(world, rows, world.blank, anchors, contact.left_on):
            yield "customers.Contact", contact.pk, False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_the_due_list_equals_a_naive_reading_of_every_row(world: World) -> None:
    """P20: due exactly when every purpose that covered it has lapsed and nothing holds it."""
    with transaction.atomic():
        rows = Rows(world)
        with registry.using(declared(world)):
            found = {(due.declaration.model, due.pk, not due.fields) for due in due_on(world.on)}
        assert found == set(oracle(world, rows))
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_the_plan_agrees_with_the_due_list(world: World) -> None:
    """What the plan says is over on a day is what the due list takes that day."""
    with transaction.atomic():
        rows = Rows(world)
        with registry.using(declared(world)):
            counted: dict[str, int] = {}
            for due in due_on(world.on, subject=rows.cards[0].pk):
                if not due.fields:
                    counted[due.declaration.model] = counted.get(due.declaration.model, 0) + 1
            planned: dict[str, int] = {}
            for fate in fates_of("customer", rows.cards[0].pk, on=world.on):
                if fate.goes_on(world.on):
                    planned[fate.declaration.model] = planned.get(fate.declaration.model, 0) + fate.rows
        assert planned == counted
        transaction.set_rollback(True)
