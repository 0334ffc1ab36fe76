"""What is due, what will happen to one subject, terms with their source, certificates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkaart.audit.log import record_read
from klantkaart.datamap import registry
from klantkaart.datamap.models import RuleParameter
from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.plan import Fate, Reason, fates_of
from klantkaart.datamap.vocabulary import Purpose, Text
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound
from klantkaart.kernel.periods import Period

from . import events
from .holds import running
from .models import Certificate, Hold
from .units import due_roots


@dataclass(frozen=True, slots=True)
class DueUnit:
    """A unit that is due: what kind, of which subject row."""

    kind: str
    title: Text
    subject: int
    fields: tuple[str, ...]


def due_list(on: date) -> list[DueUnit]:
    """Units that are due on that day."""
    return [
        DueUnit(root.declaration.model, root.declaration.title, root.subject, root.fields) for root in due_roots(on)
    ]


def due_counts(on: date) -> dict[str, int]:
    """Units that are due on that day, by kind."""
    return dict(Counter(unit.kind for unit in due_list(on)))


@dataclass(frozen=True, slots=True)
class LeavingPlan:
    """What happens when this subject leaves: ``fates`` in order of their last day, those without one last."""

    ended_on: date
    fates: tuple[Fate, ...]
    gone_by: date | None

    @property
    def goes(self) -> tuple[Fate, ...]:
        """What goes with the card."""
        return tuple(fate for fate in self.fates if fate.until is not None and fate.until == self.card_until)

    @property
    def stays(self) -> tuple[Fate, ...]:
        """What stays longer than the card, or has no end yet."""
        return tuple(fate for fate in self.fates if fate.until is None or fate.until != self.card_until)

    @property
    def card_until(self) -> date | None:
        """The last day of the card itself."""
        owners = {subject.model for subject in registry.current().subjects.values()}
        return next((fate.until for fate in self.fates if fate.declaration.model in owners), None)

    @property
    def held(self) -> bool:
        return any(fate.reason is Reason.HOLD for fate in self.fates)


def leaving_plan(
    *,
    subject: str,
    uuid: UUID,
    on: date,
    ended_on: date,
    anchors: Mapping[int, date] | None = None,
    apart: bool = False,
) -> LeavingPlan:
    """The plan of a subject as if every relationship without an end ended on ``ended_on`` (or per anchor in
    ``anchors``). ``apart`` tells companies and people apart. Refuses a subject that is not there."""
    kind = registry.current().subjects[subject]
    pk = registry.model_of(kind.model)._base_manager.filter(uuid=uuid).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound(_("Deze klant is er niet."))
    assume = anchors if anchors is not None else dict.fromkeys(_open_anchors(subject, pk), ended_on)
    leaving = {anchor: {kind.events["ended"]: day} for anchor, day in assume.items()}
    fates = fates_of(subject, pk, on=on, assume=leaving, apart=apart)
    ordered = sorted(fates, key=lambda fate: (fate.until is None, fate.until or date.max))
    ends = [fate.until for fate in fates]
    return LeavingPlan(ended_on, tuple(ordered), None if None in ends or not ends else max(end for end in ends if end))


def open_plan(
    *, subject: str, uuid: UUID, ended_on: date, anchors: Mapping[int, date], by: Actor, at: datetime, purpose: str
) -> LeavingPlan:
    """:func:`leaving_plan` for a screen, companies and people apart; that somebody looked is logged."""
    kind = registry.current().subjects[subject]
    about: Any = registry.model_of(kind.model)._base_manager.filter(uuid=uuid).first()
    today = clock.local(at).date()
    plan = leaving_plan(subject=subject, uuid=uuid, on=today, ended_on=ended_on, anchors=anchors, apart=True)
    record_read(events.PLAN_SEEN, by=by, at=at, about=about, purpose=purpose, facts={"parts": len(plan.fates)})
    return plan


def _open_anchors(subject: str, pk: int) -> list[int]:
    kind = registry.current().subjects[subject]
    model = registry.model_of(kind.anchors or kind.model)
    path = kind.anchor_path if kind.anchors else "pk"
    rows = model._base_manager.filter(**{path: pk, f"{kind.events['ended']}__isnull": True})
    return list(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class TermRow:
    """A retention rule with its term on a day, where it comes from, and what is already decided for later."""

    code: str
    purposes: tuple[Purpose, ...]
    period: Period
    default: Period
    floor: Period | None
    source: str
    reason: str
    since: date | None
    coming: tuple[tuple[date, Period], ...]


def term_rows(on: date) -> list[TermRow]:
    """Every rule of the vocabulary with its term for the group on that day."""
    terms = Terms.load()
    decided = list(RuleParameter.objects.filter(company=None).order_by("valid_from"))
    rows = []
    for code, first in registry.current().rules().items():
        purposes = tuple(one for one in registry.current().purposes.values() if one.rule.parameter == code)
        own = [row for row in decided if row.code == code]
        current = next((row for row in reversed(own) if row.valid_from <= on), None)
        rows.append(
            TermRow(
                code,
                purposes,
                terms.period(first.rule, None, on),
                first.rule.default,
                first.rule.floor,
                str(first.rule.source),
                current.reason if current else "",
                current.valid_from if current else None,
                tuple((row.valid_from, row.period) for row in own if row.valid_from > on),
            )
        )
    return rows


def unfinished() -> int:
    """Destructions that were begun and not finished: a killed process that has not been restarted."""
    return Certificate.objects.filter(files_at__isnull=True).count()


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A running hold. ``card``: identity of the subject, None when its row is gone; ``what``: what is held."""

    uuid: UUID
    what: str
    card: UUID | None
    reason: str
    reference: str
    owner: str
    since: date
    review_on: date
    late: bool


def holds(on: date) -> list[HoldRow]:
    """Running holds, the first to be looked at first. A query for each kind of thing that is held."""
    return _hold_rows(list(running(on).select_related("owner").order_by("review_on", "pk")), on)


def hold(uuid: UUID, on: date) -> HoldRow:
    """One running hold; NotFound otherwise."""
    found = running(on).select_related("owner").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("Deze aanhouding is er niet, of is al opgeheven."))
    return _hold_rows([found], on)[0]


def holds_on(*, subject: str, uuid: UUID, on: date) -> list[HoldRow]:
    """Running holds on a subject or on anything that belongs to it. One query, and one for each kind of thing held."""
    kind = registry.current().subjects[subject]
    about = Q(model=kind.model, target=uuid)
    for declaration in registry.current().of_subject(subject):
        if declaration.path and "uuid" in declaration.plain:
            rows = registry.model_of(declaration.model)._base_manager.filter(**{f"{declaration.path}__uuid": uuid})
            about |= Q(model=declaration.model, target__in=rows.values("uuid"))
    return _hold_rows(list(running(on).select_related("owner").filter(about)), on)


def _hold_rows(found: Sequence[Hold], on: date) -> list[HoldRow]:
    targets: dict[str, list[UUID]] = defaultdict(list)
    for one in found:
        targets[one.model].append(one.target)
    subjects = {(model, row): card for model, rows in targets.items() for row, card in _subjects_of(model, rows)}
    return [_hold_row(one, subjects.get((one.model, one.target)), on) for one in found]


def _hold_row(found: Hold, card: UUID | None, on: date) -> HoldRow:
    declaration = registry.current().declarations.get(found.model)
    owner: Any = found.owner
    return HoldRow(
        uuid=found.uuid,
        what=declaration.called(1) if declaration is not None else found.model,
        card=card,
        reason=found.get_reason_display(),
        reference=found.reference,
        owner=owner.name if owner is not None else "",
        since=found.since,
        review_on=found.review_on,
        late=found.review_on <= on,
    )


def _subjects_of(model: str, rows: Sequence[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """Identity of a row -> that of its subject, of those that are still there."""
    declaration = registry.current().declarations.get(model)
    if declaration is None:
        return ()
    path = f"{declaration.path}__uuid" if declaration.path not in {"", "pk"} else "uuid"
    found = registry.model_of(model)._base_manager.filter(uuid__in=rows)
    return found.values_list("uuid", path)


def holds_to_review(on: date) -> list[Hold]:
    """Running holds whose review day has come."""
    return list(running(on).filter(review_on__lte=on))


@dataclass(frozen=True, slots=True)
class Place:
    """A place beside the tables that holds something about these people, and how that ends."""

    title: Text
    holds: Text
    ends: Text


def other_places(subject: str) -> list[Place]:
    """Where else data of this kind of subject is: index, log, files, keys, ledger."""
    people = {who for declaration in registry.current().of_subject(subject) for who in declaration.people}
    return [
        Place(store.title, store.holds, store.ends)
        for store in registry.current().stores.values()
        if store.personal and people & set(store.people)
    ]
