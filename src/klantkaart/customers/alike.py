"""Is this customer there already? Asked while somebody types a new one, so that nobody gets two cards (AVG-5d)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused
from klantkaart.kernel.text import fold

from . import search
from .models import Card, Channel, ChannelKind
from .permissions import visible_cards

AT_MOST = 5
REACHED_BY = (ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.MOBILE)


class KnownAlready(Refused):
    """One or more customers look like the new one. ``cards`` are those that this person may see."""

    def __init__(self, cards: Sequence[UUID]) -> None:
        super().__init__(_("Deze klant lijkt er al te zijn. Kijk of het dezelfde is; zo niet, voeg dan toch toe."))
        self.cards = tuple(cards)


def alike(*, card: Card, channels: Iterable[Channel], by: Actor) -> list[UUID]:
    """Customers this person may see with the same KvK number, e-mail address, phone number or name; at most five. The
    row was cleaned before, so the values compare as they are stored."""
    values = {channel.value for channel in channels if channel.kind in REACHED_BY}
    ways = values | {value.lower() for value in values}  # people type INFO@ and mean info@
    same = Q(channels__kind__in=REACHED_BY, channels__value__in=ways) | Q(pk__in=_namesakes(card.name, by))
    if card.kvk_number:
        same |= Q(kvk_number=card.kvk_number)
    found = visible_cards(by).filter(same).order_by("name", "pk").distinct()
    return list(found.values_list("uuid", flat=True)[:AT_MOST])


def _namesakes(name: str, by: Actor) -> list[int]:
    """Cards whose name is this one, whatever its capitals and accents."""
    likely = search.find(name, companies=by.companies_with(Right.CUSTOMERS_VIEW), limit=50)
    names = Card.objects.filter(pk__in=likely).values_list("pk", "name")
    return [pk for pk, other in names if fold(other) == fold(name)]
