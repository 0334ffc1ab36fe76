"""What is there already that the drafts of a chunk could be: a handful of queries, however many drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from klantkaart.companies.queries import share_a_card
from klantkaart.kernel import clock
from klantkaart.kernel.text import fold
from klantkaart.sealing.models import Suppression
from klantkaart.sealing.recognition import marker, recognised_as, suppressed

from ..bulk import pick
from ..intake.drafts import CardDraft, ChannelDraft, ContactDraft
from ..models import BankAccount, Card, Channel, Relationship


@dataclass(slots=True)
class Ref:
    """A card that is there. ``here``: it has a relationship with the company; ``ending``: that one ended or will."""

    pk: int
    uuid: UUID
    name: str
    kvk: str
    vat: str
    establishment: str = ""
    here: bool = False
    ending: bool = False


@dataclass(slots=True)
class Known:
    """Lookups for one chunk. ``like`` holds folded names by a shared value."""

    by_number: dict[str, Ref] = field(default_factory=dict)
    by_kvk: dict[str, list[Ref]] = field(default_factory=lambda: defaultdict(list))
    by_vat: dict[str, list[Ref]] = field(default_factory=lambda: defaultdict(list))
    by_iban: dict[str, UUID] = field(default_factory=dict)
    by_channel: dict[tuple[str, str], UUID] = field(default_factory=dict)
    by_name: dict[str, UUID] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)


def own_marks(draft: CardDraft) -> set[str]:
    """What an erased customer would be recognised by."""
    found = {recognised_as("channel", channel.value) for channel in draft.channels}
    found |= {recognised_as("iban", account.iban) for account in draft.bank}
    if draft.kvk_number:
        found.add(recognised_as("kvk", draft.kvk_number))
    if draft.vat_id:
        found.add(recognised_as("vat", draft.vat_id))
    return found


def contact_marks(contact: ContactDraft) -> set[str]:
    """What an erased contact person would be recognised by."""
    return {recognised_as("channel", channel.value) for channel in contact.channels}


def look_up(drafts: Sequence[CardDraft], company: int, *, alike: bool = True) -> Known:
    """Everything that matching asks about these drafts; without ``alike`` only what recognises them for certain."""
    known = Known()
    refs: dict[int, Ref] = {}
    _numbers(known, refs, {draft.number for draft in drafts if draft.number}, company)
    _registrations(known, refs, drafts)
    _place(refs, company)
    _only_shared(known, company, refs)
    if not alike:
        return known
    _alike(known, drafts, company)
    if Suppression.objects.in_force(clock.today()).exists():  # most installations: none for months
        marks = {one for draft in drafts for one in own_marks(draft)}
        marks |= {one for draft in drafts for contact in draft.contacts for one in contact_marks(contact)}
        known.suppressed = suppressed(marks, on=clock.today())
    return known


_OF_CARD = ("id", "uuid", "name", "kvk_number", "vat_id", "establishment_number")


def _numbers(known: Known, refs: dict[int, Ref], numbers: set[str], company: int) -> None:
    """Most numbers of a list are new, so the few cards are asked apart."""
    cards = dict(pick(Relationship, ("card", "number"), "number", numbers, company=company))
    for card in Card.objects.filter(pk__in=cards).values_list(*_OF_CARD) if cards else ():
        known.by_number[cards[card[0]]] = refs.setdefault(card[0], Ref(*card))


def _registrations(known: Known, refs: dict[int, Ref], drafts: Iterable[CardDraft]) -> None:
    kvk = {draft.kvk_number for draft in drafts if draft.kvk_number}
    vat = {draft.vat_id for draft in drafts if draft.vat_id}
    pks = {pk for (pk,) in (*pick(Card, ("id",), "kvk_number", kvk), *pick(Card, ("id",), "vat_id", vat))}
    for card in Card.objects.filter(pk__in=pks).order_by("pk").values_list(*_OF_CARD) if pks else ():
        ref = refs.setdefault(card[0], Ref(*card))
        if ref.kvk in kvk:
            known.by_kvk[ref.kvk].append(ref)
        if ref.vat in vat:
            known.by_vat[ref.vat].append(ref)


def _place(refs: dict[int, Ref], company: int) -> None:
    for card, ended_on in pick(Relationship, ("card", "ended_on"), "card", refs, company=company):
        refs[card].here = True
        refs[card].ending = ended_on is not None


def _only_shared(known: Known, company: int, refs: dict[int, Ref]) -> None:
    """Cards of a sister company count only when an arrangement covers both (ROL-4); else they are not seen at all."""
    elsewhere = [pk for pk, ref in refs.items() if not ref.here]
    if not elsewhere:
        return
    companies: dict[int, set[int]] = defaultdict(set)
    for card, other in Relationship.objects.filter(card__in=elsewhere).values_list("card_id", "company_id"):
        companies[card].add(other)
    covered = {
        group: share_a_card({company, *group}, on=clock.today())
        for group in {frozenset(companies[card]) for card in elsewhere}
    }
    hidden = {card for card in elsewhere if not covered[frozenset(companies[card])]}
    for found in (known.by_kvk, known.by_vat):
        for value, those in found.items():
            found[value] = [ref for ref in those if ref.pk not in hidden]


def _alike(known: Known, drafts: Sequence[CardDraft], company: int) -> None:
    """Cards of this company that share a bank account, or a name and a way to reach them."""
    marked = marker("iban")
    marks = {account.iban: marked(account.iban) for draft in drafts for account in draft.bank}
    here = {"card__relationships__company": company}
    if marks:
        rows = BankAccount.objects.filter(mark__in=marks.values(), **here)
        found = dict(rows.values_list("mark", "card__uuid"))
        known.by_iban = {iban: found[one] for iban, one in marks.items() if one in found}
    values = {channel.value for draft in drafts for channel in ways(draft)}
    shared = {value for (value,) in pick(Channel, ("value",), "value", values)}  # most are new, and not asked further
    if shared:
        channels = Channel.objects.filter(value__in=shared, **here).values_list("value", "card__name", "card__uuid")
        known.by_channel = {(value, fold(name)): uuid for value, name, uuid in channels}
    names = {draft.name for draft in drafts if is_bare(draft)}
    if names:
        cards = Card.objects.filter(name__in=names, relationships__company=company)
        known.by_name = dict(cards.values_list("name", "uuid"))


def ways(draft: CardDraft) -> list[ChannelDraft]:
    """How to reach the customer and its people, websites left out."""
    of_people = [channel for contact in draft.contacts for channel in contact.channels]
    return [channel for channel in (*draft.channels, *of_people) if channel.kind != "website"]


def is_bare(draft: CardDraft) -> bool:
    """Nothing but a name to recognise the customer by."""
    return not (draft.number or draft.kvk_number or draft.vat_id or draft.bank or ways(draft))
