"""An office with one of everything, so that every address of the product has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from imports import listed, read, take_over
from klantkaart.accounts.actions import ask_factor_reset
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import Membership
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Arrangement, Company
from klantkaart.customers import actions, imports
from klantkaart.customers.models import Card, Note, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from klantkaart.office.forms.parts import FORMS
from klantkaart.retention.actions import place_hold
from personas import Desk, card, desk, sisters
from staff import make_user

REFUSED_ROW = "3;;;;;;;"
UNKNOWN_LIST = b"Wie;Wat\r\nKapper Zon;0172-123456\r\n"


def every_address() -> dict[str, URLPattern]:
    """Each address by its name, as a reverse knows it."""

    def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern):
                yield f"{space}{one.name}", one

    return dict(walk(get_resolver().url_patterns, ""))


ADDRESSES = every_address()


@dataclass
class World:
    """Two sister companies; ``boss`` owns the first, ``chief`` all of them. ``others``: what else has an address."""

    here: Company
    sister: Company
    boss: Desk
    chief: Desk
    card: Card
    twin: Card
    elsewhere: Card
    ended: Card
    batches: dict[str, UUID]
    parts: dict[str, UUID] = field(default_factory=dict)
    others: dict[str, UUID] = field(default_factory=dict)

    def addresses(self, name: str) -> list[str]:
        """Where a screen can be opened: once for each kind of thing in its address."""
        return [reverse(name, kwargs=places) for places in self.places(name)]

    def places(self, name: str) -> list[dict[str, object]]:
        """What can stand in that address."""
        names = sorted(ADDRESSES[name].pattern.converters)
        if "part" in names:
            single = "uuid" in names
            codes = FORMS if single else [code for code in FORMS if code not in {"card", "relationship"}]
            return [
                {"card": self.card.uuid, "part": code, **({"uuid": self.parts[code]} if single else {})}
                for code in codes
            ]
        if "batch" in names:
            more = {"kind": "csv"} if "kind" in names else {}
            return [{"batch": batch, **more} for batch in self.batches.values()]
        known = {
            "card": self.card.uuid, "seq": self.last_line, "code": "card_after_end", "pk": 1, "session": 1,
            "company": self.here.uuid, "relationship": self.parts["relationship"], **self.others,
        }  # fmt: skip
        return [{name: known.get(name, uuid4()) for name in names}]

    @property
    def last_line(self) -> int:
        """The change of the card that can be undone."""
        return Entry.objects.filter(event="customers.part_changed").latest("seq").seq


def make_world() -> World:
    """Everything there is, made through the actions."""
    here, sister = sisters()
    found = card(here)
    twin = card(here, values={"name": "Bakkerij Kiezel", "kvk_number": "99123456"})
    elsewhere = card(sister, values={"name": "Andermans Klant"})
    ended = card(here, values={"name": "Vertrokken Klant"})
    row = Relationship.objects.get(card=ended)
    day = clock.today() - timedelta(days=400)
    Relationship.objects.filter(pk=row.pk).update(customer_since=date(2020, 1, 1), announced_on=day, ended_on=day)
    chief = desk("owner", here)
    Membership.objects.create(user=chief.user, company=sister, role=Role.OWNER, since=date(2020, 1, 1))
    world = World(here, sister, desk("owner", here), chief, found, twin, elsewhere, ended, _batches(here))
    world.parts = {
        "card": found.uuid,
        "contact": found.contacts.get().uuid,
        "channel": found.channels.first().uuid,  # type: ignore[union-attr]  # the card has some
        "address": found.addresses.get().uuid,
        "bank": found.bank_accounts.get().uuid,
        "note": Note.objects.get(relationship__card=found).uuid,
        "relationship": found.relationships.get().uuid,
    }
    world.others = _others(here, twin)
    values = {"function": "eigenaar"}
    actions.change_part(
        card=found.uuid, part="contact", uuid=world.parts["contact"], values=values, by=SYSTEM, at=clock.now()
    )
    return world


def _batches(here: Company) -> dict[str, UUID]:
    """An import that waits for its columns, one that waits for a choice, and one that is done."""
    unknown = imports.start_import(
        file=BytesIO(UNKNOWN_LIST), name="lijst.csv", company=here.pk, by=TERMINAL, at=clock.now()
    )
    made = {
        "preview": read(listed("1;Kapper Zon BV;9900001;;;;;", "2;Slager Wit BV;99000012;;;;;", REFUSED_ROW), here),
        "done": read(listed("7;Visboer Blauw BV;;;;;;"), here),
    }
    take_over(made["done"].uuid)
    return {"mapping": unknown, **{state: batch.uuid for state, batch in made.items()}}


def _others(here: Company, held: Card) -> dict[str, UUID]:
    """A colleague, one who lost a second factor, a hold, the arrangement."""
    colleague, lost = make_user(Role.OFFICE, company=here), make_user(Role.FINANCE, company=here)
    reset = ask_factor_reset(person=lost, reason="telefoon kwijt", by=actor_for(lost), at=clock.now())
    review = clock.today() + timedelta(days=60)
    hold = place_hold(
        model="customers.Card", target=held.uuid, reason="dispute", review_on=review, by=SYSTEM, at=clock.now()
    )
    return {
        "person": colleague.uuid,
        "reset": reset.uuid,
        "hold": hold,
        "arrangement": Arrangement.objects.get().uuid,
    }
