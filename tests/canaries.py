"""Words of a canary: one for every personal field and every store, put in by walking the declarations (DESIGN 7).

A new model, field or store joins by itself; what cannot hold a word is in ``NO_WORD`` or ``NOTHING_IN``, with why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import models

from klantkaart.accounts.models import User
from klantkaart.accounts.sessions import SessionStore
from klantkaart.audit.log import act
from klantkaart.customers import events, search
from klantkaart.customers.models import Card
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.kernel.show import show_date
from klantkaart.sealing.storage import SealedStorage
from personas import company
from scanning import SHORTEST, Scanner

LETTERS = "bcdfghjklmnpqrstvwxz"
LONG = 16
# Personal fields without a word, and why. Choices out of a fixed list need no line here.
NO_WORD = {
    "customers.Address.country": "two letters: they stand in anything",
    "accounts.FactorReset.withdrawn_at": "a reset is done or withdrawn, never both",
}
# Stores that nothing is put in: because they keep nothing, or because nothing of a person may ever be in them.
NOTHING_IN = {
    "staff_mail": "nothing is kept after sending",
    "printouts": "nothing is kept after fetching",
    "backups": "made by the operator, elsewhere",
    "logs": "the machine keeps them",
    "static_files": "part of the program",
    "task_queue": "holds identities of rows only",
    "suppression": "holds keyed marks only",
    "audit_log": "holds pseudonyms and codes only",
    "keys": "holds random bytes only",
    "erasure_ledger": "holds identities that are never used again",
    "checkpoints": "holds hashes and signatures",
}
# Columns that are filled only once something has ended, and what goes with it.
ENDINGS = {
    "customers.Relationship": {"announced_on", "ended_on"},
    "customers.Contact": {"left_on"},
    "customers.ImportBatch": {"finished_on"},
    "accounts.User": {"left_on"},
    "accounts.Membership": {"until"},
    "accounts.FactorReset": {"done_at"},
}
WITH_THE_END: dict[str, dict[str, object]] = {"accounts.User": {"is_active": False}}
_runs = count()


@dataclass
class Canaries:
    """Unique words, each known by the place it was put in: "customers.Card.name", "sealed_files of customers.Card".

    ``ended``: the rows are of what is over, so that the dates that say so hold something too.
    """

    ended: bool = False
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    _run: int = field(default_factory=lambda: next(_runs))

    def word(self, place: str, length: int = LONG) -> str:
        """Letters that stand nowhere else; short columns get fewer."""
        digest = hashlib.sha256(f"{self._run} {place}".encode()).digest()
        word = ("zq" + "".join(LETTERS[byte % len(LETTERS)] for byte in digest))[: min(length, LONG)]
        return self._put(place, word)

    def day(self, place: str) -> date:
        """A day long before anything else happened here, later than the days before it; as it is written."""
        day = date(1951, 1, 1) + timedelta(days=self._run % 40 * 400 + len(self.words))
        self._put(place, day.isoformat(), show_date(day), f"{day:%d-%m-%Y}")
        return day

    def number(self, place: str) -> int:
        """A number of five digits that fits every column."""
        return int(self._put(place, str(30000 + self._run % 40 * 60 + len(self.words) % 60)))

    def address(self, place: str) -> str:
        """Of a computer (RFC 5737)."""
        return self._put(place, f"198.51.100.{100 + len(self.words) % 150}")

    def _put(self, place: str, *spellings: str) -> str:
        assert all(set(spellings).isdisjoint(others) for others in self.words.values()), f"{place}: not unique"
        self.words[place] = spellings
        return spellings[0]

    @property
    def scanner(self) -> Scanner:
        return Scanner(self.words)

    @property
    def card(self) -> Card:
        found = self.made["customers.Card"]
        assert isinstance(found, Card)
        return found


def fill(canaries: Canaries) -> None:
    """One row of every model that leads to somebody, each personal field holding a word of its own."""
    canaries.made["companies.Company"] = company()
    left = [one for one in registry.current().declarations.values() if one.subject]
    while left:
        ready = [one for one in left if not needs(one, left)]
        assert ready, "declarations lead to each other in a ring"
        for declaration in ready:
            canaries.made[declaration.model] = _make(declaration, canaries)
            left.remove(declaration)


def needs(declaration: Declaration, left: Iterable[Declaration]) -> set[str]:
    """Models among ``left`` that a row of this one points at."""
    return _targets(declaration.model) & {one.model for one in left} - {declaration.model}


def _targets(label: str) -> set[str]:
    fields = registry.model_of(label)._meta.concrete_fields
    return {one.related_model._meta.label for one in fields if isinstance(one, models.ForeignKey)}


def _make(declaration: Declaration, canaries: Canaries) -> models.Model:
    model = registry.model_of(declaration.model)
    values: dict[str, Any] = dict(WITH_THE_END.get(declaration.model, {})) if canaries.ended else {}
    for one in model._meta.concrete_fields:
        value = _value(one, declaration, canaries)
        if value is not None:
            values[one.name] = value
    return model._base_manager.create(**values)


def _value(one: Any, declaration: Declaration, canaries: Canaries) -> Any:
    if isinstance(one, models.ForeignKey):
        return canaries.made.get(one.related_model._meta.label)
    ending = one.name in ENDINGS.get(declaration.model, ())
    if one.primary_key or (ending and not canaries.ended):
        return None
    if one.name in declaration.personal:
        return _personal(one, declaration, canaries)
    return _plain(one) if ending or not (one.has_default() or one.null) else None


def _plain(one: Any) -> Any:
    """Something that the column takes."""
    if one.choices:
        return one.flatchoices[0][0]
    if isinstance(one, models.DateField):
        return clock.now() if isinstance(one, models.DateTimeField) else date(2024, 1, 1)
    return 1 if isinstance(one, models.IntegerField) else None


def _personal(one: Any, declaration: Declaration, canaries: Canaries) -> Any:
    place = f"{declaration.model}.{one.name}"
    if one.choices or place in NO_WORD:
        return one.flatchoices[0][0] if one.choices else None
    if isinstance(one, models.DateField):
        day = canaries.day(place)
        return datetime.combine(day, time(12), clock.AMSTERDAM) if isinstance(one, models.DateTimeField) else day
    if isinstance(one, models.IntegerField):
        return canaries.number(place)
    if isinstance(one, models.GenericIPAddressField):
        return canaries.address(place)
    if isinstance(one, models.JSONField):
        return _json(one, place, declaration.personal[one.name].keys, canaries)
    return _text(one, place, canaries)


def _json(one: Any, place: str, keys: tuple[str, ...], canaries: Canaries) -> Any:
    """A word under every key."""
    said = {key: canaries.word(f"{place}.{key}") for key in keys}
    return [said] if one.default is list else said


def _text(one: Any, place: str, canaries: Canaries) -> Any:
    room = getattr(one, "max_length", None) or LONG
    assert room >= SHORTEST, f"{place} has no room for a word: say in NO_WORD why it gets none"
    word = canaries.word(place, room)
    return word.encode() if isinstance(one, models.BinaryField) else word


def put_in_stores(canaries: Canaries) -> None:
    """What acts of every day leave outside the rows."""
    for label, row in canaries.made.items():
        declaration = registry.current().declaration(label)
        if not declaration.subject or "uuid" not in declaration.plain:
            continue
        SealedStorage().save_for(row.uuid, ContentFile(canaries.word(f"sealed_files of {label}").encode()))
        if declaration.subject == "customer":
            _detail(canaries, label, row.uuid)
    search.index([canaries.card.pk])
    remember_search(canaries, "sessions of accounts.User", canaries.made["accounts.User"])
    remember_search(canaries, "sessions of a colleague", None)
    cache.set("klantkaart:teller", canaries.word("shared_cache of anybody"), timeout=24 * 60 * 60)


def _detail(canaries: Canaries, label: str, uuid: UUID) -> None:
    """A change of that row, as the log keeps it."""
    before = {"name": canaries.word(f"audit_detail of {label}")}
    detail = {"part": "card", "uuid": str(uuid), "before": before, "after": {}}
    with act(events.PART_CHANGED, by=SYSTEM, at=clock.now(), about=canaries.card, obj=uuid, detail=detail):
        pass


def remember_search(canaries: Canaries, place: str, user: User | None) -> None:
    """What a colleague last looked for stays with their session."""
    session = SessionStore()
    session["searches"] = {"token": canaries.word(place)}
    if user is not None:
        session["_auth_user_id"] = str(user.pk)
    session.save()
