"""Who looked at this person's data or changed it: when, in which role, for which purpose, and what changed (ACC-1).

Colleagues are named by their role and company: who asks learns who looked and why, and the colleague keeps their own
privacy (art. 15(4); CJEU C-579/21).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.models import Membership, User
from klantkaart.audit.events import Kind, codes_of
from klantkaart.audit.queries import Line, details_about, names, numbered, timeline
from klantkaart.datamap import registry
from klantkaart.datamap.access import label_of, meaning
from klantkaart.datamap.reads import serves
from klantkaart.kernel import clock
from klantkaart.kernel.actor import ActorKind

from .about import SUBJECT, About
from .copied import capital, in_words

NOT_VALUES = frozenset({"part", "uuid", "links", "id"})


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; empty where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Look:
    """A line of the log as the person it is about may read it."""

    at: datetime
    what: str
    who: str
    purpose: str
    changes: tuple[Change, ...] = ()


def looks(about: About, own: frozenset[UUID]) -> list[Look]:
    """Everything the log still says about this customer, newest first. For a contact: who read the card their data is
    on, and what changed in ``own`` rows."""
    staff = _Staff()
    details = details_about(about.card.uuid)
    reads = frozenset(codes_of(Kind.READ, Kind.BULK))
    found = []
    for line in _lines(about, details):
        detail = details.get(line.seq, {})
        if any(str(uuid) in json.dumps(detail, default=str) for uuid in about.hidden):
            detail = {}
        if about.is_contact and not _is_about(detail, own):
            if line.event not in reads:
                continue
            detail = {}
        who = staff.described(line)
        found.append(Look(line.at, str(line.label), who, _purpose(line.purpose), tuple(_changes(detail))))
    return found


def _lines(about: About, details: Mapping[int, Any]) -> list[Line]:
    """Lines about the card, and those whose before and after came along from a card that was merged into it."""
    lines = timeline(about.card, limit=None)
    adopted = set(details) - {line.seq for line in lines}
    if adopted:
        lines = sorted([*lines, *numbered(adopted)], key=lambda line: line.seq, reverse=True)
    return lines


def _is_about(detail: Mapping[str, Any], own: frozenset[UUID]) -> bool:
    """Whether a change is of the contact's own rows, or of one that hung on the contact."""
    links = detail.get("links") or {}
    return any(str(uuid) in {detail.get("uuid"), links.get("contact")} for uuid in own)


def _purpose(codes: str) -> str:
    known = registry.current().purposes
    return ", ".join(str(known[code].label) if code in known else code for code in codes.split(",") if code)


class _Staff:
    """Turns a pseudonym of the log into the role that a colleague had at that moment."""

    def __init__(self) -> None:
        users = list(User.objects.all())
        self.uuids = names((user, str(user.uuid)) for user in users)
        self.roles: dict[str, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.select_related("user", "company").order_by("pk"):
            self.roles[str(membership.user.uuid)].append(membership)

    def described(self, line: Line) -> str:
        if line.actor_kind == ActorKind.SYSTEM:
            return _("het systeem, automatisch")
        if line.actor_kind == ActorKind.TERMINAL:
            return _("de beheerder van het systeem")
        if line.actor_kind == ActorKind.SUBJECT:
            return _("u zelf")
        uuid = self.uuids.get(line.actor)
        if uuid is None:
            return _("een medewerker die hier niet meer werkt")
        held = [one for one in self.roles[uuid] if _held(one, clock.local(line.at).date())]
        if not held:
            return _("een medewerker")
        roles = "; ".join(dict.fromkeys(_role(one) for one in held))
        return _("een medewerker: %(roles)s") % {"roles": roles}


def _held(membership: Membership, on: date) -> bool:
    return membership.since <= on and (membership.until is None or on < membership.until)


def _role(membership: Membership) -> str:
    return f"{membership.get_role_display()}, {membership.company.name}"


def _changes(detail: Mapping[str, Any]) -> Iterator[Change]:
    """Every value in a detail, whatever its shape: an app may keep more than before and after."""
    model = str(detail.get("part", ""))
    before, after = detail.get("before") or {}, detail.get("after") or {}
    for name in dict.fromkeys([*before, *after]):
        label, old, new = _said(model, name, before.get(name), after.get(name))
        if old != new:
            yield Change(label, old, new)
    for name, value in detail.items():
        if name not in {*NOT_VALUES, "before", "after"}:
            yield from _others(model, name, value)


def _others(model: str, name: str, value: Any) -> Iterator[Change]:
    match value:
        case Mapping():
            for inner, one in value.items():
                if inner not in NOT_VALUES:
                    yield from _others(model, inner, one)
        case [str(before), str(after)]:
            yield from _told(*_said(model, name, before, after))
        case list():
            for one in value:
                yield from _others(model, name, one)
        case None | "":
            return
        case _:
            yield from _told(*_said(model, name, None, value))


def _told(label: str, before: str, after: str) -> Iterator[Change]:
    if before or after:
        yield Change(label, before, after)


def _said(model: str, name: str, before: Any, after: Any) -> tuple[str, str, str]:
    """The field's name on screen and both values in words; empty when the field serves no purpose. The part's own model
    is asked first, then any other; what no model knows is shown as it is."""
    declared = registry.current().of_subject(SUBJECT)
    for declaration in sorted(declared, key=lambda one: not one.model.lower().endswith(f".{model}")):
        if name in declaration.personal or name in declaration.plain:
            label = capital(label_of(registry.model_of(declaration.model), name))
            if name in declaration.personal and not serves(declaration.model, name):
                return label, "", ""
            old, new = (in_words(_day(meaning(declaration, name, raw))) for raw in (before, after))
            return label, old, new
    return capital(name), in_words(before), in_words(after)


def _day(value: Any) -> Any:
    """Days are kept as text in a detail."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-01-31") else value
    except ValueError:
        return value
