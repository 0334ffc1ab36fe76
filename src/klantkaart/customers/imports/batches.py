"""Beginning, steering and ending the take-over of a file. What takes long happens in a worker (``tasks``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotFound, Refused

from .. import events
from ..intake.files import FileKind, Source, open_file
from ..intake.layouts import fits, propose, recognise
from ..intake.mapping import Mapping
from ..intake.tables import Table, read_table
from ..models import ImportBatch, ImportRow
from ..permissions import require
from . import sealed, tasks
from .ending import end
from .sentences import REASONS, about

State = ImportBatch.State
Outcome = ImportRow.Outcome
BUSY = (State.READING, State.APPLYING)
OPEN = (State.MAPPING, State.READING, State.PREVIEW, State.APPLYING)


def start_import(
    *, file: str | Path | BinaryIO, name: str, company: int, by: Actor, at: datetime, now: bool = False
) -> UUID:
    """Let a file in, seal it and say what its columns are. A known layout, or headings that were chosen for before,
    is read at once; otherwise the columns wait for a choice. Refuses what ``intake.files`` refuses; nothing is kept
    then. ``now``: the caller does the work instead of a worker."""
    require(by, Right.CUSTOMERS_IMPORT, company)
    table = read_table(open_file(file, name))
    mapping, known = mapping_for(table, company)
    unit = uuid4()
    batch = ImportBatch(
        uuid=unit, company_id=company, layout=mapping.layout, mapping=mapping.as_json(), created_at=at,
        options={"type": table.source.kind.value, "answers": {}}, rows_total=_estimate(table.source),
        state=State.READING if known else State.MAPPING, made_by=User.objects.filter(uuid=by.uuid).first(),
    )  # fmt: skip
    batch.file = sealed.keep(unit, table.source)
    try:
        with act(events.IMPORT_STARTED, by=by, at=at, obj=unit, facts={"company": company, "layout": mapping.layout}):
            batch.save(force_insert=True)
            if known and not now:
                tasks.later(tasks.read_batch, unit)
    except BaseException:
        sealed.destroy(unit)
        raise
    return unit


def mapping_for(table: Table, company: int) -> tuple[Mapping, bool]:
    """What was chosen last time for the same headings, else a proposal; and whether it needs no choosing."""
    proposed = propose(table)
    before = ImportBatch.objects.filter(
        company=company, mapping__fingerprint=proposed.fingerprint, state=State.DONE
    ).first()
    if before is not None:
        remembered = Mapping.from_json(before.mapping)
        if fits(remembered, table):
            return remembered, True
    return proposed, recognise(table) is not None


def _estimate(source: Source) -> int:
    """Rows to expect, for the progress bar; 0 when that takes reading the file."""
    if source.kind is not FileKind.CSV:
        return 0
    with source.opened() as stream:
        return max(0, sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) - 1)


def find_batch(batch: UUID, *, by: Actor, lock: bool = False) -> ImportBatch:
    """The batch; NotFound for who may not import for its company."""
    rows = ImportBatch.objects.select_for_update(of=("self",)) if lock else ImportBatch.objects.all()
    found = rows.filter(uuid=batch).first()
    if found is None or not by.holds(Right.CUSTOMERS_IMPORT, found.company_id):
        raise NotFound(_("Deze import is er niet, of niet voor jou."))
    return found


def choose_mapping(
    *, batch: UUID, mapping: Mapping, answers: dict[str, str] | None = None, by: Actor, now: bool = False
) -> None:
    """Settle which column goes where and begin reading; also again, from the preview. Refuses (Invalid) a mapping
    without a name, and (Refused) a batch that is being taken over or is over."""
    mapping.check()
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.MAPPING, State.PREVIEW)
        _restart(found, mapping, answers)
        if not now:
            tasks.later(tasks.read_batch, batch)


def read_again(*, batch: UUID, answers: dict[str, str], by: Actor) -> None:
    """Read the same file once more with these answers to questions about the whole file."""
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.PREVIEW)
        _restart(found, Mapping.from_json(found.mapping), answers)
        tasks.later(tasks.read_batch, batch)


def back_to_mapping(*, batch: UUID, by: Actor) -> None:
    """From the preview back to the columns; the rows are read anew afterwards."""
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.PREVIEW)
        found.state = State.MAPPING
        found.save(update_fields=["state"])


def _restart(found: ImportBatch, mapping: Mapping, answers: dict[str, str] | None) -> None:
    found.rows.all().delete()
    found.mapping = mapping.as_json()
    found.options = {**found.options, **({"answers": answers} if answers is not None else {})}
    found.state, found.rows_done = State.READING, 0
    found.save(update_fields=["mapping", "options", "state", "rows_done"])


def _expect(found: ImportBatch, *states: str) -> None:
    if found.state not in states:
        raise Refused(
            _("Deze import is nu: %(state)s. Laad de pagina opnieuw en kijk wat er kan.")
            % {"state": found.get_state_display()}
        )


def choose_rows(*, batch: UUID, rows: Sequence[int], chosen: bool, reason: str = "", by: Actor) -> int:
    """Take these rows over, or leave them out; returns how many changed. Refuses a row that was refused, and (Invalid)
    taking over somebody who was erased without a reason out of ``REASONS``."""
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.PREVIEW)
        wanted = found.rows.filter(row__in=rows)
        refused = wanted.filter(outcome=Outcome.REFUSED).order_by("row").first()
        if chosen and refused is not None:
            raise Invalid(_("Rij %(row)d is geweigerd en kan niet worden overgenomen.") % {"row": refused.row})
        erased = list(wanted.filter(outcome=Outcome.SUPPRESSED))
        if chosen and erased and reason not in REASONS:
            raise Invalid(
                _("Deze klant is eerder verwijderd. Kies waarom de rij toch wordt overgenomen."), field="reason"
            )
        changed = wanted.exclude(chosen=chosen).update(chosen=chosen)
        for row in erased:
            _note_reason(row, reason if chosen else "")
        return changed


def _note_reason(row: ImportRow, reason: str) -> None:
    """Why an erased person comes back stays with the row."""
    kept = [one for one in row.findings if one["code"] not in {f"chosen_{code}" for code in REASONS}]
    row.findings = [*kept, about(row.row, f"chosen_{reason}").as_json()] if reason else kept
    row.save(update_fields=["findings"])


def begin_applying(*, batch: UUID, by: Actor, now: bool = False) -> None:
    """Take the chosen rows over, in the background. Refuses when nothing is chosen."""
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.PREVIEW)
        total = found.rows.filter(chosen=True, applied=False).count()
        if total == 0:
            raise Refused(_("Er is geen rij gekozen om over te nemen. Kies rijen, of breek de import af."))
        found.state, found.rows_done, found.rows_total = State.APPLYING, 0, total
        found.made_by = User.objects.filter(uuid=by.uuid).first()
        found.save(update_fields=["state", "rows_done", "rows_total", "made_by"])
        if not now:
            tasks.later(tasks.apply_batch, batch)


def cancel(*, batch: UUID, by: Actor, at: datetime) -> None:
    """End it without taking anything over; the file and everything that was read go. Refuses once rows are being
    taken over."""
    found = find_batch(batch, by=by)
    with act(events.IMPORT_CANCELLED, by=by, at=at, obj=batch, facts={"company": found.company_id}):
        found = find_batch(batch, by=by, lock=True)
        _expect(found, State.MAPPING, State.READING, State.PREVIEW)
        found.rows.all().delete()
        end(found, State.CANCELLED, at)
    sealed.destroy(batch)


def go_on(*, batch: UUID, by: Actor) -> None:
    """Hand the work on this batch to a worker once more; harmless when one is at it. Refuses when there is none."""
    with transaction.atomic():
        found = find_batch(batch, by=by, lock=True)
        _expect(found, *BUSY)
        tasks.later(tasks.read_batch if found.state == State.READING else tasks.apply_batch, batch)


def resume_unfinished() -> int:
    """Hand the work of a killed worker to the next one; harmless when it is at work. Returns how many."""
    unfinished = list(ImportBatch.objects.filter(state__in=BUSY).values_list("uuid", "state"))
    for uuid, state in unfinished:
        tasks.later(tasks.read_batch if state == State.READING else tasks.apply_batch, uuid)
    return len(unfinished)
