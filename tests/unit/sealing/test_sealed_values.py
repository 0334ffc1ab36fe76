"""Sealed values and the model field over them: text in Python, noise in the database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from klantkaart.sealing.errors import SealBroken
from klantkaart.sealing.fields import SealedTextField, open_value, rewrap_value, seal_value
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.values import current_version, new_field_key, version_of

AAD = "customers.BankAccount.iban"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_value_opens_again(store: KeyStore, value: str) -> None:
    assert open_value(AAD, seal_value(AAD, value)) == value


def test_equal_values_look_different(store: KeyStore) -> None:
    one, two = seal_value(AAD, "NL91ABNA0417164300"), seal_value(AAD, "NL91ABNA0417164300")
    assert one != two
    assert one.startswith("k1:")
    assert "NL91" not in one


def test_empty_value_stays_empty_and_makes_no_key(store: KeyStore) -> None:
    assert seal_value(AAD, "") == open_value(AAD, "") == rewrap_value(AAD, "") == ""
    assert not store.has_secret("field")


def test_any_changed_character_is_refused(store: KeyStore) -> None:
    stored = seal_value(AAD, "secret!")
    for place, old in enumerate(stored):
        for new in set("ABCD12_") - {old}:
            with pytest.raises(SealBroken) as refusal:
                open_value(AAD, stored[:place] + new + stored[place + 1 :])
            assert "secret" not in repr(refusal.value)
    assert open_value(AAD, stored) == "secret!"


@pytest.mark.parametrize(
    "stored", ["NL91ABNA0417164300", "k1:", "k0:AAAA", "k1:AAAA", "k1:A", "k9:" + "A" * 40, "k1:é"]
)
def test_what_was_never_sealed_is_refused(store: KeyStore, stored: str) -> None:
    with pytest.raises(SealBroken):
        open_value(AAD, stored)
    assert not store.has_secret("field-9")


def test_value_does_not_open_in_another_column(store: KeyStore) -> None:
    with pytest.raises(SealBroken):
        open_value("customers.Note.text", seal_value(AAD, "secret"))


def test_value_does_not_open_with_another_installations_key(store: KeyStore) -> None:
    stored = seal_value(AAD, "secret")
    (store.root / "secrets/field.key").write_bytes(bytes(32))
    with pytest.raises(SealBroken):
        open_value(AAD, stored)


def test_new_field_key_is_used_and_old_values_stay_readable(store: KeyStore) -> None:
    old = seal_value(AAD, "secret")
    assert (current_version(), new_field_key(), current_version()) == (1, 2, 2)
    assert open_value(AAD, old) == "secret"
    renewed = rewrap_value(AAD, old)
    assert (version_of(old), version_of(renewed), open_value(AAD, renewed)) == (1, 2, "secret")
    assert rewrap_value(AAD, renewed) == renewed


def test_rewrapping_refuses_what_does_not_open(store: KeyStore) -> None:
    stored = seal_value("customers.Note.text", "secret")
    new_field_key()
    with pytest.raises(SealBroken):
        rewrap_value(AAD, stored)


@pytest.fixture
def thing(store: KeyStore, db: None) -> Iterator[Any]:
    """A model with a sealed field, and its table."""
    with isolate_apps("klantkaart.sealing"):

        class Thing(models.Model):
            code = models.CharField(max_length=10, primary_key=True)
            note = SealedTextField(blank=True)
            twin = SealedTextField(blank=True)

            class Meta:
                app_label = "sealing"

        with connection.cursor() as cursor:
            columns = "code varchar(10) PRIMARY KEY, note text NOT NULL, twin text NOT NULL"
            cursor.execute(f"CREATE TABLE {Thing._meta.db_table} ({columns})")
        yield Thing


def stored_notes(thing: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT note FROM {thing._meta.db_table} ORDER BY code")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.bothdb
def test_field_is_text_in_python_and_sealed_in_the_database(thing: Any) -> None:
    thing.objects.create(code="a", note="secret")
    thing.objects.create(code="b")
    assert [row.note for row in thing.objects.order_by("code")] == ["secret", ""]
    assert list(thing.objects.order_by("code").values_list("note", flat=True)) == ["secret", ""]
    sealed, empty = stored_notes(thing)
    assert (sealed[:3], empty) == ("k1:", "")
    assert open_value("sealing.Thing.note", sealed) == "secret"


@pytest.mark.bothdb
def test_every_way_of_writing_seals(thing: Any) -> None:
    thing.objects.bulk_create([thing(code="a", note="one"), thing(code="b", note="two")])
    thing.objects.filter(code="a").update(note="three")
    row = thing.objects.get(code="b")
    row.note = "four"
    thing.objects.bulk_update([row], ["note"])
    assert [row.note for row in thing.objects.order_by("code")] == ["three", "four"]
    assert all(stored.startswith("k1:") for stored in stored_notes(thing))


@pytest.mark.bothdb
def test_copy_from_another_column_does_not_open(thing: Any) -> None:
    thing.objects.create(code="a", note="secret", twin="other")
    thing.objects.update(note=F("twin"))
    with pytest.raises(SealBroken):
        thing.objects.get()


@pytest.mark.bothdb
@pytest.mark.parametrize("lookup", ["note", "note__exact", "note__in", "note__icontains", "note__gt"])
def test_field_cannot_be_looked_up(thing: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match=r"sealing\.Thing\.note is sealed"):
        thing.objects.filter(**{lookup: ["secret"]})


@pytest.mark.bothdb
def test_field_can_be_asked_for_null(thing: Any) -> None:
    thing.objects.create(code="a", note="secret")
    assert thing.objects.filter(note__isnull=False).count() == 1


@pytest.mark.parametrize("options", [{"unique": True}, {"db_index": True}])
def test_sealed_field_cannot_be_indexed(options: dict[str, Any]) -> None:
    with isolate_apps("klantkaart.sealing"):

        class Indexed(models.Model):
            note = SealedTextField(**options)

            class Meta:
                app_label = "sealing"

        assert [problem.id for problem in Indexed._meta.get_field("note").check()] == ["sealing.E001"]


def test_field_in_a_migration_is_itself() -> None:
    assert SealedTextField(blank=True).deconstruct()[1:] == (
        "klantkaart.sealing.fields.SealedTextField",
        [],
        {"blank": True},
    )
