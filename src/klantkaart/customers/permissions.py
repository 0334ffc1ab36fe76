"""Who may do what with a card. Rights are held per company; a card is seen through a relationship with one of them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotAllowed, NotFound

from .models import Card, Relationship


def visible_cards(by: Actor, right: str = Right.CUSTOMERS_VIEW) -> QuerySet[Card]:
    """Cards that have a relationship with a company where ``by`` holds the right."""
    companies = by.companies_with(right)
    cards = Card.objects.all()
    if companies is None:
        return cards
    # Asked per card: as a list, SQLite would read every customer of the company to open one.
    return cards.filter(Exists(Relationship.objects.filter(card=OuterRef("pk"), company__in=companies)))


def find_card(card: UUID, *, by: Actor, right: str) -> Card:
    """The card. Refuses with NotFound when it does not exist for ``by`` at all, with NotAllowed when it may be seen
    but the act needs a right that ``by`` does not hold there."""
    found = visible_cards(by, right).filter(uuid=card).first()
    if found is not None:
        return found
    if right != Right.CUSTOMERS_VIEW and visible_cards(by).filter(uuid=card).exists():
        raise NotAllowed(_("Je rol bij dit bedrijf laat dit niet toe. Vraag het een eigenaar."))
    raise NotFound(_("Deze klant is er niet, of niet voor jou."))


def require(by: Actor, right: str, company: int | None = None) -> None:
    """Refuses with NotAllowed."""
    if not by.holds(right, company):
        raise NotAllowed(_("Je rol bij dit bedrijf laat dit niet toe. Vraag het een eigenaar."))
