"""Destroying one unit so that a process killed at any point leaves it done, or not begun, or finished at restart.

Order: in one transaction the rows are locked and the ledger line is written and on disk; then rows go, the certificate
and the log line are added, and the transaction commits; then keys and sealed files go and the certificate says so.
A line without a certificate is finished by ``replay.resume``; so is a certificate without its files. Destructions and
replays of one installation take turns, so that neither takes the other's unfinished work for a killed one's.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from klantkaart.audit.log import act
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration, Unit
from klantkaart.datamap.parameters import Terms
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.periods import add
from klantkaart.sealing.files import locked
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.recognition import recognised_as, suppress

from . import events
from .ledger import ErasureLedger
from .ledger_lines import Head, Line
from .models import Certificate
from .units import Contents, Root, contents

CHUNK = 400


def ledger() -> ErasureLedger:
    """The ledger of this installation."""
    return ErasureLedger(settings.LEDGER_ROOT, keystore().secret("ledger"))


def in_turn() -> AbstractContextManager[None]:
    """One destruction or replay at a time, over all processes that use this ledger. Taken before any transaction."""
    return locked(Path(settings.LEDGER_ROOT) / ".lock")


def known_head() -> Head:
    """How far the ledger came, as this database knows it from its certificates: the ledger cannot say less."""
    newest = Certificate.objects.order_by("-line").values_list("line", "digest").first()
    return Head(*newest) if newest is not None else Head()


def destroy(root: Root, *, on: date, by: Actor, at: datetime) -> Certificate:
    """Destroy one unit. Refuses (LedgerBroken) while the ledger lacks what this database knows of it."""
    with in_turn():
        certificate = destroy_rows(root, on=on, by=by, at=at)
    finish(certificate, at=at)
    return certificate


def destroy_rows(root: Root, *, on: date, by: Actor, at: datetime, line: Line | None = None) -> Certificate:
    """The part in the database, in turn. ``line``: the ledger line of an erasure that was begun before."""
    with transaction.atomic():
        found = contents(root, on=on, forced=line is not None)
        forced = line is not None
        if line is None:
            line = ledger().append(
                unit=found.unit.uuid, kind=found.unit.model, scope=root.fields, at=at, after=known_head()
            )
        facts: dict[str, int | str] = {
            "kind": found.unit.model.lower(),
            "line": line.n,
            "rows": sum(len(pks) for _d, pks in found.goes),
        }
        with act(events.DESTROYED, by=by, at=at, facts=facts):
            _remember_marks(found, on)
            if root.fields:
                _empty(root)
            _delete_rows(found)
            for store in registry.current().stores.values():
                if store.forget_rows is not None:
                    store.forget_rows(found.unit)
            return _certify(root, found, line, on=on, at=at, forced=forced)


def finish(certificate: Certificate, *, at: datetime) -> None:
    """Destroy keys and sealed files of all that went, then say so on the certificate. Idempotent."""
    unit, *rows = (UUID(identity) for identity in certificate.pending)
    went = Unit(certificate.kind, 0, unit, unit, frozenset(rows), tuple(certificate.fields))
    for store in registry.current().stores.values():
        if store.forget_files is not None:
            store.forget_files(went)
    Certificate.objects.filter(pk=certificate.pk).update(files_at=at, pending=[])
    certificate.files_at = at


def _certify(root: Root, found: Contents, line: Line, *, on: date, at: datetime, forced: bool) -> Certificate:
    rules = {
        registry.current().purposes[code].rule.parameter
        for declaration, _pks in found.goes or ((root.declaration, ()),)
        for code in declaration.row_purposes
        if code in registry.current().purposes
    }
    return Certificate.objects.create(
        at=at,
        on=on,
        kind=found.unit.model,
        fields=list(root.fields),
        counts={declaration.model: len(pks) for declaration, pks in found.goes},
        rules=sorted(rules),
        line=line.n,
        mark=line.mark,
        digest=line.head.digest,
        pending=[str(found.unit.uuid), *sorted(map(str, found.unit.rows))],
        forced=forced,
    )


def _empty(root: Root) -> None:
    model = registry.model_of(root.declaration.model)
    values = {name: None if model._meta.get_field(name).null else "" for name in root.fields}
    model._base_manager.filter(pk=root.pk).update(**values)


def _delete_rows(found: Contents) -> None:
    for declaration, pks in found.goes:
        for chunk in _chunks(pks):
            _cut_loose(declaration, chunk, found)
            rows: Any = registry.model_of(declaration.model)._base_manager.filter(pk__in=chunk)
            rows._raw_delete(rows.db)  # noqa: SLF001  (no cascade: what may not go makes the whole unit fail)


def _cut_loose(going: Declaration, pks: list[int], found: Contents) -> None:
    """Blank the links of rows that stay to rows that go."""
    leaving = {declaration.model: set(rows) for declaration, rows in found.goes}
    for declaration in registry.current().declarations.values():
        model = registry.model_of(declaration.model)
        for name in declaration.detach:
            related = model._meta.get_field(name).related_model
            if isinstance(related, type) and related._meta.label == going.model:
                rows = model._base_manager.filter(**{f"{name}__in": pks})
                stays = rows.exclude(pk__in=leaving.get(declaration.model, set()))
                stays.update(**{name: None})


def _chunks(pks: Iterable[int]) -> Iterable[list[int]]:
    every = list(pks)
    return [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]


def _remember_marks(found: Contents, on: date) -> None:
    """Keep keyed marks of what identifies the erased, so that an import does not silently bring them back."""
    purpose = registry.current().purposes.get("suppression")
    if purpose is None:
        return
    marks = set()
    for declaration, pks in found.goes:
        names = {name: personal.recognise for name, personal in declaration.personal.items() if personal.recognise}
        if not names:
            continue
        for chunk in _chunks(pks):
            for row in registry.model_of(declaration.model)._base_manager.filter(pk__in=chunk).values(*names):
                marks |= {recognised_as(kind, str(row[name])) for name, kind in names.items() if row[name]}
    until = add(on, Terms.load().period(purpose.rule, None, on))
    suppress(sorted(marks), since=on, until=until)
