"""The canary does not grep blind: whatever is not erased, it finds. Each break is made here and must be reported."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from canaries import Canaries, fill, put_in_stores
from klantkaart.accounts.models import User
from klantkaart.customers import actions as customers
from klantkaart.customers.models import Relationship
from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from sweeping import dangling_terms, found, left_over, night

pytestmark = [pytest.mark.bothdb, pytest.mark.django_db(transaction=True)]

LATER = clock.today() + timedelta(days=210)
SQLITE_ONLY = {"the index is not merged", "freed pages are not overwritten", "the write-ahead log is not emptied"}
Break = Callable[[], AbstractContextManager[object]]


@contextmanager
def store_without(*hooks: tuple[str, str]) -> Iterator[None]:
    """As if its author forgot to declare how it is erased."""
    changed = registry.current().copy()
    for code, hook in hooks:
        changed.stores[code] = replace(changed.stores[code], **{hook: None})  # type: ignore[arg-type]  # each may be
    with registry.using(changed):
        yield


@contextmanager
def subject_kept(code: str) -> Iterator[None]:
    """As if the rows of that subject were forever needed for what nothing ends."""
    changed = registry.current().copy()
    for label, one in changed.declarations.items():
        if one.subject == code:
            changed.declarations[label] = replace(one, purposes=("tax",), personal={
                name: replace(personal, purposes=()) for name, personal in one.personal.items()
            })  # fmt: skip
    with registry.using(changed):
        yield


@contextmanager
def pages_kept() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


@contextmanager
def somebody_reads() -> Iterator[None]:
    """A reader that does not end keeps the write-ahead log from being emptied."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM customers_card").fetchone()
        yield


BREAKS: dict[str, tuple[Break, str]] = {
    "details and keys are not forgotten": (
        lambda: store_without(("audit_detail", "forget_rows"), ("sealed_files", "forget_files")),
        "audit_detail of ",
    ),
    "the index is not forgotten": (lambda: store_without(("search_index", "forget_rows")), "customers.Card.name"),
    "sealed files are not forgotten": (lambda: store_without(("sealed_files", "forget_files")), "sealed_files of "),
    "the index is not merged": (lambda: store_without(("search_index", "scrub")), ""),
    "customers stay": (lambda: subject_kept("customer"), "customers.Card.name"),
    "imports stay": (lambda: subject_kept("import"), "customers.ImportRow.draft.name"),
    "colleagues stay": (lambda: subject_kept("staff"), "accounts.User.name"),
    "freed pages are not overwritten": (pages_kept, "customers."),
    "the write-ahead log is not emptied": (somebody_reads, "customers."),
}


def whole_life(broken: AbstractContextManager[object]) -> Canaries:
    """Everybody leaves, and the last night after every term is broken in that way."""
    canaries = Canaries()
    fill(canaries)
    put_in_stores(canaries)
    left = clock.today() + timedelta(days=1)
    tie = Relationship.objects.get(card=canaries.card)
    customers.leave(card=canaries.card.uuid, relationships=[tie.uuid], ended_on=left, by=SYSTEM, at=clock.now())
    User.objects.filter(pk=canaries.made["accounts.User"].pk).update(left_on=left, is_active=False)
    with broken:
        night(LATER)
    return canaries


def test_without_a_break_nothing_is_found() -> None:
    canaries = whole_life(nullcontext())
    assert left_over(canaries) == {}
    assert dangling_terms() == set()


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_not_erased_is_found(broken: str) -> None:
    if broken in SQLITE_ONLY and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own terms for this: docs/threat-model.md")
    how, place = BREAKS[broken]
    canaries = whole_life(how())
    if not place:
        assert dangling_terms()
        return
    assert any(one.startswith(place) for one in left_over(canaries))


@pytest.mark.parametrize("code", ["audit_log", "erasure_ledger", "checkpoints", "keys"])
def test_a_word_in_a_store_that_may_hold_none_is_found(code: str) -> None:
    """As if somebody wrote a name where only codes belong."""
    canaries = Canaries()
    said = canaries.word("spoken out of turn").upper().encode()

    def contents() -> Iterator[tuple[str, bytes]]:
        yield "line", b'{"act": "' + said + b'"}'

    changed = registry.current().copy()
    changed.stores[code] = replace(changed.stores[code], contents=contents)
    with registry.using(changed):
        assert found(canaries) == {"spoken out of turn": {f"store:{code}/line"}}


def test_a_word_in_a_table_that_nobody_declares_is_found() -> None:
    canaries = Canaries()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (told text)")
        try:
            cursor.execute("INSERT INTO forgotten VALUES (%s)", [canaries.word("forgotten")])
            places = found(canaries)["forgotten"]
        finally:
            cursor.execute("DROP TABLE forgotten")
    assert "table:forgotten" in places
