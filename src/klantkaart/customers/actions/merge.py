"""Two cards of one customer become one; everything moves, nothing is lost (preview first)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.details import adopt
from klantkaart.audit.log import act
from klantkaart.companies.queries import share_a_card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.sealing.keys import keystore

from .. import events, search
from ..models import Address, AddressUse, BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import CARD
from ..permissions import find_card, require


@dataclass(frozen=True)
class MergePlan:
    """What a merge will do. ``differences``: field -> (kept, other); the other goes into a note when it says more.
    ``obstacle``: why it cannot be done, or empty."""

    keep: UUID
    drop: UUID
    moves: dict[str, int]
    differences: dict[str, tuple[str, str]]
    obstacle: str


def plan_merge(*, keep: UUID, drop: UUID, by: Actor) -> MergePlan:
    """The preview. Refuses one and the same card."""
    kept, dropped = _both(keep, drop, by)
    return _plan(kept, dropped)


def merge_cards(*, keep: UUID, drop: UUID, by: Actor, at: datetime) -> None:
    """Move everything of ``drop`` to ``keep`` and remove the empty card. What differs on the card itself is kept in a
    note. Refuses when companies would share a card without an arrangement."""
    kept, dropped = _both(keep, drop, by)
    with act(events.MERGED, by=by, at=at, about=kept, obj=drop) as line:
        list(Card.objects.select_for_update().filter(pk__in=[kept.pk, dropped.pk]).order_by("pk"))
        plan = _plan(kept, dropped)
        if plan.obstacle:
            raise Refused(plan.obstacle)
        line.facts = {name: count for name, count in plan.moves.items() if count}
        line.detail = {"merged": {name: list(values) for name, values in plan.differences.items()}}
        adopt(old=dropped.uuid, new=kept.uuid)
        transaction.on_commit(partial(keystore().destroy, dropped.uuid))
        _move(kept, dropped)
        _keep_differences(kept, plan, at)
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
    return MergePlan(kept.uuid, dropped.uuid, moves, differences, _obstacle(kept, dropped))


def _obstacle(kept: Card, dropped: Card) -> str:
    companies = list(Relationship.objects.filter(card__in=[kept, dropped]).values_list("company_id", flat=True))
    if not share_a_card(companies, on=clock.today()):
        return _(
            "De bedrijven van deze kaarten hebben geen onderlinge regeling (AVG artikel 26); de kaarten blijven apart."
        )
    return ""


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


def _keep_differences(kept: Card, plan: MergePlan, at: datetime) -> None:
    others = [f"{name}: {other}" for name, (_mine, other) in plan.differences.items() if name not in {"kind", "source"}]
    if others:
        _note(kept, _("Stond op de samengevoegde kaart: %(values)s") % {"values": "; ".join(others)}, at=at)


def _note(card: Card, text: str, relationship: Relationship | None = None, at: datetime | None = None) -> None:
    where = relationship or Relationship.objects.filter(card=card).order_by("pk").first()
    if where is not None:
        Note.objects.create(relationship=where, text=text, written_at=at or clock.now())
