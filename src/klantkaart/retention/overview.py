"""What is about to be destroyed, in the words of the trade; and certificates as somebody reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.datamap import registry
from klantkaart.datamap.due import Due, due_on
from klantkaart.datamap.vocabulary import Text
from klantkaart.kernel.errors import NotFound

from .models import Certificate
from .units import Root, roots_of

SHOWN = 50
Counts = tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """One unit that is due: of which subject row, and what of it. ``fields`` empty: all of it."""

    kind: str
    subject: int
    title: Text
    fields: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DueOverview:
    """What is due on a day. ``units``: how many; ``rows``: the first of them; ``counts``: what goes, by kind."""

    on: date
    units: int
    rows: tuple[DueRow, ...]
    counts: Counts


def due_overview(on: date, *, beyond: date | None = None) -> DueOverview:
    """What is due on that day; with ``beyond``, only what is not due on that earlier day already."""
    before = {_key(due) for due in due_on(beyond)} if beyond is not None else set()
    dues = [due for due in due_on(on) if _key(due) not in before]
    roots = roots_of(dues)
    counts = Counter(due.declaration.model for due in dues if not due.fields)
    return DueOverview(on, len(roots), tuple(_row(root) for root in roots[:SHOWN]), _titled(counts))


def _key(due: Due) -> tuple[str, int, tuple[str, ...]]:
    return due.declaration.model, due.pk, due.fields


def _row(root: Root) -> DueRow:
    declaration = root.declaration
    return DueRow(declaration.subject, root.subject, declaration.title, _labels(declaration.model, root.fields))


def _labels(model: str, fields: tuple[str, ...]) -> tuple[Text, ...]:
    meta = registry.model_of(model)._meta
    return tuple(str(getattr(meta.get_field(name), "verbose_name", name)) for name in fields)


def _titled(counts: Mapping[str, int]) -> Counts:
    """Counts by kind in the order of the declarations; a kind that has none any more by its code."""
    known = registry.current().declarations
    order = [label for label in known if label in counts] + [label for label in counts if label not in known]
    return tuple((known[label].title if label in known else label, counts[label]) for label in order)


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate in words (AVG-5e): what went, by which rules, on which line of the ledger. No personal data.

    ``complete``: keys and sealed files are gone too. ``replayed``: an older backup had brought it back.
    """

    uuid: UUID
    at: datetime
    on: date
    title: Text
    fields: tuple[Text, ...]
    counts: Counts
    rules: tuple[str, ...]
    line: int
    mark: str
    complete: bool
    replayed: bool


def proofs(limit: int = 50) -> list[Proof]:
    """The newest certificates."""
    return [_proof(row) for row in Certificate.objects.all()[:limit]]


def proof(uuid: UUID) -> Proof:
    """One certificate. Refuses (NotFound) one that does not exist."""
    found = Certificate.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("Dit certificaat bestaat niet."))
    return _proof(found)


def _proof(row: Certificate) -> Proof:
    declaration = registry.current().declarations.get(row.kind)
    return Proof(
        uuid=row.uuid,
        at=row.at,
        on=row.on,
        title=declaration.title if declaration else row.kind,
        fields=_labels(row.kind, tuple(row.fields)) if declaration else tuple(row.fields),
        counts=_titled(row.counts),
        rules=tuple(_rule(code) for code in row.rules),
        line=row.line,
        mark=row.mark,
        complete=row.files_at is not None,
        replayed=row.forced,
    )


def _rule(code: str) -> str:
    """The purposes that end by this rule, and its source; a rule that is no longer in use by its code."""
    purposes = [one for one in registry.current().purposes.values() if one.rule.parameter == code]
    if not purposes:
        return code
    return f"{', '.join(str(one.label) for one in purposes)} ({purposes[0].rule.source})"
