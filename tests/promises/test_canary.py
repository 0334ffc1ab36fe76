"""The canary: a unique word in every personal field and store, found everywhere before and nowhere after (DESIGN 7)."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models

from klantkaart.audit.log import act
from klantkaart.customers import events, search
from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.access import access_copy
from klantkaart.datamap.declaration import Declaration
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage
from personas import company

LETTERS = "bcdfghjklmnpqrstvwxz"
SHORTEST = 8
LEFT = date(2026, 11, 30)
AFTER = LEFT + timedelta(days=31)


class Canaries:
    """Unique words, each known by the place it was put in."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def word(self, place: str, length: int = 16) -> str:
        """A word nothing else contains; short columns get fewer letters."""
        number = len(self.words) + 1
        text = "".join(LETTERS[(number * 7 + step * step * 3 + number * step) % len(LETTERS)] for step in range(13))
        self.words[place] = (f"zq{number:02d}" + text)[: min(length, 16)]
        return self.words[place]


def fill(canaries: Canaries) -> dict[str, models.Model]:
    """One row of every model that leads to a customer, each text field holding a word of its own.

    Walks the declarations, so a new model or field joins by itself.
    """
    made: dict[str, models.Model] = {"companies.Company": company()}
    left = list(registry.current().of_subject("customer"))
    while left:
        ready = [one for one in left if all(need in made for need in needs(one, left))]
        assert ready, "declarations of a customer lead to each other in a ring"
        for declaration in ready:
            made[declaration.model] = make(declaration, made, canaries)
            left.remove(declaration)
    return made


def needs(declaration: Declaration, left: list[Declaration]) -> set[str]:
    labels = {one.model for one in left}
    fields = registry.model_of(declaration.model)._meta.concrete_fields
    return {
        field.related_model._meta.label
        for field in fields
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label in labels
    }


def make(declaration: Declaration, made: dict[str, models.Model], canaries: Canaries) -> models.Model:
    model = registry.model_of(declaration.model)
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = value_for(field, declaration, made, canaries)
        if value is not None:
            values[field.name] = value
    return model._base_manager.create(**values)


def value_for(field: Any, declaration: Declaration, made: dict[str, models.Model], canaries: Canaries) -> Any:
    if isinstance(field, models.ForeignKey):
        return made.get(field.related_model._meta.label)
    if field.primary_key or (field.has_default() and field.name not in declaration.personal):
        return None
    place = f"{declaration.model}.{field.name}"
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateField):
        still_open = field.name in {"left_on", "ended_on", "announced_on"}
        day = clock.now() if isinstance(field, models.DateTimeField) else date(2024, 1, 1)
        return None if still_open else day
    return text_for(field, declaration, place, canaries) if field.name in declaration.personal else None


def text_for(field: Any, declaration: Declaration, place: str, canaries: Canaries) -> Any:
    """A word, as far as the column has room for one that nothing else contains."""
    if isinstance(field, models.JSONField):
        return {declaration.personal[field.name].keys[0]: canaries.word(place)}
    room = getattr(field, "max_length", None) or 16
    if not isinstance(field, models.CharField | models.TextField) or room < SHORTEST:
        return None
    return canaries.word(place, room)


def put_in_stores(card: Card, canaries: Canaries) -> None:
    """What acts of every day leave outside the rows."""
    SealedStorage().save_for(card.uuid, ContentFile(canaries.word("sealed file").encode()))
    detail = {"part": "card", "uuid": str(card.uuid), "before": {"name": canaries.word("detail")}, "after": {}}
    with act(events.PART_CHANGED, by=SYSTEM, at=clock.now(), about=card, obj=card.uuid, detail=detail):
        search.index([card.pk])


def everywhere() -> Iterator[tuple[str, bytes]]:
    """Every table row as it opens, every store, and on SQLite the raw file after its log is emptied."""
    for label in registry.current().declarations:
        model = registry.model_of(label)
        names = [field.name for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*names):
            yield label, " ".join(str(value) for value in row).encode()
    for store in registry.current().stores.values():
        for place, data in store.contents():
            yield f"{store.code}:{place}", data
    yield from raw_database()


def raw_database() -> Iterator[tuple[str, bytes]]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield "database file", Path(str(connection.settings_dict["NAME"])).read_bytes()


def forms(data: bytes) -> Iterator[bytes]:
    """The bytes themselves and what they unpack to."""
    yield data
    yield data.lower()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from forms(archive.read(name))
    for unpack in (zlib.decompress, base64.b64decode):
        try:
            yield unpack(data)
        except (zlib.error, ValueError):
            continue


def found(canaries: Canaries) -> dict[str, set[str]]:
    """place the word was put in -> places it is found in."""
    seen: dict[str, set[str]] = {place: set() for place in canaries.words}
    for where, data in everywhere():
        for form in forms(data):
            for place, word in canaries.words.items():
                if word.encode() in form:
                    seen[place].add(where)
    return seen


def index_terms() -> set[str]:
    """Terms of the search index as the database itself lists them."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, customers_search, row)")
        cursor.execute("SELECT term FROM temp.terms")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.bothdb
@pytest.mark.django_db(transaction=True)
def test_after_the_last_term_no_word_is_left_anywhere() -> None:
    """P21: found in every place first, printed where the declaration says so, and afterwards nowhere."""
    canaries = Canaries()
    with clock.at(date(2026, 1, 5)):
        made = fill(canaries)
        card = made["customers.Card"]
        assert isinstance(card, Card)
        put_in_stores(card, canaries)
    before = found(canaries)
    assert not [place for place, where in before.items() if not where], "a word that is not found proves nothing"
    assert {"search_index", "audit_detail", "sealed_files"} <= {
        where.split(":")[0] for places in before.values() for where in places
    }
    printed = str(access_copy("customer", card.pk))
    for declaration in registry.current().of_subject("customer"):
        for name, personal in declaration.personal.items():
            word = canaries.words.get(f"{declaration.model}.{name}")
            if word:
                assert (word in printed) is personal.access, f"{declaration.model}.{name}"
    salt = bytes(card.log_salt)

    Relationship.objects.filter(card=card).update(ended_on=LEFT)
    with clock.at(AFTER):
        report = actions.run(on=AFTER, by=SYSTEM, at=clock.now())
    assert report.units == {"customers.Card": 1}
    after = {place: where for place, where in found(canaries).items() if where}
    assert after == {}
    assert not any(salt in data for where, data in everywhere() if where != "database file")
    assert not keystore().has(card.uuid)
    trigrams = {word[n : n + 3] for word in canaries.words.values() for n in range(len(word) - 2)}
    assert not trigrams & index_terms()
