"""P01: a field without a purpose is shown nowhere, however the office comes upon the customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.test import Client
from django.urls import reverse

from klantkaart.customers import search
from klantkaart.customers.models import Card
from klantkaart.datamap.registry import without_purpose
from personas import card, company, desk

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

PHONE = "0172-123 456"
PURPOSES = ("quote", "service", "invoicing")


@contextmanager
def useless(model: str, field: str) -> Iterator[None]:
    """As if the field served none of the purposes of the office."""
    with ExitStack() as stack:
        for purpose in PURPOSES:
            stack.enter_context(without_purpose(model, [field], purpose))
        yield


def _card(client: Client, found: Card) -> str:
    return client.get(reverse("office:card", args=[found.uuid])).content.decode()


def _list(client: Client, _found: Card) -> str:
    return client.get(reverse("office:customers")).content.decode()


def _while_typing(client: Client, _found: Card) -> str:
    headers = {"HX-Request": "true"}
    return client.post(reverse("office:search"), {"q": "kiezel", "live": "1"}, headers=headers).content.decode()


def _after_enter(client: Client, _found: Card) -> str:
    return client.post(reverse("office:search"), {"q": "kiezel"}, follow=True).content.decode()


@pytest.mark.parametrize("place", [_card, _list, _while_typing, _after_enter])
def test_a_phone_number_without_a_purpose_is_nowhere_to_be_seen(place: object) -> None:
    here = company()
    found, client = card(here), desk("office", here).client
    assert callable(place)
    assert PHONE in place(client, found)
    with useless("customers.Channel", "value"):
        page = place(client, found)
    assert PHONE not in page
    assert "0172123456" not in page
    assert "+31172123456" not in page


def test_nobody_is_found_by_what_has_no_purpose() -> None:
    here = company()
    found = card(here)
    assert search.find("0172123456", companies=None) == [found.pk]
    with useless("customers.Channel", "value"):
        search.index([found.pk])
        assert search.find("0172123456", companies=None) == []
        assert search.find("kiezel", companies=None) == [found.pk]


def test_only_the_purpose_that_is_asked_for_is_lost() -> None:
    here = company()
    found, client = card(here), desk("office", here).client
    with without_purpose("customers.Channel", ["value"], "quote"):
        assert PHONE in _card(client, found)
