"""Two cards of one customer become one; everything moves, nothing is lost (preview first)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.details import adopt
from klantkaart.audit.log import act
from klantkaart.companies.queries import share_a_card
from klantkaart.datamap import registry
from klantkaart.datamap.access import label_of, meaning
from klantkaart.datamap.due import held
from klantkaart.datamap.reads import serves
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.sealing.keys import keystore

from .. import events, search
from ..models import Address, AddressUse, BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import CARD
from ..permissions import find_card, require


@dataclass(frozen=True)
class Choice:
    """A field that both cards fill, and differently: its name on screen and both values as people read them."""

    field: str
    label: str
    kept: str
    other: str


@dataclass(frozen=True)
class MergePlan:
    """What a merge will do. ``moves``: rows by kind; ``same``: those of them that the kept card already has.
    ``differences``: field -> (kept, other); ``choices``: those where somebody says which wins, the other goes into a
    note; ``fills``: labels of what was empty on the kept card and comes from the other. ``numbers``: customer numbers
    that go into a note. ``obstacle``: why it cannot be done, or empty."""

    keep: UUID
    drop: UUID
    moves: dict[str, int]
    same: dict[str, int]
    differences: dict[str, tuple[str, str]]
    choices: tuple[Choice, ...]
    fills: tuple[str, ...]
    numbers: tuple[str, ...]
    obstacle: str


def plan_merge(*, keep: UUID, drop: UUID, by: Actor) -> MergePlan:
    """The preview; it shows no value that serves no purpose. Refuses one and the same card."""
    kept, dropped = _both(keep, drop, by)
    plan = _plan(kept, dropped)
    return replace(
        plan,
        choices=tuple(one for one in plan.choices if serves(Card, one.field)),
        numbers=plan.numbers if serves(Relationship, "number") else (),
    )


def merge_cards(*, keep: UUID, drop: UUID, by: Actor, at: datetime, take: Collection[str] = ()) -> None:
    """Move everything of ``drop`` to ``keep`` and remove the empty card. ``take``: fields of which the value of
    ``drop`` wins; what does not win is kept in a note. Refuses when companies would share a card without an
    arrangement, a card to drop that is held, and values that do not go together."""
    kept, dropped = _both(keep, drop, by)
    with act(events.MERGED, by=by, at=at, about=kept, obj=drop) as line:
        list(Card.objects.select_for_update().filter(pk__in=[kept.pk, dropped.pk]).order_by("pk"))
        plan = _plan(kept, dropped)
        if plan.obstacle:
            raise Refused(plan.obstacle)
        line.facts = {name: count for name, count in plan.moves.items() if count}
        line.detail = {"merged": {name: list(values) for name, values in plan.differences.items()}}
        adopt(old=dropped.uuid, new=kept.uuid, merged=_merged(kept, dropped))
        transaction.on_commit(partial(keystore().destroy, dropped.uuid))
        _move(kept, dropped)
        _take_over(kept, plan, frozenset(take))
        _keep_differences(kept, plan, frozenset(take), at)
        search.forget_cards([dropped.pk])
        dropped.delete()
        search.index([kept.pk])


def _both(keep: UUID, drop: UUID, by: Actor) -> tuple[Card, Card]:
    if keep == drop:
        raise Refused(_("Kies twee verschillende kaarten om samen te voegen."))
    kept = find_card(keep, by=by, right=Right.CUSTOMERS_MERGE)
    dropped = find_card(drop, by=by, right=Right.CUSTOMERS_MERGE)
    for company in Relationship.objects.filter(card=dropped).values_list("company_id", flat=True):
        require(by, Right.CUSTOMERS_MERGE, company)
    return kept, dropped


def _plan(kept: Card, dropped: Card) -> MergePlan:
    moves = {
        "contacts": Contact.objects.filter(card=dropped).count(),
        "channels": Channel.objects.filter(card=dropped).count(),
        "addresses": Address.objects.filter(card=dropped).count(),
        "bank_accounts": BankAccount.objects.filter(card=dropped).count(),
        "notes": Note.objects.filter(relationship__card=dropped).count(),
        "relationships": Relationship.objects.filter(card=dropped).count(),
    }
    first, second = CARD.values_of(kept), CARD.values_of(dropped)
    differences = {
        name: (str(first[name]), str(second[name])) for name in first if second[name] and first[name] != second[name]
    }
    asked = [name for name, (mine, _other) in differences.items() if mine and name != "source"]
    return MergePlan(
        kept.uuid,
        dropped.uuid,
        moves,
        _same(kept, dropped),
        differences,
        tuple(_choice(name, *differences[name]) for name in asked),
        tuple(_label(name) for name, (mine, _other) in differences.items() if not mine),
        tuple(_numbers_lost(kept, dropped)),
        _obstacle(kept, dropped),
    )


def _label(name: str) -> str:
    label = str(label_of(Card, name))
    return label[:1].upper() + label[1:]


def _choice(name: str, kept: str, other: str) -> Choice:
    declaration = registry.current().declaration(Card)
    return Choice(name, _label(name), *(str(meaning(declaration, name, value)) for value in (kept, other)))


def _same(kept: Card, dropped: Card) -> dict[str, int]:
    """Rows that the kept card has already, letter for letter: they go, nothing is lost with them."""
    own = set(Channel.objects.filter(card=kept, contact=None).values_list("kind", "use", "value"))
    ways = Channel.objects.filter(card=dropped, contact=None).values_list("kind", "use", "value")
    lines = ("street", "extra", "postcode", "city", "country")
    places = set(Address.objects.filter(card=kept).values_list(*lines))
    marks = BankAccount.objects.filter(card=kept).values("mark")
    return {
        "channels": sum(way in own for way in ways),
        "addresses": sum(one in places for one in Address.objects.filter(card=dropped).values_list(*lines)),
        "bank_accounts": BankAccount.objects.filter(card=dropped, mark__in=marks).count(),
    }


def _numbers_lost(kept: Card, dropped: Card) -> list[str]:
    """Customer numbers at companies that both cards have: one stays a number, the other goes into a note."""
    both = Relationship.objects.filter(card=kept).values("company")
    return list(Relationship.objects.filter(card=dropped, company__in=both).values_list("number", flat=True))


def _take_over(kept: Card, plan: MergePlan, take: frozenset[str]) -> None:
    """Values of the other card that win, or fill what was empty; together they must still be good."""
    asked = {choice.field for choice in plan.choices}
    wins = {name: other for name, (mine, other) in plan.differences.items() if not mine or name in take & asked}
    if not wins:
        return
    cleaned = CARD.clean({**CARD.values_of(kept), **wins}, kept)
    for name in wins:
        setattr(kept, name, cleaned[name])
    kept.save(update_fields=list(wins))


def _obstacle(kept: Card, dropped: Card) -> str:
    companies = list(Relationship.objects.filter(card__in=[kept, dropped]).values_list("company_id", flat=True))
    if not share_a_card(companies, on=clock.today()):
        return _(
            "De bedrijven van deze kaarten hebben geen onderlinge regeling (AVG artikel 26); de kaarten blijven apart."
        )
    if _is_held(dropped):
        return _(
            "Op de kaart die verdwijnt, rust een aanhouding. "
            "Hef die eerst op, of voeg andersom samen: dan blijft deze kaart."
        )
    return ""


def _is_held(card: Card) -> bool:
    """Whether a hold lies on the card or on its relationships: it would point at nothing once they are gone (RET-6)."""
    today, known = clock.today(), registry.current()
    rows = {Card: Q(pk=card.pk), Relationship: Q(card=card)}
    return any(
        model._base_manager.filter(mine).filter(held(known.declaration(model), today)).exists()
        for model, mine in rows.items()
    )


def _move(kept: Card, dropped: Card) -> None:
    Contact.objects.filter(card=dropped).update(card=kept)
    have = set(Channel.objects.filter(card=kept, contact=None).values_list("kind", "use", "value"))
    for channel in Channel.objects.filter(card=dropped, contact=None):
        if (channel.kind, channel.use, channel.value) in have:
            channel.delete()
    Channel.objects.filter(card=dropped).update(card=kept)
    for account in BankAccount.objects.filter(card=dropped):
        if BankAccount.objects.filter(card=kept, mark=account.mark).exists():
            account.delete()
    BankAccount.objects.filter(card=dropped).update(card=kept)
    _move_addresses(kept, dropped)
    _move_relationships(kept, dropped)


def _free_uses(kept: Card) -> Iterator[str]:
    taken = set(Address.objects.filter(card=kept).values_list("use", flat=True))
    yield from (use for use in AddressUse.values if use not in taken)


def _move_addresses(kept: Card, dropped: Card) -> None:
    """An address whose use is taken gets a free one; without a free one it becomes a note."""
    for address in Address.objects.filter(card=dropped):
        taken = Address.objects.filter(card=kept)
        lines = ("street", "extra", "postcode", "city", "country")
        if taken.filter(**{name: getattr(address, name) for name in lines}).exists():
            address.delete()
            continue
        if taken.filter(use=address.use).exists():
            free = next(_free_uses(kept), None)
            if free is None:
                _note(kept, _("Adres van de samengevoegde kaart: %(address)s") % {
                    "address": " ".join(getattr(address, name) for name in lines)
                })  # fmt: skip
                address.delete()
                continue
            address.use = free
        address.card = kept
        address.save(update_fields=["card", "use"])


def _move_relationships(kept: Card, dropped: Card) -> None:
    """A second relationship with the same company gives its notes and number to the first and goes."""
    own = {row.company_id: row for row in Relationship.objects.filter(card=kept)}
    for row in Relationship.objects.filter(card=dropped):
        stays = own.get(row.company_id)
        if stays is None:
            row.card = kept
            row.save(update_fields=["card"])
            continue
        Note.objects.filter(relationship=row).update(relationship=stays)
        _absorb(stays, row)
        row.delete()
        _note(kept, _("Ook bekend onder klantnummer %(number)s.") % {"number": row.number}, stays)


def _merged(kept: Card, dropped: Card) -> dict[UUID, UUID]:
    """Relationships of the other card that become one with those of the kept card."""
    own = dict(Relationship.objects.filter(card=kept).values_list("company_id", "uuid"))
    going = Relationship.objects.filter(card=dropped, company_id__in=own).values_list("uuid", "company_id")
    return {uuid: own[company] for uuid, company in going}


def _absorb(stays: Relationship, row: Relationship) -> None:
    """The longest life counts: earliest beginning, and no end when one of both goes on."""
    begins = [day for day in (stays.customer_since, row.customer_since) if day]
    asked = [day for day in (stays.prospect_since, row.prospect_since) if day]
    stays.customer_since = min(begins) if begins else None
    stays.prospect_since = min(asked) if asked else None
    ends = [stays.ended_on, row.ended_on]
    stays.ended_on = None if None in ends else max(day for day in ends if day)
    if stays.ended_on is None:
        stays.announced_on = None
    services = dict.fromkeys([*stays.services.split(","), *row.services.split(",")])
    stays.services = ",".join(service for service in services if service)
    stays.save()


def _keep_differences(kept: Card, plan: MergePlan, take: frozenset[str], at: datetime) -> None:
    """What did not win, in words, so that nothing is lost."""
    lost = [
        f"{choice.label}: {choice.kept if choice.field in take else choice.other}"
        for choice in plan.choices
        if choice.field != "kind"
    ]
    if lost:
        _note(kept, _("Stond op de samengevoegde kaart: %(values)s") % {"values": "; ".join(lost)}, at=at)


def _note(card: Card, text: str, relationship: Relationship | None = None, at: datetime | None = None) -> None:
    where = relationship or Relationship.objects.filter(card=card).order_by("pk").first()
    if where is not None:
        Note.objects.create(relationship=where, text=text, written_at=at or clock.now())
