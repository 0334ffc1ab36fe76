"""Lists and searches show many people at once: each is logged with who and why, never with the words (P02)."""

import pytest
from django.urls import reverse

from klantkaart.audit.queries import bulk_reads
from klantkaart.kernel import clock
from klantkaart.promises.checks.use import not_gathered_or_sold
from klantkaart.promises.verdicts import State
from personas import Desk, card, company, desk
from terminal import command

pytestmark = pytest.mark.django_db
LONG_AGO = clock.now().replace(year=2020)


@pytest.fixture
def seat() -> Desk:
    here = company()
    card(here)
    return desk("office", here)


def logged() -> list[tuple[str, str, object]]:
    return [(line.event, line.purpose, line.facts.get("customers")) for line in bulk_reads(since=LONG_AGO)]


def test_list_is_logged(seat: Desk) -> None:
    assert seat.client.get(reverse("office:customers")).status_code == 200
    assert logged() == [("customers.listed", "service", 1)]
    assert not_gathered_or_sold(clock.today()).state is State.KEPT


def test_what_is_found_while_typing_is_logged_without_the_words(seat: Desk) -> None:
    answer = seat.client.post(reverse("office:search"), {"q": "kiezel", "live": "1"}, headers={"HX-Request": "true"})
    assert "Kiezel" in answer.content.decode()
    assert logged() == [("customers.searched", "service", 1)]
    assert "kiezel" not in str(bulk_reads(since=LONG_AGO))


def test_search_that_shows_nobody_leaves_no_line(seat: Desk) -> None:
    seat.client.post(reverse("office:search"), {"q": "niemand", "live": "1"}, headers={"HX-Request": "true"})
    assert logged() == []


def test_terminal_logs_the_same() -> None:
    card(company())
    assert command("customers").exit_code == command("customers", "kiezel").exit_code == 0
    assert logged() == [("customers.searched", "service", 1), ("customers.listed", "service", 1)]
