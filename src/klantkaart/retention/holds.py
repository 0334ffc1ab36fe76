"""Which rows are held, as a condition the due list subtracts."""

from datetime import date

from django.db.models import Q

from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.lapse import NEVER

from .models import Hold


def held_rows(declaration: Declaration, on: date) -> Q:
    """Rows held themselves, or through a hold on their whole subject."""
    running = Hold.objects.filter(since__lte=on).filter(Q(released_on__isnull=True) | Q(released_on__gt=on))
    found = NEVER
    model = registry.model_of(declaration.model)
    if any(field.name == "uuid" for field in model._meta.concrete_fields):
        found |= Q(uuid__in=running.filter(model=declaration.model).values("target"))
    subject = registry.current().subjects.get(declaration.subject)
    if subject is not None and subject.model != declaration.model:
        found |= Q(**{f"{declaration.path}__uuid__in": running.filter(model=subject.model).values("target")})
    return found
