"""The canary on the ways a customer's data really goes: what is left of each word afterwards (P20, P21, DESIGN 7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from canaries import Canaries
from imports import listed, read, take_over
from klantkaart.audit.models import Entry
from klantkaart.cli.serving.worker import Background
from klantkaart.companies.models import Company
from klantkaart.customers import actions, imports
from klantkaart.customers.imports import queries
from klantkaart.customers.models import Card, Contact, ImportBatch, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from personas import card, company, desk, sisters
from printouts import opened
from sweeping import dangling_terms, found, in_the_wrong_place, left_over, night

pytestmark = [pytest.mark.bothdb, pytest.mark.django_db(transaction=True)]

NOW = clock.today()
LEFT = NOW + timedelta(days=10)
AFTER = LEFT + timedelta(days=31)


def mail(canaries: Canaries, place: str) -> str:
    return f"{canaries.word(place)}@example.nl"


def person(canaries: Canaries, who: str) -> actions.NewContact:
    values = {"name": canaries.word(f"{who}: name"), "function": canaries.word(f"{who}: function")}
    return actions.NewContact(values, [{"kind": "email", "value": mail(canaries, f"{who}: mail")}])


def customer(
    canaries: Canaries, at: Company, who: str = "card", contacts: Iterable[str] = (), iban: str = "NL91ABNA0417164300"
) -> Card:
    """A customer with words wherever something is typed."""
    return card(
        at,
        values={"name": canaries.word(f"{who}: name")},
        relationship={"customer_since": "2024-01-01", "number": canaries.word(f"{who}: number")},
        channels=[{"kind": "email", "value": mail(canaries, f"{who}: mail")}],
        addresses=[{"street": canaries.word(f"{who}: street"), "city": canaries.word(f"{who}: city")}],
        bank=[{"iban": iban, "holder": canaries.word(f"{who}: holder")}],
        notes=[canaries.word(f"{who}: note")],
        contacts=[person(canaries, one) for one in contacts],
    )


def change(about: Card, part: str, uuid: UUID, **values: Any) -> int:
    return actions.change_part(card=about.uuid, part=part, uuid=uuid, values=values, by=SYSTEM, at=clock.now())


def add(about: Card, part: str, values: dict[str, Any], **where: UUID) -> UUID:
    return actions.add_part(card=about.uuid, part=part, values=values, by=SYSTEM, at=clock.now(), **where)


def take_off(about: Card, part: str, uuid: UUID) -> int:
    return actions.remove_part(card=about.uuid, part=part, uuid=uuid, by=SYSTEM, at=clock.now())


def leaves(about: Card, *companies: Company) -> None:
    ties = Relationship.objects.filter(card=about)
    if companies:
        ties = ties.filter(company__in=companies)
    chosen = list(ties.values_list("uuid", flat=True))
    actions.leave(card=about.uuid, relationships=chosen, ended_on=LEFT, by=SYSTEM, at=clock.now())


def everything_is_somewhere(canaries: Canaries) -> dict[str, set[str]]:
    """A word that is not found before proves nothing afterwards."""
    seen = found(canaries)
    assert [place for place, where in seen.items() if not where] == []
    assert in_the_wrong_place(seen) == []
    return seen


def stores_of(where: Iterable[str]) -> set[str]:
    """Where a word is, without the files of the database."""
    return {one.split("/")[0] for one in where if not one.startswith("file:")}


def starting(seen: dict[str, set[str]], who: str) -> dict[str, set[str]]:
    return {place: where for place, where in seen.items() if place.startswith(f"{who}: ")}


def test_a_contact_who_leaves_alone_takes_what_was_said_of_them_along() -> None:
    """Also what stood there before, what was taken off and what was taken back; others keep every word."""
    canaries = Canaries()
    about = customer(canaries, company(), contacts=("leaves", "stays"))
    leaver, stayer = Contact.objects.filter(card=about).order_by("pk")
    for who, row in (("leaves", leaver), ("stays", stayer)):
        old = {"kind": "email", "use": "general", "value": mail(canaries, f"{who}: removed")}
        take_off(about, "channel", add(about, "channel", old, contact=row.uuid))
        mistake = {"kind": "email", "use": "general", "value": mail(canaries, f"{who}: undone")}
        extra = add(about, "channel", mistake, contact=row.uuid)
        undone = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
        actions.undo(card=about.uuid, seq=undone, by=SYSTEM, at=clock.now())
        way = row.channels.get()
        assert way.uuid != extra
        change(about, "channel", way.uuid, value=mail(canaries, f"{who}: second mail"))
        change(about, "contact", row.uuid, name=canaries.word(f"{who}: second name"))
    before = everything_is_somewhere(canaries)
    change(about, "contact", leaver.uuid, left_on=LEFT)
    night(LEFT + timedelta(days=30))
    assert all(where for where in found(canaries).values()), "the last day itself still counts"
    report = night(AFTER)
    assert report.units == {"customers.Contact": 1}
    after = found(canaries)
    assert {place: where for place, where in starting(after, "leaves").items() if where} == {}
    for who in ("card", "stays"):
        assert {place: stores_of(where) for place, where in starting(after, who).items()} == {
            place: stores_of(where) for place, where in starting(before, who).items()
        }
    assert dangling_terms() == set()


def test_a_contact_who_was_taken_off_lives_on_in_what_can_be_undone_only() -> None:
    canaries = Canaries()
    about = customer(canaries, company(), contacts=("gone",))
    everything_is_somewhere(canaries)
    take_off(about, "contact", about.contacts.get().uuid)
    night(NOW)
    seen = starting(found(canaries), "gone")
    assert all(stores_of(where) == {"store:audit_detail"} for where in seen.values())
    leaves(about)
    night(AFTER)
    assert left_over(canaries) == {}


def test_who_leaves_one_of_two_sister_companies_leaves_nothing_there() -> None:
    canaries = Canaries()
    first, second = sisters()
    about = customer(canaries, first, who="first", contacts=("shared",))
    there = actions.add_relationship(card=about.uuid, company=second.pk, by=SYSTEM, at=clock.now())
    ties = {"first": about.relationships.get(company=first).uuid, "second": there}
    for who, tie in ties.items():
        add(about, "note", {"text": canaries.word(f"{who}: second note")}, relationship=tie)
        removed = add(about, "note", {"text": canaries.word(f"{who}: removed note")}, relationship=tie)
        take_off(about, "note", removed)
        change(about, "relationship", tie, number=canaries.word(f"{who}: other number"))
    own = {f"first: {name}" for name in ("number", "other number", "note", "second note", "removed note")}
    before = everything_is_somewhere(canaries) | {"first: number": {"store:audit_detail/"}}
    leaves(about, first)
    report = night(AFTER)
    assert report.units == {"customers.Relationship": 1}
    after = found(canaries)
    assert {place: where for place, where in after.items() if where and place in own} == {}
    stays = set(canaries.words) - own
    assert {place: stores_of(after[place]) for place in stays} == {place: stores_of(before[place]) for place in stays}
    assert dangling_terms() == set()
    leaves(about, second)
    night(AFTER)
    assert left_over(canaries) == {}


def test_a_card_that_came_out_of_a_merge_takes_both_along() -> None:
    """Nothing is lost with a merge, and nothing stays when the card that is left goes."""
    canaries = Canaries()
    first, second = sisters()
    kept = customer(canaries, first, who="kept", contacts=("one",))
    twin = customer(canaries, first, who="twin", contacts=("two",), iban="NL20INGB0001234567")
    there = customer(canaries, second, who="there", iban="NL44RABO0123456789")
    change(twin, "card", twin.uuid, name=canaries.word("twin: second name"))
    take_off(twin, "note", add(twin, "note", {"text": canaries.word("twin: removed note")}))
    for drop in (twin, there):
        actions.merge_cards(keep=kept.uuid, drop=drop.uuid, by=SYSTEM, at=clock.now())
    everything_is_somewhere(canaries)
    leaves(kept)
    night(AFTER)
    assert left_over(canaries) == {}
    assert dangling_terms() == set()


def test_what_was_undone_goes_with_the_card() -> None:
    canaries = Canaries()
    about = customer(canaries, company(), contacts=("contact",))
    seq = change(about, "card", about.uuid, name=canaries.word("card: mistake"))
    actions.undo(card=about.uuid, seq=seq, by=SYSTEM, at=clock.now())
    seq = take_off(about, "contact", about.contacts.get().uuid)
    actions.undo(card=about.uuid, seq=seq, by=SYSTEM, at=clock.now())
    seen = everything_is_somewhere(canaries)
    assert stores_of(seen["card: mistake"]) == {"store:audit_detail"}
    assert "rows:customers.Contact" in seen["contact: name"]
    leaves(about)
    night(AFTER)
    assert left_over(canaries) == {}


def test_a_print_out_leaves_nothing_behind() -> None:
    canaries = Canaries()
    about = customer(canaries, company(), contacts=("contact",))
    before = everything_is_somewhere(canaries)
    printed = opened(card=about.uuid, by=SYSTEM)
    assert canaries.scanner.seen_in(printed.pdf) == set(canaries.words)
    assert {place: stores_of(where) for place, where in found(canaries).items()} == {
        place: stores_of(where) for place, where in before.items()
    }


def test_what_a_colleague_looked_for_ends_with_the_session() -> None:
    """It is sealed while it lasts: no table shows it."""
    canaries = Canaries()
    at = company()
    office = desk("office", at)
    office.client.post("/klanten/zoeken/", {"q": canaries.word("typed: name")})
    seen = found(canaries)["typed: name"]
    assert stores_of(seen) == {"store:sessions"}
    assert not seen & {f"file:{one}" for one in seen}
    night(NOW + timedelta(days=1))
    assert left_over(canaries) == {}


def file_of(canaries: Canaries, who: str, extra: str = "") -> str:
    name, mailbox = canaries.word(f"{who}: name"), mail(canaries, f"{who}: mail")
    contact, theirs = canaries.word(f"{who}: contact"), mail(canaries, f"{who}: contact mail")
    return f"{canaries.word(f'{who}: number')};{name};;{mailbox};{extra};;{contact};{theirs}"


def refused_of(canaries: Canaries) -> str:
    """A row whose cells are all wrong, each in its own way."""
    cells = (canaries.word(f"refused: {one}") for one in ("number", "kvk", "mail", "phone", "iban", "contact mail"))
    number, kvk, mailbox, phone, iban, theirs = cells
    return f"{number * 3};Goed BV;{kvk};{mailbox} at example.nl;{phone};{iban};;{theirs}@@"


def report_of(batch: UUID) -> bytes:
    lines = queries.report_lines(batch=batch, by=TERMINAL)
    return "\n".join(";".join(map(str, line)) for line in lines).encode()


def test_an_imported_customer_leaves_nothing_of_the_import_either() -> None:
    """Staged rows, the report, the uploaded file, the tasks: each is empty of them long before they go."""
    canaries = Canaries()
    here = company()
    rows = (file_of(canaries, "taken"), file_of(canaries, "left out"), refused_of(canaries))
    batch = read(listed(*rows), here)
    preview = everything_is_somewhere(canaries)
    for place, where in preview.items():
        places = stores_of(where)
        assert "store:sealed_files" in places, place
        assert ("rows:customers.ImportRow" in places) is not place.startswith("refused: "), place
    assert canaries.scanner.seen_in(report_of(batch.uuid)) == set()
    row = batch.rows.order_by("row")[1].row
    imports.choose_rows(batch=batch.uuid, rows=[row], chosen=False, by=TERMINAL)
    take_over(batch.uuid)
    night(NOW)
    applied = found(canaries)
    assert {place for place, where in applied.items() if where} == set(starting(applied, "taken"))
    stays = {"rows:customers.ImportRow", "rows:customers.ImportBatch", "store:sealed_files"}
    assert not stays & stores_of(set().union(*applied.values()))
    assert canaries.scanner.seen_in(report_of(batch.uuid)) == set()
    leaves(Card.objects.get(name=canaries.words["taken: name"][0]))
    night(AFTER)
    assert left_over(canaries) == {}


def test_who_was_erased_comes_back_with_no_import_and_leaves_again_with_its_file() -> None:
    canaries = Canaries()
    here = company()
    again = file_of(canaries, "taken", extra="0172-123456")
    take_over(read(listed(again), here).uuid)
    leaves(Card.objects.get())
    night(AFTER)
    assert left_over(canaries) == {}
    with clock.at(AFTER):
        batch = read(listed(again), here)
        assert [row.outcome for row in batch.rows.all()] == ["suppressed"]
        everything_is_somewhere(canaries)
        imports.cancel(batch=batch.uuid, by=TERMINAL, at=clock.now())
    night(AFTER)
    assert left_over(canaries) == {}
    assert not Card.objects.exists()


def test_an_import_that_nobody_finished_does_not_stay_forever() -> None:
    """P20: what was read and its file have a term as well."""
    canaries = Canaries()
    read(listed(file_of(canaries, "waits")), company())
    everything_is_somewhere(canaries)
    night(NOW + timedelta(days=30))
    assert ImportBatch.objects.get().state == ImportBatch.State.PREVIEW
    night(NOW + timedelta(days=32))
    assert left_over(canaries) == {}


@pytest.fixture
def no_new_names() -> Iterable[None]:
    """The database refuses a new card for a reason that no code foresaw."""
    table = Card._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER surprise BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'surprise'); END"
            )
        else:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT surprise CHECK (name NOT LIKE 'zq%%')", [])
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER surprise"
            if connection.vendor == "sqlite"
            else f"ALTER TABLE {table} DROP CONSTRAINT surprise"
        )


@pytest.mark.usefixtures("no_new_names")
def test_a_task_that_fails_tells_nothing_of_the_customer(caplog: pytest.LogCaptureFixture) -> None:
    """PostgreSQL says in its errors which values it refused; neither the queue nor the server's log may keep that."""
    canaries = Canaries()
    batch = read(listed(file_of(canaries, "refused")), company())
    before = everything_is_somewhere(canaries)
    imports.begin_applying(batch=batch.uuid, by=TERMINAL)
    Background()._tasks()
    after = found(canaries)
    assert in_the_wrong_place(after) == []
    assert {place: stores_of(where) for place, where in after.items()} == {
        place: stores_of(where) for place, where in before.items()
    }
    assert canaries.scanner.seen_in(caplog.text.encode()) == set()
