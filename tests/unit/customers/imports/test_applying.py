"""Taking over: resumable, once, with nothing left behind."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from imports import listed, read, take_over
from klantkaart.audit.models import Entry
from klantkaart.customers import actions, imports
from klantkaart.customers.imports import applying, reading, sealed
from klantkaart.customers.models import (
    Address,
    BankAccount,
    Card,
    Channel,
    Contact,
    ImportBatch,
    ImportRow,
    Note,
    Relationship,
)
from klantkaart.customers.search import find
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from klantkaart.kernel.errors import DomainError, NotAllowed, NotFound, Refused
from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage
from personas import actor, company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
ROWS = tuple(f"{number};Klant {number} BV;;;;;;" for number in range(1, 8))


class Killed(BaseException):
    """The worker's process ended here."""


def test_a_killed_worker_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "CHUNK", 3)
    batch = read(listed(*ROWS), company())
    imports.begin_applying(batch=batch.uuid, by=TERMINAL)
    flag, calls = applying._flag, iter((False, True))

    def kill(work: Any) -> None:
        flag(work)
        if next(calls):
            raise Killed

    monkeypatch.setattr(applying, "_flag", kill)
    with pytest.raises(Killed):
        applying.apply(batch.uuid)
    assert Card.objects.count() == ImportRow.objects.filter(applied=True).count() == 3
    monkeypatch.setattr(applying, "_flag", flag)
    applying.apply(batch.uuid)
    applying.apply(batch.uuid)
    assert Card.objects.count() == 7
    assert Entry.objects.filter(event="customers.imported").count() == 7
    assert Entry.objects.filter(event="customers.import_applied").count() == 1


def test_reading_goes_on_where_a_killed_worker_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 3)
    here = company()
    unit = imports.start_import(file=listed(*ROWS), name="x.csv", company=here.pk, by=TERMINAL, at=clock.now())
    save, calls = reading._save, iter((False, True))

    def kill(*args: Any) -> bool:
        if next(calls):
            raise Killed
        return save(*args)

    monkeypatch.setattr(reading, "_save", kill)
    with pytest.raises(Killed):
        reading.read(unit)
    assert ImportRow.objects.count() == 3
    monkeypatch.setattr(reading, "_save", save)
    assert imports.resume_unfinished() == 1
    reading.read(unit)
    assert list(ImportRow.objects.values_list("row", flat=True)) == list(range(2, 9))
    assert ImportBatch.objects.get().state == "preview"


def test_afterwards_neither_file_nor_key_nor_drafts_are_left() -> None:
    batch = read(listed(*ROWS), company())
    imports.choose_rows(batch=batch.uuid, rows=[2], chosen=False, by=TERMINAL)
    assert SealedStorage().list_unit(batch.uuid)
    done = take_over(batch.uuid)
    assert (done.state, done.file, done.finished_on) == ("done", "", clock.today())
    assert done.counts["done"] == {"created": 6, "filled": 0, "left": 1}
    assert not SealedStorage().list_unit(batch.uuid)
    assert not keystore().has(batch.uuid)
    assert set(map(str, ImportRow.objects.values_list("draft", flat=True))) == {"{}"}
    assert ImportRow.objects.filter(applied=True, card_uuid__isnull=False).count() == 6


def test_the_sealed_file_cannot_be_read_on_disk() -> None:
    here = company()
    unit = imports.start_import(file=listed(*ROWS), name="x.csv", company=here.pk, by=TERMINAL, at=clock.now())
    (name,) = SealedStorage().list_unit(unit)
    assert b"Klant 1 BV" not in Path(django_settings.SEALED_ROOT, name).read_bytes()
    imports.cancel(batch=unit, by=TERMINAL, at=clock.now())
    assert not SealedStorage().list_unit(unit)


def test_a_customer_added_meanwhile_is_not_made_twice() -> None:
    here = company()
    batch = read(listed("1;Zon BV;99000012;;;;;", "2;Maan BV;;;;;;"), here)
    new = actions.NewCard({"name": "Zon BV", "kvk_number": "99000012"}, {"number": "2"})
    actions.create_card(new=new, company=here.pk, by=SYSTEM, at=clock.now())
    done = take_over(batch.uuid)
    assert Card.objects.count() == 1
    assert done.counts["done"] == {"created": 0, "filled": 0, "left": 2}
    assert ImportRow.objects.filter(outcome="duplicate").count() == 2


def test_new_numbers_pass_over_those_of_the_list() -> None:
    here = company()
    first = here.next_number
    batch = read(listed(f"{first};Zon BV;;;;;;", f"{first + 1};Maan BV;;;;;;"), here)
    take_over(batch.uuid)
    actions.create_card(new=actions.NewCard({"name": "Ster BV"}), company=here.pk, by=SYSTEM, at=clock.now())
    assert Relationship.objects.get(card__name="Ster BV").number == str(first + 2)


def test_an_import_writes_what_the_form_writes() -> None:
    """The quick path and the careful one give the same rows."""
    first, second = company("Een"), company("Twee")
    values = {"name": "Zon BV", "kvk_number": "99000012", "source": "import"}
    contact = actions.NewContact(
        {"name": "Iris", "source": "import"}, [{"kind": "email", "value": "iris@zon.example.nl"}]
    )
    new = actions.NewCard(
        values,
        {"number": "1"},
        [contact],
        [{"kind": "phone", "value": "0172-123456"}],
        bank=[{"iban": "NL91ABNA0417164300"}],
    )
    actions.create_card(new=new, company=first.pk, by=SYSTEM, at=clock.now())
    row = "1;Zon BV;99000012;;0172-123456;NL91ABNA0417164300;Iris;iris@zon.example.nl"
    take_over(read(listed(row), second).uuid)
    one, other = Card.objects.order_by("pk")
    assert _all_of(one) == _all_of(other)
    assert set(find("iris", companies=None)) == set(find("0172123456", companies=None)) == {one.pk, other.pk}


def _all_of(card: Card) -> list[Sequence[Any]]:
    found: list[Sequence[Any]] = []
    own = {
        "id",
        "uuid",
        "log_salt",
        "created_at",
        "card",
        "card_id",
        "company",
        "contact",
        "relationship",
        "written_at",
    }
    for model in (Card, Relationship, Contact, Channel, Address, BankAccount, Note):
        path = {Card: "pk", Note: "relationship__card"}.get(model, "card")
        names = [field.name for field in model._meta.concrete_fields if field.name not in own]
        found.append(
            [model.__name__, *model._base_manager.filter(**{path: card.pk}).order_by("pk").values_list(*names)]
        )
    return found


ATTACKS = {
    "leeg.csv": b"",
    "nul.csv": b"Klantnr;Bedrijf\r\n1;A\x00B\r\n" * 50,
    "pdf.csv": b"%PDF-1.7\n" * 20,
    "geen.xlsx": b"Klantnr;Bedrijf\r\n1;Zon\r\n",
    "kapot.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "kop.csv": b"Klantnr;Bedrijf;Contactpersoon\r\n",
}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_a_file_that_is_no_list_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    here = company()
    path = tmp_path / name
    path.write_bytes(ATTACKS[name])
    before = list(SealedStorage().units())
    with pytest.raises(DomainError) as refused:
        imports.start_import(file=path, name=name, company=here.pk, by=TERMINAL, at=clock.now())
    assert str(refused.value).endswith(".")
    assert not ImportBatch.objects.exists()
    assert list(SealedStorage().units()) == before


def test_a_bidi_override_and_an_endless_cell_cost_a_cell_and_no_row() -> None:
    rows = ("1;Zon BV;;;;;Iris\u202e;", f"2;Maan BV;;;;;{'x' * 100_000};", "3;=1+1;;;;;;")
    batch = read(listed(*rows), company())
    assert [row.outcome for row in batch.rows.all()] == ["new", "new", "refused"]
    assert all(row.findings for row in batch.rows.all())


def test_who_may_not_import_changes_nothing() -> None:
    here, there = company("Een"), company("Twee")
    batch = read(listed(*ROWS), here)
    with pytest.raises(NotAllowed):
        imports.start_import(
            file=listed(*ROWS), name="x.csv", company=here.pk, by=actor("technician", here), at=clock.now()
        )
    with pytest.raises(NotFound):
        imports.begin_applying(batch=batch.uuid, by=actor("owner", there))
    assert ImportBatch.objects.get().state == "preview"


def test_nothing_is_taken_over_twice_or_when_nothing_is_chosen() -> None:
    batch = read(listed("1;Zon BV;;;;;;"), company())
    imports.choose_rows(batch=batch.uuid, rows=[2], chosen=False, by=TERMINAL)
    with pytest.raises(Refused, match="geen rij gekozen"):
        imports.begin_applying(batch=batch.uuid, by=TERMINAL)
    imports.choose_rows(batch=batch.uuid, rows=[2], chosen=True, by=TERMINAL)
    take_over(batch.uuid)
    with pytest.raises(Refused, match="klaar"):
        imports.begin_applying(batch=batch.uuid, by=TERMINAL)
    assert Card.objects.count() == 1


def test_a_file_that_breaks_while_reading_ends_the_batch_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    here = company()
    unit = imports.start_import(file=listed(*ROWS), name="x.csv", company=here.pk, by=TERMINAL, at=clock.now())
    monkeypatch.setattr("klantkaart.customers.intake.limits.ROWS", 3)
    reading.read(unit)
    batch = ImportBatch.objects.get()
    assert batch.state == "failed"
    assert "meer dan 3 rijen" in batch.failure
    assert not ImportRow.objects.exists()
    assert not SealedStorage().list_unit(unit)
    assert sealed.SHOWN
