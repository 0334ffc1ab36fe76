"""Destruction: seen before, done on a press, proven after; to whoever may."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from klantkaart.customers.models import Card, Relationship
from klantkaart.kernel import clock
from klantkaart.retention.models import Certificate
from personas import card, company, desk

pytestmark = pytest.mark.django_db(transaction=True)

ENDED = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def room(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.LEDGER_ROOT = tmp_path / "ledger"
    settings.SEALED_ROOT = tmp_path / "sealed"
    with clock.at(date(2026, 4, 2)):
        yield


def _left(here: object, ended: date = ENDED) -> Card:
    found: Card = card(here)  # type: ignore[arg-type]
    Relationship.objects.filter(card=found).update(ended_on=ended, announced_on=ended)
    return found


def test_what_is_due_is_shown_with_its_counts_before_anything_goes() -> None:
    here = company()
    found = _left(here)
    page = desk("owner", here).client.get(reverse("office:destruction")).content.decode()
    assert found.name in page
    assert "Contactpersonen: 1" in page
    assert "Vernietig dit nu" in page


def test_what_the_next_thirty_days_bring_is_shown_apart() -> None:
    here = company()
    found = _left(here, date(2026, 4, 2) - timedelta(days=10))
    page = desk("owner", here).client.get(reverse("office:destruction")).content.decode()
    soon = page[page.index('id="binnenkort"') : page.index('id="bewijs"')]
    assert found.name in soon
    assert "Vernietig dit nu" not in page


def test_a_press_destroys_it_and_leaves_a_certificate_without_names() -> None:
    here = company()
    found = _left(here)
    client = desk("owner", here).client
    page = client.post(reverse("office:run_destruction"), follow=True).content.decode()
    assert not Card.objects.filter(pk=found.pk).exists()
    assert found.name not in page
    proof = client.get(reverse("office:certificate", args=[Certificate.objects.latest("line").uuid])).content.decode()
    assert found.name not in proof
    assert "Contactpersonen" in proof


def test_who_may_not_destroy_sees_no_button_and_a_post_changes_nothing() -> None:
    here = company()
    found = _left(here)
    client = desk("office", here).client
    assert "Vernietig dit nu" not in client.get(reverse("office:destruction")).content.decode()
    assert client.post(reverse("office:run_destruction")).status_code == 403
    assert Card.objects.filter(pk=found.pk).exists()


def test_the_name_of_a_customer_of_another_company_is_not_shown() -> None:
    here, elsewhere = company(), company("Elders Alarm")
    found = _left(elsewhere)
    page = desk("owner", here).client.get(reverse("office:destruction")).content.decode()
    assert found.name not in page
    assert "Klantkaart: 1" in page
