"""The frame of a customer card: its sections, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from klantkaart.accounts.queries import names_by_pseudonym
from klantkaart.audit.queries import timeline
from klantkaart.customers.queries import CardView
from klantkaart.datamap import registry
from klantkaart.kernel.actor import Pseudonymous

Section = tuple[str, str, int | None, bool]
NEWEST = 6


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a card's history, with the name of the colleague."""

    at: datetime
    label: str | Promise
    actor: str
    note: str
    icon: str
    url: str = ""


def sections(view: CardView) -> list[Section]:
    """What the record is made of, as links; the leaving plan is one of them."""
    found: list[Section] = [
        ("#contacten", _("Contactpersonen"), len(view.contacts), False),
        ("#bereikbaar", _("Bereikbaar"), None, False),
    ]
    if "notes.view" in view.rights:
        found.append(("#notities", _("Notities"), len(view.notes), False))
    found += [("#gegevens", _("Gegevens"), None, False), ("#relaties", _("Klant bij"), len(view.relationships), False)]
    found.append(("#geschiedenis", _("Geschiedenis"), None, False))
    if "retention.view" in view.rights:
        found.append((reverse("office:leaving", args=[view.card.uuid]), _("Als deze klant vertrekt"), None, False))
    return found


def recent(subject: Pseudonymous, limit: int = NEWEST) -> list[Happened]:
    """What happened last and who looked last, newest first. Two queries."""
    names = names_by_pseudonym()
    return [
        Happened(
            line.at, line.label, names.get(line.actor, _("systeem")), purpose_words(line.purpose), _icon(line.event)
        )
        for line in timeline(subject, limit=limit)
    ]


def changed_by(subject: Pseudonymous, part: str) -> tuple[str, datetime | None]:
    """Who changed such a part of the card last, and when; nobody and None when the log does not say."""
    changes = {"customers.part_changed", "customers.undone"}
    for line in timeline(subject, limit=30):
        if line.event in changes and line.facts.get("part") == part:
            return names_by_pseudonym().get(line.actor, _("Iemand anders")), line.at
    return _("Iemand anders"), None


def purpose_words(code: str) -> str:
    """The label of a purpose, for who reads why somebody looked."""
    purpose = registry.current().purposes.get(code)
    return str(purpose.label) if purpose is not None else code


def _icon(event: str) -> str:
    if event in {"customers.opened", "customers.listed", "customers.searched", "retention.plan_seen"}:
        return "eye"
    return {"rights.printed": "print", "customers.leaving": "leave", "customers.merged": "merge"}.get(event, "edit")
