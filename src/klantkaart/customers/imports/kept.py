"""A draft as a staged row keeps it: only what is filled, by the names of the draft's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..intake.drafts import AddressDraft, BankDraft, CardDraft, ChannelDraft, ContactDraft, Kind

_PLAIN = ("number", "kvk_number", "establishment_number", "vat_id", "services", "inactive", "notes", "legacy_id")


def kept(draft: CardDraft) -> dict[str, Any]:
    """What ``draft_of`` reads back; holds personal data, and is blanked once the row is done with."""
    values: dict[str, Any] = {"rows": draft.rows, "name": draft.name, "kind": draft.kind.value}
    values.update({name: value for name in _PLAIN if (value := getattr(draft, name))})
    if not draft.kind_certain:
        values["kind_certain"] = False
    if draft.payment_term_days is not None:
        values["payment_term_days"] = draft.payment_term_days
    if draft.customer_since:
        values["customer_since"] = draft.customer_since.isoformat()
    values.update(_parts(draft))
    return values


def _parts(draft: CardDraft) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if draft.channels:
        parts["channels"] = _channels(draft.channels)
    if draft.contacts:
        parts["contacts"] = [[one.name, one.function, one.kind, _channels(one.channels)] for one in draft.contacts]
    if draft.addresses:
        parts["addresses"] = [
            [one.use, one.street, one.extra, one.postcode, one.city, one.country] for one in draft.addresses
        ]
    if draft.bank:
        parts["bank"] = [[one.iban, one.bic] for one in draft.bank]
    return parts


def _channels(channels: tuple[ChannelDraft, ...]) -> list[list[str]]:
    return [[one.kind, one.value, one.use] for one in channels]


def draft_of(values: Mapping[str, Any]) -> CardDraft:
    """The draft that was kept."""
    since = values.get("customer_since")
    return CardDraft(
        rows=tuple(values["rows"]),
        name=values["name"],
        kind=Kind(values["kind"]),
        kind_certain=values.get("kind_certain", True),
        number=values.get("number", ""),
        kvk_number=values.get("kvk_number", ""),
        establishment_number=values.get("establishment_number", ""),
        vat_id=values.get("vat_id", ""),
        customer_since=date.fromisoformat(since) if since else None,
        payment_term_days=values.get("payment_term_days"),
        services=tuple(values.get("services", ())),
        inactive=values.get("inactive", False),
        notes=tuple(values.get("notes", ())),
        contacts=tuple(
            ContactDraft(name, function, kind, tuple(ChannelDraft(*one) for one in channels))
            for name, function, kind, channels in values.get("contacts", ())
        ),
        channels=tuple(ChannelDraft(*one) for one in values.get("channels", ())),
        addresses=tuple(AddressDraft(*one) for one in values.get("addresses", ())),
        bank=tuple(BankDraft(*one) for one in values.get("bank", ())),
        legacy_id=values.get("legacy_id", ""),
    )
