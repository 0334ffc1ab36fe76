"""What another term would do, before it is decided: how much comes due by when, now and then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.due import due_of
from klantkaart.datamap.lapse import row_dates
from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.vocabulary import Purpose, Text
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.periods import Period, Unit, add

from .policies import check_term, known_rule, require_setter

_STEPS = (Period(1, Unit.MONTHS), Period(3, Unit.MONTHS), Period(1, Unit.YEARS))


@dataclass(frozen=True, slots=True)
class Point:
    """How many are due by the end of a day: with the terms as they are, and with the change."""

    on: date
    now: int
    then: int

    @property
    def more(self) -> int:
        """How many more (below zero: fewer) the change lets go by then."""
        return self.then - self.now

    @property
    def fewer(self) -> int:
        """The other way round."""
        return -self.more


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of row that the term is about."""

    title: Text
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class TermEffect:
    """The change from ``before`` to ``after``, on ``since``. ``beyond``: longer than the default of the vocabulary."""

    before: Period
    after: Period
    since: date
    beyond: bool
    effects: tuple[Effect, ...]

    @property
    def at_once(self) -> int:
        """How many more are due on the very day."""
        return sum(effect.points[0].more for effect in self.effects)

    @property
    def changes(self) -> bool:
        """Whether anything that is there now gets another end within what was looked at."""
        return any(point.more for effect in self.effects for point in effect.points)


def term_effect(*, code: str, period: Period, valid_from: date, by: Actor) -> TermEffect:
    """Counts for the group, by the due list itself: other purposes and holds that keep a row are in them. Refuses what
    :func:`~klantkaart.retention.actions.set_term` would refuse. Costs two due lists a day that is looked at."""
    require_setter(by, None)
    rule = known_rule(code)
    check_term(rule, period, valid_from, today=clock.today())
    now = Terms.load()
    then = now.with_change(code, valid_from, period)
    before = now.period(rule, None, valid_from)
    days = _days(valid_from, before, period)
    effects = tuple(
        Effect(
            declaration.title,
            tuple(Point(day, _due(declaration, now, day), _due(declaration, then, day)) for day in days),
        )
        for declaration in _concerned(code)
    )
    beyond = add(valid_from, period) > add(valid_from, rule.default)
    return TermEffect(before, period, valid_from, beyond, effects)


def _days(since: date, before: Period, after: Period) -> list[date]:
    """The day itself, a month, a quarter and a year later, and the day after the longer of both terms."""
    longest = max(add(since, before), add(since, after)) + timedelta(days=1)
    return sorted({since, *(add(since, step) for step in _STEPS), longest})


def _due(declaration: Declaration, terms: Terms, on: date) -> int:
    return sum(1 for due in due_of(declaration, terms, on) if not due.fields)


def _concerned(code: str) -> list[Declaration]:
    """What the rule covers: the subject's own row, and rows with dates of their own; parts go with those."""
    known = registry.current()
    owners = {subject.model for subject in known.subjects.values()}
    found = []
    for declaration in known.declarations.values():
        purposes = [known.purposes[one] for one in declaration.row_purposes if one in known.purposes]
        mine = [purpose for purpose in purposes if purpose.rule.parameter == code]
        if declaration.subject and mine and (declaration.model in owners or _dated(mine, declaration)):
            found.append(declaration)
    return found


def _dated(purposes: list[Purpose], declaration: Declaration) -> bool:
    return any(row_dates(purpose, declaration) for purpose in purposes)
