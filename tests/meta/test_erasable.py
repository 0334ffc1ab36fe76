"""Every personal field of every declared model ends: the plan names it, and the run takes it away (P20, P21).

Walks the declarations and fills each model by its columns, so that a new model or field joins by itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import models

from klantkaart.datamap import registry
from klantkaart.datamap.access import rows_about
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.plan import fates_of
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions
from personas import company
from staff import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
SUBJECTS = sorted(registry.current().subjects)
BEGUN, ENDED = date(2016, 5, 2), date(2016, 6, 1)
AFTER = date(2026, 11, 1)  # past every term, that of the tax law too
NOTHING: tuple[object, ...] = (None, "", b"", {}, [])
Place = tuple[str, str]
# Who left cannot sign in; what was withdrawn is not done.
ONLY: dict[Place, Any] = {("accounts.User", "is_active"): False, ("accounts.FactorReset", "withdrawn_at"): None}
KINDS: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (models.DateTimeField, datetime(2016, 6, 1, 9, 30, tzinfo=UTC)),
    (models.DateField, BEGUN),
    (models.BooleanField, True),
    (models.IntegerField, 14),
    (models.BinaryField, b"0123456789abcdef"),
    (models.GenericIPAddressField, "192.0.2.1"),
)
_numbers = count(1)


def personal(subject: str) -> set[Place]:
    return {(one.model, name) for one in registry.current().of_subject(subject) for name in one.personal}


class Filler:
    """A row of every model of a subject, with a value in each personal field."""

    def __init__(self, subject: str) -> None:
        self.subject = registry.current().subjects[subject]
        self.left = registry.current().of_subject(subject)
        self.made: dict[str, models.Model] = {"companies.Company": company()}
        if self.subject.model != "accounts.User":
            self.made["accounts.User"] = make_user()
        while self.left:
            ready = [one for one in self.left if not self._needs(one)]
            assert ready, "models of one subject lead to each other in a ring"
            for declaration in ready:
                self.made[declaration.model] = self._row(declaration)
                self.left.remove(declaration)

    @property
    def _end(self) -> Place:
        """Where it says that the relationship is over."""
        return self.subject.anchors or self.subject.model, self.subject.events["ended"]

    @property
    def owner(self) -> models.Model:
        return self.made[self.subject.model]

    def _needs(self, declaration: Declaration) -> set[str]:
        waiting = {one.model for one in self.left if one is not declaration}
        return {related for field in columns(declaration) if (related := leads_to(field)) in waiting}

    def _row(self, declaration: Declaration) -> models.Model:
        values = {}
        for field in columns(declaration):
            value = self._value(field, declaration)
            if value is not None:
                values[field.name] = value
        return registry.model_of(declaration.model)._base_manager.create(**values)

    def _value(self, field: Any, declaration: Declaration) -> Any:
        if leads_to(field):
            return self.made.get(leads_to(field))
        place, in_events = (declaration.model, field.name), field.name in declaration.events.values()
        if place in ONLY:
            return ONLY[place]
        if place == self._end or (in_events and field.name in declaration.personal):
            return ENDED
        if field.name in declaration.personal or (not field.has_default() and not field.null and not field.primary_key):
            return something(field, declaration)
        return None


def columns(declaration: Declaration) -> list[Any]:
    return list(registry.model_of(declaration.model)._meta.concrete_fields)


def leads_to(field: Any) -> str:
    related = field.related_model
    return str(related._meta.label) if isinstance(related, type) and issubclass(related, models.Model) else ""


def something(field: Any, declaration: Declaration) -> Any:
    """A value that fits the column and is not empty."""
    if field.choices:
        return next(code for code, _label in field.flatchoices if code)
    if isinstance(field, models.JSONField):
        return dict.fromkeys(declaration.personal[field.name].keys[:1], "x") or ["x"]
    for kind, value in KINDS:
        if isinstance(field, kind):
            return value
    return f"z{next(_numbers)}"[: field.max_length or None]


def present(subject: str, pk: int) -> set[Place]:
    """Personal fields that still hold something about the subject."""
    found = set()
    for declaration in registry.current().of_subject(subject):
        rows = rows_about(declaration, pk)
        assert rows is not None
        for values in rows.values(*declaration.personal):
            found |= {
                (declaration.model, name) for name, value in values.items() if value not in (None, "", b"", {}, [])
            }
    return found


def planned(subject: str, pk: int, on: date) -> set[Place]:
    """Personal fields that the plan says are gone by then."""
    return {
        (fate.declaration.model, name)
        for fate in fates_of(subject, pk, on=on)
        if fate.goes_on(on)
        for name in fate.fields or fate.declaration.personal
    }


def test_everything_personal_belongs_to_somebody_whose_plan_it_is_in() -> None:
    every = {(one.model, name) for one in registry.current().declarations.values() for name in one.personal}
    assert every == set().union(*map(personal, SUBJECTS))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_personal_field_is_in_the_plan_and_gone_after_the_run(subject: str) -> None:
    filled = Filler(subject)
    owner = filled.owner
    assert present(subject, owner.pk) == personal(subject) - set(ONLY), "a field that is empty proves nothing"
    assert planned(subject, owner.pk, AFTER) == personal(subject)
    with clock.at(AFTER):
        report = actions.run(on=AFTER, by=SYSTEM, at=clock.now())
    assert report.failed == {}
    assert present(subject, owner.pk) == set()
    assert not type(owner)._base_manager.filter(pk=owner.pk).exists()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_of_it_goes_a_day_too_early(subject: str) -> None:
    """Else a run that takes everything would pass the test above."""
    filled = Filler(subject)
    owner = filled.owner
    assert planned(subject, owner.pk, ENDED) == set()
    with clock.at(ENDED + timedelta(days=1)):
        actions.run(on=ENDED + timedelta(days=1), by=SYSTEM, at=clock.now())
    assert present(subject, owner.pk) == personal(subject) - set(ONLY)
