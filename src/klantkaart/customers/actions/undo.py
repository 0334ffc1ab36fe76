"""Taking back one change, as long as nobody changed the same thing since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.audit.queries import detail_of
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotFound, Refused
from klantkaart.sealing.recognition import mark

from .. import events, search
from ..models import BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import PARTS, Part
from ..permissions import find_card
from .edit import apply_changes


def undo(*, card: UUID, seq: int, by: Actor, at: datetime) -> None:
    """Take back the change of that log line. Refuses when the detail is gone, or when the same fields were changed
    since: then it says so and changes nothing."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    detail = detail_of(seq, found)
    if not detail or "part" not in detail:
        raise NotFound(_("Deze wijziging kan niet meer ongedaan worden gemaakt: de oude waarden zijn er niet meer."))
    part = PARTS[str(detail["part"])]
    uuid = UUID(str(detail["uuid"]))
    with act(events.UNDONE, by=by, at=at, about=found, obj=uuid, facts={"line": seq, "part": part.code}) as line:
        if detail["before"] is None:
            _take_off(part, uuid, found, detail["after"])
        elif detail["after"] is None:
            _put_back(part, uuid, found, detail, at)
        else:
            _restore(part, uuid, found, detail)
        line.detail = {**detail, "before": detail["after"], "after": detail["before"]}
        search.index([found.pk])


def _changed_since() -> Refused:
    return Refused(_("Dit is daarna nog eens gewijzigd. Kijk eerst wat er nu staat; er is niets teruggezet."))


def _restore(part: Part, uuid: UUID, card: Card, detail: dict[str, Any]) -> None:
    row = part.find(uuid, card)
    now = part.values_of(row)
    if any(now[name] != value for name, value in detail["after"].items()):
        raise _changed_since()
    apply_changes(part, row, {name: _typed(row, name, value) for name, value in detail["before"].items()})


def _take_off(part: Part, uuid: UUID, card: Card, after: dict[str, Any]) -> None:
    row = part.find(uuid, card)
    if part.values_of(row) != after:
        raise _changed_since()
    if isinstance(row, Contact) and Channel.objects.filter(contact=row).exists():
        raise Refused(
            _("Er zijn intussen gegevens aan deze contactpersoon toegevoegd. Haal de persoon zelf weg als dat moet.")
        )
    row.delete()


def _put_back(part: Part, uuid: UUID, card: Card, detail: dict[str, Any], at: datetime) -> None:
    row = part.model(uuid=uuid)
    for name, value in detail["before"].items():
        setattr(row, name, _typed(row, name, value))
    _hang(row, card, detail.get("links", {}), at)
    row.save(force_insert=True)
    if isinstance(row, Contact):
        for channel in detail.get("with", []):
            Channel.objects.create(uuid=channel["uuid"], card=card, contact=row, **channel["values"])


def _hang(row: Any, card: Card, links: dict[str, str], at: datetime) -> None:
    if isinstance(row, Note):
        row.relationship = Relationship.objects.get(uuid=links["relationship"], card=card)
        row.written_at = at
        return
    row.card = card
    if isinstance(row, Contact):
        row.created_at = at
    if isinstance(row, BankAccount):
        row.mark = mark("iban", row.iban)
    if isinstance(row, Channel) and links.get("contact"):
        contact = Contact.objects.filter(uuid=links["contact"], card=card).first()
        if contact is None:
            raise Refused(_("De contactpersoon van dit gegeven is er niet meer. Zet eerst de persoon terug."))
        row.contact = contact


def _typed(row: Any, name: str, value: Any) -> Any:
    """Dates come back from JSON as text."""
    if value and type(row)._meta.get_field(name).get_internal_type() == "DateField":
        return date.fromisoformat(value)
    return value
