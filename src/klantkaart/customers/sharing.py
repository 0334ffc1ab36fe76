"""Cards that are shared between companies of the group (ROL-4)."""

from collections.abc import Collection

from django.db.models import Count

from .models import Relationship


def shared_cards(companies: Collection[int]) -> int:
    """How many cards have a relationship with more than one of these companies. One query."""
    rows = Relationship.objects.filter(company__in=list(companies)).values("card")
    return rows.annotate(found=Count("company", distinct=True)).filter(found__gt=1).count()
