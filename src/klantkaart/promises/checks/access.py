"""P11 and P26: whether the print-out really holds what the database holds, and what is left after leaving."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.access import rows_about
from klantkaart.datamap.plan import fates_of
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.rights import machine
from klantkaart.rights.contents import Contents, gather
from klantkaart.sealing.fields import SealedTextField, open_value

from ..database import pointing_at, stored
from ..verdicts import Verdict, broken, kept

SAMPLE = 3
HEADINGS = 11


def printed_completely(_on: date) -> Verdict:
    """For a few cards, every text the database holds in a printable column is looked up in the print-out made now; and
    every table that points at a card, by the database's own account, is declared to belong to it. Nobody sees these
    print-outs, so they leave no line in the log."""
    strays = sorted(_strays())
    if strays:
        return broken(_("%(count)d tabellen wijzen naar een klant en staan niet in zijn uittreksel.")
                      % {"count": len(strays)}, where=strays)  # fmt: skip
    checked, wrong = 0, []
    for card in _sample():
        printed = set(_texts(json.loads(machine.everything(_printed(card)))))
        for where, value in _held(card):
            checked += 1
            if value not in printed:
                wrong.append(where)
    if wrong:
        evidence = _("%(count)d waarden ontbreken in het uittreksel.") % {"count": len(wrong)}
        return broken(evidence, checked=checked, where=wrong)
    return kept(
        _("%(count)d waarden, rechtstreeks uit de database gelezen, staan alle in het uittreksel van hun klant.")
        % {"count": checked},
        checked=checked,
    )


def _strays() -> Iterator[str]:
    """Tables with a foreign key to a table of the customer that no declaration leads back to a card."""
    known = registry.current()
    own = {registry.model_of(one.model)._meta.db_table for one in known.of_subject("customer")}
    for table in pointing_at(own):
        declaration = known.declarations.get(table.model)
        if declaration is None or declaration.subject != "customer":
            yield table.name


def _sample() -> list[Card]:
    """The newest, the oldest and one in between."""
    keys = list(Card.objects.order_by("-pk").values_list("pk", flat=True)[:1])
    keys += list(Card.objects.order_by("pk").values_list("pk", flat=True)[:1])
    if len(set(keys)) > 1:
        keys += list(Card.objects.filter(pk__gte=sum(keys) // 2).order_by("pk").values_list("pk", flat=True)[:1])
    return list(Card.objects.filter(pk__in=keys))


def _printed(card: Card) -> Contents:
    return gather(card=card.uuid, contact=None, by=SYSTEM, at=clock.now(), language="nl")


def _held(card: Card) -> Iterator[tuple[str, str]]:
    """Every text in a printable column of a row of this customer, past all readers."""
    for declaration in registry.current().of_subject("customer"):
        model = registry.model_of(declaration.model)
        rows = rows_about(declaration, card.pk)
        pks = list(rows.values_list("pk", flat=True)) if rows is not None else []
        for field in model._meta.concrete_fields if pks else ():
            personal = declaration.personal.get(field.name)
            if personal is None or not personal.access or not _is_text(field):
                continue
            for value in stored(model, field.name, pks):
                if value:
                    yield f"{declaration.model}.{field.name}", _opened(field, str(value))


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField)


def _opened(field: Any, value: str) -> str:
    return open_value(field.aad, value) if isinstance(field, SealedTextField) else value


def _texts(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from _texts(value)
        case list():
            for value in data:
                yield from _texts(value)


def access_at_all_times(on: date) -> Verdict:
    """Print-outs of customers who left and of who stays: what is printed is what the erasure plan says is still held,
    row for row, and every part says until when."""
    left = Relationship.objects.filter(ended_on__lt=on).order_by("-ended_on").values_list("card", flat=True)[:SAMPLE]
    cards = {card.pk: card for card in [*Card.objects.filter(pk__in=list(left)), *_sample()]}
    wrong: list[UUID] = [card.uuid for card in cards.values() if not _is_answered(card, on)]
    if wrong:
        evidence = _("Van %(count)d klanten klopt het uittreksel niet met wat er nog is.") % {"count": len(wrong)}
        return broken(evidence, checked=len(cards), where=wrong)
    return kept(
        _(
            "Van %(count)d klanten, %(left)d van hen vertrokken, is nu een uittreksel te maken. Het bevat precies wat "
            "er volgens het verwijderplan nog is, met per onderdeel tot wanneer."
        )
        % {"count": len(cards), "left": len(set(left))},
        checked=len(cards),
    )


def _is_answered(card: Card, on: date) -> bool:
    contents = _printed(card)
    printed = {part.section.declaration.model: len(part.section.rows) for part in contents.parts}
    held: Counter[str] = Counter()
    for fate in fates_of("customer", card.pk, on=on):
        if any(personal.access for personal in fate.declaration.personal.values()):
            held[fate.declaration.model] += fate.rows
    retention = {point.term: point.text for point in contents.headings[5].points}
    told = all(retention.get(part.title) for part in contents.parts)
    return printed == dict(held) and told and len(contents.headings) == HEADINGS
