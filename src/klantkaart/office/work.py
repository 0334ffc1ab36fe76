"""What needs someone today, gathered from every part of the product; each item has one next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkaart.accounts.queries import open_resets
from klantkaart.accounts.roles import Right
from klantkaart.customers import queries as customers
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.show import show_date
from klantkaart.promises.queries import risks
from klantkaart.promises.upkeep import overdue
from klantkaart.promises.verdicts import State
from klantkaart.retention import queries as retention


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do. ``tone``: red broken, amber soon, blue new."""

    tone: str
    what: str
    why: str
    url: str
    step: str


def work_of(by: Actor, today: date) -> list[Work]:
    """Everything that needs this person, most urgent first."""
    order = {"red": 0, "amber": 1, "blue": 2}
    return sorted(_all(by, today), key=lambda work: order[work.tone])


def _all(by: Actor, today: date) -> Iterator[Work]:
    if by.holds(Right.RETENTION_VIEW):
        yield from _destructions(today)
    if by.holds(Right.CUSTOMERS_VIEW):
        yield from _customers(by)
    if by.holds(Right.PEOPLE_MANAGE):
        yield from _people(by)
    if by.holds(Right.PROMISES_VIEW):
        yield from _promises()
    if by.holds(Right.SETTINGS_VIEW):
        yield from _late()


def _destructions(today: date) -> Iterator[Work]:
    unfinished = retention.unfinished()
    if unfinished:
        yield Work(
            "red",
            ngettext("%(n)d verwijdering is niet afgemaakt", "%(n)d verwijderingen zijn niet afgemaakt", unfinished)
            % {"n": unfinished},
            _("De machine viel uit voordat de sleutels weg waren. De volgende ronde maakt het af."),
            reverse("office:destruction"),
            _("Maak af"),
        )
    due = sum(retention.due_counts(today).values())
    if due:
        yield Work(
            "amber",
            ngettext("%(n)d verwijdering staat klaar", "%(n)d verwijderingen staan klaar", due) % {"n": due},
            _("De termijn is voorbij. Vannacht gebeurt het vanzelf; je kunt het ook nu doen."),
            reverse("office:destruction"),
            _("Bekijk"),
        )
    for hold in retention.holds_to_review(today):
        yield Work(
            "amber",
            _("Een aanhouding moet opnieuw worden bekeken"),
            _("Reden: %(reason)s, sinds %(since)s.")
            % {"reason": hold.get_reason_display(), "since": show_date(hold.since)},
            reverse("office:holds"),
            _("Bekijk"),
        )


def _customers(by: Actor) -> Iterator[Work]:
    for row in customers.leaving_soon(by=by):
        yield Work(
            "amber",
            row.name,
            _("Vertrekt op %(day)s.") % {"day": show_date(row.ends_on)} if row.ends_on else _("Vertrekt."),
            reverse("office:leaving", args=[row.uuid]),
            _("Bekijk het plan"),
        )
    if by.holds(Right.CUSTOMERS_CHANGE):
        for row in customers.review_list(by=by, limit=5):
            yield Work(
                "blue",
                row.name,
                _("Langer dan een jaar niet nagelopen. Kloppen de gegevens nog?"),
                reverse("office:card", args=[row.uuid]),
                _("Loop na"),
            )


def _people(by: Actor) -> Iterator[Work]:
    for reset in open_resets(by=by):
        if reset.confirmed_by is not None or reset.person.uuid == by.uuid:
            continue  # nothing left to do here: the colleague goes on, or somebody else must confirm
        yield Work(
            "red",
            _("Een collega is de tweede factor kwijt"),
            _("Een tweede collega moet bevestigen dat dit klopt."),
            reverse("office:confirm_reset", args=[reset.uuid]),
            _("Bekijk"),
        )


def _promises() -> Iterator[Work]:
    for risk in risks():
        yield Work(
            "red" if risk.state is State.BROKEN else "amber",
            _("Belofte %(id)s: %(title)s") % {"id": risk.id, "title": risk.title},
            _("Wordt niet nagekomen.") if risk.state is State.BROKEN else _("Komt in gevaar."),
            f"{reverse('office:promises')}#{risk.id}",
            _("Bekijk het bewijs"),
        )


def _late() -> Iterator[Work]:
    late = overdue(clock.now())
    if late:
        count = len(late)
        yield Work(
            "red",
            ngettext("%(n)d werk dat vanzelf gaat, loopt achter", "%(n)d werken die vanzelf gaan, lopen achter", count)
            % {"n": count},
            " ".join(state.evidence for state in late[:2]),
            reverse("office:technics"),
            _("Bekijk"),
        )
