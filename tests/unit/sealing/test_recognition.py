"""Marks: the same for the same value, useless without the key; suppressions with a first and a last day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from klantkaart.kernel import clock
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.models import Suppression
from klantkaart.sealing.recognition import forget_lapsed, mark, recognised_as, suppress, suppressed

SINCE, UNTIL = date(2026, 1, 1), date(2027, 12, 31)
ONE, TWO = "1" * 64, "2" * 64


def test_mark_is_the_same_for_the_same_value(store: KeyStore) -> None:
    assert mark("iban", "NL91ABNA0417164300") == mark("iban", "NL91ABNA0417164300")
    assert len(mark("iban", "x")) == 64
    assert "iban" not in mark("iban", "x")


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["a", "ab", "iban"]), st.text("ab\0", min_size=1)), min_size=2, unique=True))
def test_marks_of_different_things_never_meet(store: KeyStore, things: list[tuple[str, str]]) -> None:
    assert len({mark(kind, value) for kind, value in things}) == len(things)


def test_mark_needs_this_installations_key_and_survives_epochs(store: KeyStore) -> None:
    before = mark("iban", "x")
    store.rotate_epoch(at=clock.now())
    assert mark("iban", "x") == before
    (store.root / "secrets/recognition.key").write_bytes(bytes(32))
    assert mark("iban", "x") != before


@pytest.mark.parametrize(("kind", "value"), [("iban", ""), ("", "x"), ("IBAN", "x"), ("a\0b", "x")])
def test_mark_of_nothing_is_refused(store: KeyStore, kind: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"kind is|empty value"):
        mark(kind, value)
    assert not store.has_secret("recognition")


def test_value_is_recognised_however_it_is_typed(store: KeyStore) -> None:
    assert recognised_as("iban", "NL91 ABNA 0417") == recognised_as("iban", "nl91abna0417")
    assert recognised_as("iban", "NL91 ABNA 0417") != recognised_as("iban", "NL91 ABNA 0418")


@pytest.mark.bothdb
def test_suppression_counts_from_its_first_to_its_last_day(db: None) -> None:
    suppress([ONE], since=SINCE, until=UNTIL)
    days = [SINCE - timedelta(days=1), SINCE, UNTIL, UNTIL + timedelta(days=1)]
    assert [suppressed([ONE, TWO], on=day) for day in days] == [set(), {ONE}, {ONE}, set()]


@pytest.mark.bothdb
def test_suppressing_again_keeps_the_longest_stretch(db: None) -> None:
    suppress([ONE], since=SINCE, until=UNTIL)
    suppress([ONE], since=date(2027, 1, 1), until=date(2029, 1, 1))
    suppress([ONE, TWO], since=date(2025, 1, 1), until=date(2026, 6, 1))
    suppress([ONE], since=date(2026, 1, 1), until=date(2026, 6, 1))
    rows = Suppression.objects.order_by("mark").values_list("mark", "since", "until")
    assert list(rows) == [
        (ONE, date(2025, 1, 1), date(2029, 1, 1)),
        (TWO, date(2025, 1, 1), date(2026, 6, 1)),
    ]


@pytest.mark.bothdb
def test_kinds_are_kept_apart_and_found_alike(db: None) -> None:
    suppress([ONE], since=SINCE, until=UNTIL, kind="email")
    suppress([ONE], since=SINCE, until=UNTIL, kind="iban")
    assert Suppression.objects.count() == 2
    assert suppressed([ONE], on=SINCE) == {ONE}


@pytest.mark.bothdb
def test_large_sets_are_asked_in_parts(db: None, django_assert_num_queries: pytest.FixtureRequest) -> None:
    marks = [f"{number:064x}" for number in range(40_000)]
    suppress(marks[:1200], since=SINCE, until=UNTIL)
    with django_assert_num_queries(80):  # type: ignore[operator]  # typed only inside the plugin
        assert suppressed(marks, on=SINCE) == set(marks[:1200])


def test_nothing_asked_is_nothing_found(db: None) -> None:
    suppress([], since=SINCE, until=UNTIL)
    assert suppressed([], on=SINCE) == set()


@pytest.mark.bothdb
def test_end_before_the_beginning_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="before it begins"):
        suppress([ONE], since=UNTIL, until=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suppression.objects.create(mark=ONE, since=UNTIL, until=SINCE)
    assert not Suppression.objects.exists()


@pytest.mark.bothdb
def test_lapsed_suppressions_are_forgotten(db: None) -> None:
    suppress([ONE], since=SINCE, until=UNTIL)
    suppress([TWO], since=SINCE, until=UNTIL + timedelta(days=1))
    assert forget_lapsed(on=UNTIL) == 0
    assert forget_lapsed(on=UNTIL + timedelta(days=1)) == 1
    assert list(Suppression.objects.values_list("mark", flat=True)) == [TWO]
