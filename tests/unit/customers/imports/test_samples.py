"""The sample files: easy, so nothing in them may be refused and nothing may get lost (mapping.md)."""

import pytest

from imports import SAMPLES, read, samples, take_over
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Company
from klantkaart.customers.imports import Summary, run_file
from klantkaart.customers.models import BankAccount, Card, Channel, Contact, Relationship
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from personas import company

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

# customers, with KvK, with IBAN; Snelstart's 4 who are no customers any more wait for a choice
EXPECTED = {
    "moneybird-contacten.xlsx": (120, 104, 79, 0),
    "moneybird-contacts-api.csv": (40, 35, 27, 0),
    "snelstart-klanten.xlsx": (120, 104, 84, 4),
    "snelstart-klanten.csv": (80, 70, 57, 0),
    "wefact-debiteuren.csv": (110, 96, 78, 0),
    "excel-klantenlijst.xlsx": (100, 87, 70, 0),
}


def _run(name: str, at: Company) -> Summary:
    samples()
    return run_file(path=SAMPLES / name, company=at.pk, dry_run=False, by=TERMINAL, at=clock.now())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_taken_over_whole(name: str) -> None:
    samples()
    customers, kvk, ibans, inactive = EXPECTED[name]
    batch = read(SAMPLES / name, company())
    waiting = batch.rows.filter(outcome="ask", chosen=False)
    assert waiting.count() == inactive
    waiting.update(chosen=True)
    take_over(batch.uuid)
    assert Card.objects.count() == Relationship.objects.count() == customers
    assert Card.objects.exclude(kvk_number="").count() == kvk
    assert BankAccount.objects.values("card").distinct().count() == ibans
    assert Entry.objects.filter(event="customers.imported").count() == customers


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_same_file_twice_adds_nothing(name: str) -> None:
    here = company()
    _run(name, here)
    before = _everything()
    again = _run(name, here)
    assert again.done == {"created": 0, "filled": 0, "left": sum(again.outcomes.values())}
    assert set(again.outcomes) <= {"duplicate", "ask"}
    assert _everything() == before


def test_six_sources_end_up_side_by_side() -> None:
    """Equal names over the files are different people, and equal numbers different customers."""
    here = company()
    for name in sorted(EXPECTED):
        assert "refused" not in _run(name, here).outcomes
    assert Card.objects.count() == len(set(Card.objects.values_list("pk")))
    assert not [name for name in Card.objects.values_list("name", flat=True) if not name]


def test_a_dry_run_counts_and_keeps_nothing() -> None:
    samples()
    here = company()
    path = SAMPLES / "wefact-debiteuren.csv"
    summary = run_file(path=path, company=here.pk, dry_run=True, by=TERMINAL, at=clock.now())
    assert summary.outcomes == {"new": 110}
    assert summary.batch is None
    assert _everything() == [0, 0, 0, 0, 0]
    assert not Entry.objects.filter(event="customers.import_started").exists()


def _everything() -> list[int]:
    return [model._base_manager.count() for model in (Card, Relationship, Contact, Channel, BankAccount)]
