"""Completing, changing and removing what is on a card (P10). Before and after live in erasable detail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act, batch
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor, ActorKind
from klantkaart.kernel.errors import Conflict, Invalid, InvalidFields, NotFound, Refused, Text
from klantkaart.kernel.show import show_date
from klantkaart.sealing.recognition import mark

from .. import events, search
from ..models import BankAccount, Card, Channel, Contact, Note, Relationship
from ..parts import PARTS, REMOVABLE, Part, Values, fingerprint
from ..permissions import find_card, require


def part_named(code: str) -> Part:
    """The part of that name; NotFound otherwise."""
    try:
        return PARTS[code]
    except KeyError:
        raise NotFound(_("Dit onderdeel van de kaart bestaat niet.")) from None


def add_part(
    *,
    card: UUID,
    part: str,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    contact: UUID | None = None,
    relationship: UUID | None = None,
) -> UUID:
    """Add a contact, channel, address, bank account or note. Refuses values that cannot be read, a bank account for a
    prospect (AVG-5c: not needed yet) and a second address of the same use."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    kind = part_named(part)
    if part not in REMOVABLE:
        raise Refused(_("Dit onderdeel hoort bij de kaart zelf en kan niet worden toegevoegd."))
    cleaned = kind.clean(values, found)
    row = kind.model(**cleaned)
    with _guarded(kind), act(events.PART_ADDED, by=by, at=at, about=found, facts={"part": part}) as line:
        _attach(row, found, by, at, contact, relationship)
        row.save(force_insert=True)
        line.obj = row_uuid(row)
        line.detail = _detail(kind, row_uuid(row), None, kind.values_of(row), _links(row))
        search.index([found.pk])
    return row_uuid(row)


def add_contact(*, card: UUID, values: Mapping[str, Any], ways: Mapping[str, str], by: Actor, at: datetime) -> UUID:
    """A contact with a telephone number and an e-mail address (``ways``: phone, email) in one go; all or nothing.
    Refuses as :func:`add_part`, everything at once."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    channels = {name: {"kind": name, "use": "general", "value": typed} for name, typed in ways.items() if typed.strip()}
    errors = _errors_of(PARTS["contact"], values, found, {name: name for name in values})
    for name, channel in channels.items():
        errors |= _errors_of(PARTS["channel"], channel, found, {"value": name})
    if errors:
        raise InvalidFields(errors)
    with batch():
        contact = add_part(card=card, part="contact", values=values, by=by, at=at)
        for channel in channels.values():
            add_part(card=card, part="channel", values=_mobile(channel, found), contact=contact, by=by, at=at)
    return contact


def _errors_of(part: Part, values: Mapping[str, Any], card: Card, names: Mapping[str, str]) -> dict[str, Text]:
    """What cannot be read, under the names of the form."""
    try:
        part.clean(values, card)
    except InvalidFields as wrong:
        return {names.get(name, name): sentence for name, sentence in wrong.errors.items()}
    return {}


def _mobile(values: Mapping[str, str], card: Card) -> Mapping[str, str]:
    """A Dutch mobile number that was typed where a telephone number was asked is called mobile."""
    number = PARTS["channel"].clean(values, card)["value"]
    return {**values, "kind": "mobile"} if values["kind"] == "phone" and number.startswith("+316") else values


def change_part(
    *,
    card: UUID,
    part: str,
    uuid: UUID,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    seen: str = "",
) -> int:
    """Change some fields of a part. ``seen`` is the fingerprint of what the form showed: when someone else changed it
    meanwhile, refuses with Conflict that holds both. Returns the log line's number, for undo; 0: nothing changed."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    kind = part_named(part)
    with _guarded(kind), transaction.atomic():
        row = kind.find(uuid, found)
        _may_touch(row, by)
        before = kind.values_of(row)
        if seen and seen != fingerprint(before):
            raise Conflict(
                _("Iemand anders heeft dit intussen gewijzigd. Hieronder staan beide versies; er is niets verloren."),
                theirs=before,
                yours=dict(values),
            )
        cleaned = kind.clean({**before, **values}, found)
        _dates_fit(row, cleaned)
        changed = {name: value for name, value in cleaned.items() if getattr(row, name) != value}
        if not changed:
            return 0
        with act(events.PART_CHANGED, by=by, at=at, about=found, obj=uuid, facts={"part": part}) as line:
            after = apply_changes(kind, row, changed)
            line.detail = _detail(kind, uuid, _only(before, changed), _only(after, changed), _links(row))
            search.index([found.pk])
    return line.seq


def apply_changes(kind: Part, row: Any, changed: Mapping[str, Any]) -> Values:
    """Write these fields and what follows from them; returns all values."""
    for name, value in changed.items():
        setattr(row, name, value)
    names = list(changed)
    if isinstance(row, BankAccount):
        row.mark = mark("iban", row.iban)
        names.append("mark")
    row.save(update_fields=names)
    return kind.values_of(row)


def remove_part(*, card: UUID, part: str, uuid: UUID, by: Actor, at: datetime) -> int:
    """Take a part off the card; undo brings it back while the detail lives. A contact takes their channels along."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    kind = part_named(part)
    if part not in REMOVABLE:
        raise Refused(_("Dit onderdeel hoort bij de kaart. Gebruik 'Klant vertrekt' om de hele kaart te beëindigen."))
    with act(events.PART_REMOVED, by=by, at=at, about=found, obj=uuid, facts={"part": part}) as line:
        row = kind.find(uuid, found)
        _may_touch(row, by)
        detail = _detail(kind, uuid, kind.values_of(row), None, _links(row))
        if isinstance(row, Contact):
            channels = Channel.objects.filter(contact=row)
            detail["with"] = [
                {"uuid": str(channel.uuid), "values": PARTS["channel"].values_of(channel)} for channel in channels
            ]
            channels.delete()
        line.detail = detail
        row.delete()
        search.index([found.pk])
    return line.seq


def confirm_review(*, card: UUID, by: Actor, at: datetime) -> None:
    """Klopt dit nog?" was answered with yes (AVG-5d, P05): the day is kept, by whom is in the log."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    with act(events.REVIEWED, by=by, at=at, about=found):
        Card.objects.filter(pk=found.pk).update(reviewed_on=clock.local(at).date())


def _attach(
    row: models.Model, card: Card, by: Actor, at: datetime, contact: UUID | None, relationship: UUID | None
) -> None:
    if isinstance(row, Note):
        row.relationship = _relationship(card, relationship, by)
        row.written_at = at
        row.written_by_id = staff_pk(by)
        return
    row.card = card  # type: ignore[attr-defined]  # every other part hangs on the card
    if isinstance(row, Contact):
        row.created_at = at
    if isinstance(row, Channel) and contact is not None:
        row.contact = PARTS["contact"].find(contact, card)
    if isinstance(row, BankAccount):
        if not Relationship.objects.filter(card=card, customer_since__isnull=False).exists():
            raise Refused(
                _("IBAN: een prospect betaalt nog niets. Vul het rekeningnummer in als de klant klant is."),
                field="iban",
            )
        row.mark = mark("iban", row.iban)


def _relationship(card: Card, uuid: UUID | None, by: Actor) -> Relationship:
    rows = Relationship.objects.filter(card=card)
    companies = by.companies_with(Right.CUSTOMERS_CHANGE)
    if companies is not None:
        rows = rows.filter(company__in=companies)
    if uuid is not None:
        rows = rows.filter(uuid=uuid)
    found = rows.first()
    if found is None:
        raise NotFound(_("Kies bij welk bedrijf deze notitie hoort."))
    return found


def _dates_fit(row: Any, cleaned: Values) -> None:
    """A relationship begins somewhere, and not after its last day."""
    if not isinstance(row, Relationship):
        return
    since = cleaned["customer_since"]
    if since is None and cleaned["prospect_since"] is None:
        raise Invalid(
            _("Klant sinds: vul in sinds wanneer dit een klant is, of bij Eerste contact sinds wanneer een prospect."),
            field="customer_since",
        )
    if since is not None and row.ended_on is not None and since > row.ended_on:
        raise Invalid(
            _("Klant sinds: deze klant vertrekt op %(day)s. Kies die dag of een eerdere.")
            % {"day": show_date(row.ended_on)},
            field="customer_since",
        )


def _may_touch(row: Any, by: Actor) -> None:
    """What belongs to one company is changed by that company only."""
    if isinstance(row, Relationship):
        require(by, Right.CUSTOMERS_CHANGE, row.company_id)
    if isinstance(row, Note):
        require(by, Right.CUSTOMERS_CHANGE, row.relationship.company_id)


def staff_pk(by: Actor) -> int | None:
    """Primary key of the member of staff; None for the system and the terminal."""
    if by.kind is not ActorKind.STAFF:
        return None
    user = Note._meta.get_field("written_by").related_model
    found = user._base_manager.filter(uuid=by.uuid).values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def row_uuid(row: Any) -> UUID:
    """The identity of a row that is never reused."""
    found = row.uuid
    assert isinstance(found, UUID)  # noqa: S101  (every part has one)
    return found


def _links(row: Any) -> dict[str, str]:
    """What the row hangs on, so that undo can hang it there again."""
    links = {}
    for name in ("contact", "relationship"):
        parent = getattr(row, name, None)
        if parent is not None:
            links[name] = str(parent.uuid)
    return links


def _only(values: Values, names: Mapping[str, Any]) -> Values:
    return {name: values[name] for name in names}


def _detail(
    kind: Part, uuid: UUID, before: Values | None, after: Values | None, links: dict[str, str]
) -> dict[str, Any]:
    return {"part": kind.code, "uuid": str(uuid), "before": before, "after": after, "links": links}


class _guarded:  # noqa: N801  (reads as a statement)
    """A uniqueness rule of the database, said as a sentence."""

    def __init__(self, kind: Part) -> None:
        self.kind = kind

    def __enter__(self) -> None:
        return None

    def __exit__(self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: object) -> None:
        if isinstance(exc, IntegrityError):
            sentences = {
                "address": ("use", _("Er staat al een adres van deze soort op de kaart. Wijzig dat adres.")),
                "bank": ("iban", _("IBAN: deze rekening staat al op de kaart.")),
                "relationship": ("number", _("Klantnummer: dit nummer is al in gebruik bij dit bedrijf.")),
            }
            field, sentence = sentences.get(self.kind.code, ("", _("Dit staat al op de kaart.")))
            raise Invalid(sentence, field=field) from None
