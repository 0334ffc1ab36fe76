"""P20 and P21: that nothing goes too soon or stays too long, and that who is gone is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.due import Due, due_on
from klantkaart.datamap.plan import Fate, Reason, fates_of
from klantkaart.kernel.show import show_date
from klantkaart.retention.destroy import known_head, ledger
from klantkaart.retention.replay import disagreements
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage

from ..verdicts import Verdict, at_risk, broken, kept

SAMPLE = 25
MOST = 2000
DAYS = 31  # AVG-5e: from the end of the term to the destruction, at most
CHUNK = 400


def kept_while_a_customer(on: date) -> Verdict:
    """The due list (one question to the database per declaration) is compared with the erasure plan (row by row) for
    what is due and for what is not; and nothing has been due for longer than 31 days."""
    due = list(islice(due_on(on), MOST))
    overdue = _still(due, on - timedelta(days=DAYS))
    if overdue:
        since = min((end for due in overdue[:SAMPLE] if (end := _end_of(due, on))), default=None)
        evidence = _("%(count)d rijen hadden al weg moeten zijn.") % {"count": len(overdue)}
        return broken(evidence, checked=len(overdue), since=since, where=_kinds(overdue))
    subjects = {one.subject for one in due if one.declaration.subject == "customer"}
    wrong = [*_too_soon(due, on), *_too_late(subjects, on)]
    checked = min(len(due), SAMPLE) + min(Card.objects.count(), SAMPLE)
    if wrong:
        evidence = _("De lijst van wat weg mag en het plan per klant spreken elkaar %(count)d keer tegen.")
        return broken(evidence % {"count": len(wrong)}, checked=checked, where=wrong)
    yesterday = on - timedelta(days=1)
    if late := _still(due, yesterday):
        evidence = _("%(count)d rijen wachten langer dan een dag op verwijdering: de nachtelijke ronde liep niet.")
        return at_risk(evidence % {"count": len(late)}, checked=checked, since=yesterday, where=_kinds(late))
    return kept(
        _(
            "%(count)d rijen en klanten vergeleken: de lijst van wat weg mag en het plan per klant zijn het eens, en "
            "niets is te laat."
        )
        % {"count": checked},
        checked=checked,
    )


def _still(due: list[Due], day: date) -> list[Due]:
    """What was due on that earlier day and still is: a hold or a longer term since then takes it off the list."""
    if not due:
        return []
    before = {(one.declaration.model, one.pk, one.fields) for one in due_on(day)}
    return [one for one in due if (one.declaration.model, one.pk, one.fields) in before]


def _kinds(dues: list[Due]) -> list[str]:
    return sorted({f"{due.declaration.model} {due.subject}" for due in dues})


def _end_of(due: Due, on: date) -> date | None:
    """The last day of the row by the plan."""
    ends = [fate.until for fate in _fates(due, on) if fate.until is not None]
    return min(ends, default=None)


def _fates(due: Due, on: date) -> list[Fate]:
    found = fates_of(due.declaration.subject, due.subject, on=on)
    return [fate for fate in found if fate.declaration.model == due.declaration.model]


def _too_soon(due: list[Due], on: date) -> Iterator[str]:
    """Whole rows on the due list of which the plan says that none of their kind may go."""
    for one in [row for row in due if not row.fields][:SAMPLE]:
        if not any(fate.goes_on(on) for fate in _fates(one, on)):
            yield f"{one.declaration.model} {one.subject}"


def _too_late(due: set[int], on: date) -> Iterator[str]:
    """Customers that are not on the due list of whom the plan says that something goes."""
    first = models.F("ended_on").asc(nulls_last=True)
    others = Relationship.objects.exclude(card__in=due).order_by(first, "-pk").values_list("card", flat=True)
    for card in dict.fromkeys(others[:SAMPLE]):
        for fate in fates_of("customer", card, on=on):
            if fate.goes_on(on):
                yield f"{fate.declaration.model} {card}"


def gone_when_said(on: date) -> Verdict:
    """Every whole unit in the erasure ledger is looked for among rows, keys and sealed files, which know nothing of the
    ledger; ledger and certificates say the same; and whoever said to leave has a plan that ends."""
    findings = ledger().verify(known_head()) or list(disagreements())
    if findings:
        return broken(
            _("Het wisregister klopt niet bij regel %(line)d: %(problem)s.")
            % {"line": findings[0].line, "problem": findings[0].problem.label},
            where=[str(one.problem.label) for one in findings],
        )
    erased = {line.unit for line in ledger().lines() if not line.scope}
    back = [*_rows_of(erased), *_sealed_of(erased)]
    if back:
        evidence = _("Van %(count)d verwijderde onderdelen is nog iets gevonden.") % {"count": len(set(back))}
        return broken(evidence, checked=len(erased), where=back)
    leaving = Relationship.objects.filter(announced_on__isnull=False).order_by("ended_on")[:SAMPLE]
    endless = [tie for tie in leaving if not _has_an_end(tie, on)]
    checked = len(erased) + len(leaving)
    if endless:
        evidence = _("%(count)d klanten zeiden dat zij vertrekken; hun kaart heeft geen einde.")
        where = [tie.card.uuid for tie in endless]
        return broken(evidence % {"count": len(endless)}, checked=checked, where=where)
    return kept(
        _(
            "%(erased)d verwijderde onderdelen gezocht in de database, bij de sleutels en bij de bestanden: niets "
            "gevonden. %(leaving)d vertrekkende klanten hebben een plan met een einde (%(day)s nagelopen)."
        )
        % {"erased": len(erased), "leaving": len(leaving), "day": show_date(on)},
        checked=checked,
    )


def _rows_of(units: set[UUID]) -> Iterator[str]:
    every = sorted(units)
    for declaration in registry.current().declarations.values():
        if not declaration.subject or "uuid" not in declaration.plain:
            continue
        rows = registry.model_of(declaration.model)._base_manager
        for start in range(0, len(every), CHUNK):
            found = rows.filter(uuid__in=every[start : start + CHUNK]).values_list("uuid", flat=True)
            yield from (f"{declaration.model} {uuid}" for uuid in found)


def _sealed_of(units: set[UUID]) -> Iterator[str]:
    storage = SealedStorage()
    for unit in sorted(units):
        if keystore().has(unit):
            yield _("sleutel %(unit)s") % {"unit": unit}
        if storage.list_unit(unit):
            yield _("bestanden %(unit)s") % {"unit": unit}


def _has_an_end(tie: Relationship, on: date) -> bool:
    """The relationship's own row ends, or is held for a reason."""
    fates = [fate for fate in fates_of("customer", tie.card_id, on=on) if fate.declaration.model == tie._meta.label]
    return any(fate.until is not None or fate.reason is Reason.HOLD for fate in fates)
