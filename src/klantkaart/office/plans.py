"""The leaving plan in words of the trade: what goes, what stays, why and until when; and a card's life as a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.customers.lasting import card_until
from klantkaart.customers.queries import CardView
from klantkaart.datamap.plan import Fate, Reason
from klantkaart.datamap.reads import Reading
from klantkaart.kernel.show import show_date
from klantkaart.office.pictures import LifeStep
from klantkaart.retention.queries import HoldRow, LeavingPlan

Said = Callable[[Fate], tuple[str, str]]  # why, article


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a preview: how many, of what, why, and the article behind it."""

    n: int
    what: str
    why: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class PersonEnd:
    """Until when a contact person is on the card, and why then."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the screen of a leaving plan shows."""

    lead: tuple[str, ...]
    goes: tuple[Item, ...]
    stays: tuple[Item, ...]
    people: tuple[PersonEnd, ...]
    steps: tuple[LifeStep, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """The last day per relationship (by key) that the plan counts with; ``announced``: it was really said."""

    view: CardView
    days: Mapping[int, date]
    announced: bool
    today: date

    @property
    def names(self) -> dict[int, str]:
        return {row.company: str(row.company__name) for row in self.view.relationships}

    @property
    def staying(self) -> list[str]:
        """Companies where the customer stays, and the others of the group without their names."""
        known = [str(row.company__name) for row in self.view.relationships if row.pk not in self.days]
        return [*known, *([_("een ander bedrijf van de groep")] if self.view.elsewhere else [])]

    def day_at(self, company: int) -> date | None:
        return next((self.days.get(row.pk) for row in self.view.relationships if row.company == company), None)


def show_plan(plan: LeavingPlan, leaving: Leaving, holds: Iterable[HoldRow]) -> Plan:
    """Everything in words. Rows that end alike are counted together."""
    holds = list(holds)
    going = [fate for fate in plan.fates if _goes(fate, plan.card_until)]
    staying = [fate for fate in plan.fates if fate not in going]
    return Plan(
        lead=tuple(_lead(plan, leaving, holds)),
        goes=tuple(_counted(going, lambda fate: (_why_gone(fate, plan, leaving), ""))),
        stays=(*_counted(staying, lambda fate: (_why_kept(fate, leaving, holds), fate.article)), *_proof(plan)),
        people=tuple(_people(plan, leaving)),
        steps=tuple(life_steps(leaving.view, leaving.today, leaving=leaving, plan=plan)),
    )


def _goes(fate: Fate, card_until: date | None) -> bool:
    if fate.until is None or fate.reason in {Reason.HOLD, Reason.LEGAL_DUTY}:
        return False
    return card_until is None or fate.until <= card_until


def _proof(plan: LeavingPlan) -> Iterator[Item]:
    if plan.card_until is not None:
        yield Item(1, _("bewijs van verwijdering"), _("Zonder naam of andere gegevens van de klant."))


def _counted(fates: Iterable[Fate], said: Said) -> Iterator[Item]:
    found: Counter[tuple[str, str, str]] = Counter()
    declared = {}
    for fate in fates:
        why, law = said(fate)
        found[fate.declaration.model, why, law] += fate.rows
        declared[fate.declaration.model] = fate.declaration
    for (model, why, law), rows in found.items():
        yield Item(rows, declared[model].called(rows), why, law)


def _lead(plan: LeavingPlan, leaving: Leaving, holds: list[HoldRow]) -> Iterator[str]:
    yield from _when(leaving)
    until = plan.card_until
    if holds:
        yield _("De kaart is aangehouden (%(reason)s) en verdwijnt niet zolang dat duurt.") % {
            "reason": holds[0].reason
        }
    elif until is None:
        yield _("De kaart blijft, omdat de klant ook nog klant is bij %(company)s.") % {
            "company": _and(leaving.staying)
        }
    elif until < leaving.today:
        yield _("De kaart mocht blijven tot en met %(day)s; zij verdwijnt bij de volgende ronde.") % {
            "day": show_date(until)
        }
    else:
        yield _("De kaart blijft tot en met %(day)s en verdwijnt daarna.") % {"day": show_date(until)}
    for fate in plan.fates:
        if fate.reason is Reason.LEGAL_DUTY and fate.until is not None:
            yield _("%(n)d %(what)s: tot en met %(day)s, omdat de wet dat vraagt.") % {
                "n": fate.rows, "what": fate.declaration.called(fate.rows), "day": show_date(fate.until),
            }  # fmt: skip


def _when(leaving: Leaving) -> Iterator[str]:
    """The last day, in one sentence when it is the same everywhere."""
    places: dict[date, list[str]] = {}
    for row in leaving.view.relationships:
        if row.pk in leaving.days:
            places.setdefault(leaving.days[row.pk], []).append(str(row.company__name))
    alone = len(leaving.view.relationships) + leaving.view.elsewhere == 1
    for day, names in sorted(places.items()):
        facts = {"day": show_date(day), "company": _and(names)}
        if not leaving.announced:
            said = _("Als deze klant op %(day)s vertrekt bij %(company)s, gebeurt er dit.")
        elif day < leaving.today:
            said = _("Deze klant vertrok op %(day)s bij %(company)s.")
        elif alone:
            said = _("Deze klant vertrekt op %(day)s.")
        else:
            said = _("Deze klant vertrekt op %(day)s bij %(company)s.")
        yield said % facts


def _why_gone(fate: Fate, plan: LeavingPlan, leaving: Leaving) -> str:
    """Nothing when it goes with the card; else its own day and why."""
    if fate.until is None or fate.until == plan.card_until:
        return ""
    if fate.until < leaving.today:
        return _("De termijn is voorbij: gaat weg bij de volgende ronde.")
    day = show_date(fate.until)
    if fate.company is not None and (ended := leaving.day_at(fate.company)) is not None:
        return _("Na %(day)s: hoort alleen bij %(company)s, waar het eindigt op %(ended)s.") % {
            "day": day, "company": leaving.names.get(fate.company, _("een ander bedrijf")), "ended": show_date(ended),
        }  # fmt: skip
    if fate.person is not None:
        return _("Na %(day)s, eerder dan de kaart: deze persoon werkt er niet meer.") % {"day": day}
    return _("Na %(day)s.") % {"day": day}


def _why_kept(fate: Fate, leaving: Leaving, holds: list[HoldRow]) -> str:
    if fate.reason is Reason.HOLD:
        return _("Aangehouden%(reason)s; blijft tot iemand dat opheft.") % {
            "reason": f" ({holds[0].reason})" if holds else ""
        }
    if fate.until is None:
        return _running(fate, leaving)
    day = show_date(fate.until)
    if fate.reason is Reason.LEGAL_DUTY:
        return _("Tot en met %(day)s, omdat de wet dat vraagt.") % {"day": day}
    why = str(fate.purpose.label) if fate.purpose is not None else ""
    return _("Tot en met %(day)s, voor: %(purpose)s.") % {"day": day, "purpose": why[:1].lower() + why[1:]}


def _running(fate: Fate, leaving: Leaving) -> str:
    if fate.company is not None:
        return _("Zolang de klant klant is bij %(company)s.") % {
            "company": leaving.names.get(fate.company, _("een ander bedrijf van de groep"))
        }
    if leaving.staying:
        return _("Zolang de klant klant is bij %(company)s.") % {"company": _and(leaving.staying)}
    return _("Zolang het nodig is voor het doel waarvoor het er is.")


def _people(plan: LeavingPlan, leaving: Leaving) -> Iterator[PersonEnd]:
    """A line per contact on the card."""
    ends = {fate.person: fate for fate in plan.fates if fate.person is not None and fate.declaration.person == "pk"}
    for one in leaving.view.contacts:
        fate = ends.get(one.contact.pk)
        if fate is not None:
            yield PersonEnd(str(one.contact.name), _person_sentence(fate, plan))


def _person_sentence(fate: Fate, plan: LeavingPlan) -> str:
    if fate.reason is Reason.HOLD:
        return _("Aangehouden: blijft tot iemand dat opheft.")
    if fate.until is None:
        return _("Blijft zolang de kaart blijft.")
    if fate.until == plan.card_until:
        return _("Gaat mee met de kaart, na %(day)s.") % {"day": show_date(fate.until)}
    return _("Gaat na %(day)s, eerder dan de kaart, met alle nummers en adressen van deze persoon.") % {
        "day": show_date(fate.until)
    }


def life_steps(
    view: CardView,
    today: date,
    *,
    leaving: Leaving | None = None,
    plan: LeavingPlan | None = None,
    ends: date | None = None,
) -> list[LifeStep]:
    """The life of a card: prospect, customer, leaving, card gone. What lies ahead is drawn dashed. ``ends``: the last
    day of the card, when there is no whole plan."""
    days = leaving.days if leaving is not None else {}
    until = plan.card_until if plan is not None else ends
    lasts = {row.pk: days.get(row.pk) or row.ended_on or None for row in view.relationships}
    steps = [
        step
        for row in view.relationships
        for step in _beginning(row, several=len(lasts) > 1, all_end=_all_end(view, lasts))
    ]
    steps += _endings(view, lasts, today)
    if until is not None:
        steps.append(LifeStep(until, _("Kaart weg na"), "grey", sure=until < today, last=_last(plan) is None))
    if (end := _last(plan)) is not None:
        steps.append(LifeStep(end, _("Laatste stuk weg na"), "grey", sure=end < today, last=True))
    return _once(steps) if until is not None else [*_once(steps), *_until_now(steps, today)]


def card_end(view: CardView, today: date) -> date | None:
    """The last day of the card; None while a relationship goes on. Two queries, and only for who leaves."""
    return None if view.elsewhere else card_until(view.relationships, today)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do with a card: by a link, or by a post when ``post`` is set."""

    what: str
    act: str
    url: str
    post: bool = False
    key: str = ""


def next_step(view: CardView, today: date, *, held: bool = False) -> NextStep | None:
    """What a card needs now; None when it is in order. The first that applies."""
    uuid = view.card.uuid
    plan = reverse("office:leaving", args=[uuid])
    if any(row.ended_on for row in view.relationships):
        end = card_end(view, today)
        return NextStep(_leaving_words(end, today, held=held), _("Bekijk het vertrekplan"), plan)
    if "customers.change" not in view.rights:
        return None
    if view.needs_review:
        asked = _("Nog nooit nagelopen.")
        if view.card.reviewed_on:
            asked = _("Nagelopen op %(day)s.") % {"day": show_date(view.card.reviewed_on)}
        words = _("%(when)s Kloppen de gegevens nog?") % {"when": asked}
        return NextStep(words, _("Ja, klopt nog"), reverse("office:reviewed", args=[uuid]), post=True, key="r")
    if not view.contacts and not view.channels:
        return NextStep(
            _("Niemand is nog te bereiken."),
            _("Voeg een contactpersoon toe"),
            reverse("office:add_contact", args=[uuid]),
        )
    return None


def _leaving_words(end: date | None, today: date, *, held: bool) -> str:
    if held:
        return _("De kaart is aangehouden en verdwijnt niet zolang dat duurt.")
    if end is None:
        return _("De klant vertrekt bij een van de bedrijven; de kaart blijft.")
    if end < today:
        return _("De kaart verdwijnt bij de volgende ronde.")
    return _("De kaart blijft tot en met %(day)s en verdwijnt daarna.") % {"day": show_date(end)}


def _last(plan: LeavingPlan | None) -> date | None:
    """When the last row goes, when that is later than the card."""
    if plan is None or plan.gone_by is None or plan.gone_by == plan.card_until:
        return None
    return plan.gone_by


def _all_end(view: CardView, ends: Mapping[int, date | None]) -> bool:
    return not view.elsewhere and all(ends.values())


def _beginning(row: Reading, *, several: bool, all_end: bool) -> Iterator[LifeStep]:
    if row.prospect_since:
        yield LifeStep(row.prospect_since, _("Prospect"), "blue")
    if row.customer_since:
        place = _("Klant bij %(company)s") % {"company": row.company__name}
        yield LifeStep(row.customer_since, place if several else _("Klant"), "green")
    if row.announced_on and row.announced_on != row.ended_on:
        yield LifeStep(row.announced_on, _("Vertrek gemeld"), "amber" if all_end else "green")


def _endings(view: CardView, ends: Mapping[int, date | None], today: date) -> Iterator[LifeStep]:
    """The last day; per company when these differ. Until the last of them the line stays green."""
    known = {pk: day for pk, day in ends.items() if day is not None}
    if _all_end(view, ends) and len(set(known.values())) == 1:
        day = next(iter(known.values()))
        yield LifeStep(day, _("Laatste dag"), "amber", sure=day < today)
        return
    for row in view.relationships:
        if row.pk in known:
            day = known[row.pk]
            over = _all_end(view, ends) and day == max(known.values())
            label = _("Vertrek bij %(company)s") % {"company": row.company__name}
            yield LifeStep(day, label, "amber" if over else "green", sure=day < today)


def _until_now(steps: list[LifeStep], today: date) -> list[LifeStep]:
    """A life that goes on is drawn until today."""
    if not steps or max(step.day for step in steps) >= today:
        return []
    return [LifeStep(today, _("Vandaag"), "green", now=True, last=True)]


def _once(steps: list[LifeStep]) -> list[LifeStep]:
    """The same words on the same day once."""
    return list({(step.day, str(step.label)): step for step in sorted(steps, key=lambda step: step.day)}.values())


def _and(names: list[str]) -> str:
    """ "A", "A en B", "A, B en C"."""
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
