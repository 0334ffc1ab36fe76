"""Which term holds on which day, for which company. Terms are days, months or years; days are Dutch calendar days."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps

from klantkaart.kernel.periods import Period, add, book_year_end, last_start_before

from . import registry
from .models import RuleParameter
from .vocabulary import Rule


@dataclass(frozen=True)
class Terms:
    """All parameters and book years, read once per list, plan or run.

    A term is read on the day it is asked for: a parameter that changes on 1 July changes what is due from 1 July on,
    also for what started earlier (docs/decisions: terms are read on the day).
    """

    values: Mapping[tuple[str, int | None], tuple[tuple[date, Period], ...]]
    book_years: Mapping[int, int]

    @classmethod
    def load(cls) -> Terms:
        """Two queries."""
        values: dict[tuple[str, int | None], list[tuple[date, Period]]] = defaultdict(list)
        for row in RuleParameter.objects.order_by("valid_from"):
            values[row.code, row.company_id].append((row.valid_from, row.period))
        companies = apps.get_model("companies.Company")._default_manager.values_list("pk", "book_year_end_month")
        return cls({key: tuple(found) for key, found in values.items()}, dict(companies))

    def with_change(self, code: str, since: date, period: Period) -> Terms:
        """These terms as if the group had also decided on this one."""
        others = [row for row in self.values.get((code, None), ()) if row[0] != since]
        changed = tuple(sorted([*others, (since, period)], key=lambda row: row[0]))
        return Terms({**self.values, (code, None): changed}, self.book_years)

    def period(self, rule: Rule, company: int | None, on: date) -> Period:
        """The company's own term on that day, else the group's, else the default of the vocabulary."""
        for key in ((rule.parameter, company), (rule.parameter, None)):
            found = self.values.get(key, ())
            index = bisect_right([since for since, _ in found], on)
            if index:
                return found[index - 1][1]
        return rule.default

    def cutoff(self, rule: Rule, company: int | None, on: date) -> date:
        """The latest start that has lapsed on that day: every start up to and including it is over."""
        period = self.period(rule, company, on)
        if not rule.book_year:
            return last_start_before(on, period)
        # The latest start of which the *book year* has lapsed: the last day of the latest lapsed book year.
        month = self._month(company)
        end = book_year_end(last_start_before(on, period), month)
        while add(end, period) >= on:
            end = book_year_end(date(end.year - 1, end.month, 1), month)
        return end

    def last_day(self, rule: Rule, company: int | None, start: date, *, on: date) -> date:
        """The last day on which the purpose covers what started then, seen from ``on``: due from the day after.

        The term of ``on`` counts, and from there the changes that are already decided. A day before ``on`` means that
        it is over on ``on``.
        """
        counted = book_year_end(start, self._month(company)) if rule.book_year else start
        later = sorted(
            {
                since
                for key in ((rule.parameter, company), (rule.parameter, None))
                for since, _ in self.values.get(key, ())
                if since > on
            }
        )
        # Between two changes the term is constant, so the first due day is the first day of a stretch when the term is
        # over by then, or the day after the term when that falls inside the stretch.
        for since, until in zip([on, *later], [*later, date.max], strict=True):
            last = add(counted, self.period(rule, company, since))
            if last < since:
                return last if since == on else since - timedelta(days=1)
            if last + timedelta(days=1) < until:
                return last
        raise AssertionError("The last stretch never ends.")

    def _month(self, company: int | None) -> int:
        return self.book_years.get(company or 0, 12)

    def cutoffs(self, rule: Rule, on: date) -> dict[date, frozenset[int]]:
        """Companies grouped by their cutoff; one group when all companies have the same term."""
        groups: dict[date, set[int]] = defaultdict(set)
        for company in self.book_years:
            groups[self.cutoff(rule, company, on)].add(company)
        return {cutoff: frozenset(companies) for cutoff, companies in groups.items()}


def known_rules() -> dict[str, Rule]:
    """Every retention rule of the purposes in force, by parameter code."""
    return {code: purpose.rule for code, purpose in registry.current().rules().items()}
