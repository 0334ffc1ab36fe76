"""Is this customer there already? Asked while somebody types a new one, so that nobody gets two cards (AVG-5d)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.kernel.text import fold

from . import search
from .intake.drafts import CardDraft
from .models import Card, Channel, ChannelKind
from .permissions import visible_cards

AT_MOST = 5
MANY = 500  # a value that so many share tells nobody apart
REACHED_BY = (ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.MOBILE)


class KnownAlready(Refused):
    """One or more customers look like the new one. ``cards`` are those that this person may see."""

    def __init__(self, cards: Sequence[UUID]) -> None:
        super().__init__(_("Deze klant lijkt er al te zijn. Kijk of het dezelfde is; zo niet, voeg dan toch toe."))
        self.cards = tuple(cards)


def alike(draft: CardDraft, *, by: Actor) -> list[UUID]:
    """Customers this person may see with the same KvK number, e-mail address, phone number or name; at most five. The
    draft was cleaned before, so the values compare as they are stored."""
    of_people = (channel for contact in draft.contacts for channel in contact.channels)
    values = {channel.value for channel in (*draft.channels, *of_people) if channel.kind in REACHED_BY}
    ways = values | {value.lower() for value in values}  # people type INFO@ and mean info@
    likely = {*_namesakes(draft.name, by), *_reached_by(ways)}
    if draft.kvk_number:
        likely.update(Card.objects.filter(kvk_number=draft.kvk_number).values_list("pk", flat=True)[:MANY])
    found = visible_cards(by).filter(pk__in=likely).order_by("name", "pk")
    return list(found.values_list("uuid", flat=True)[:AT_MOST])


def _reached_by(ways: set[str]) -> QuerySet[Channel, int]:
    """Cards with one of these phone numbers or e-mail addresses. A question of its own: one index each, where an OR
    over tables would read them whole."""
    rows = Channel.objects.filter(kind__in=REACHED_BY, value__in=ways)
    return rows.values_list("card_id", flat=True)[:MANY]


def _namesakes(name: str, by: Actor) -> list[int]:
    """Cards whose name is this one, whatever its capitals and accents."""
    likely = search.find(name, companies=by.companies_with(Right.CUSTOMERS_VIEW), limit=50)
    names = Card.objects.filter(pk__in=likely).values_list("pk", "name")
    return [pk for pk, other in names if fold(other) == fold(name)]
