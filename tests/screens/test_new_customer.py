"""Adding a customer by hand: few fields, nothing twice."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klantkaart.companies.models import Company
from klantkaart.customers.models import Card, Channel
from personas import card, company, desk

pytestmark = pytest.mark.django_db


def _add(client: Client, here: Company, **values: Any) -> Any:
    values = {"company": here.pk, "stage": "customer", "kind": "organisation", **values}
    return client.post(reverse("office:new_customer"), values)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Kiezel", "kvk_number": "99000012"},
        {"name": "BAKKERIJ  kiezel bv"},
        {"name": "Iets anders", "email": "INFO@kiezel.example.nl"},
        {"name": "Iets anders", "phone": "0172 123 456"},
        {"name": "Iets anders", "contact_name": "Iris", "contact_phone": "+31 6 12345678"},
    ],
)
def test_a_customer_who_seems_to_be_there_is_shown_first_and_nothing_is_saved(values: dict[str, str]) -> None:
    here = company()
    there = card(here, values={"name": "Bakkerij Kiezel BV", "kvk_number": "99000012"}, channels=[])
    Channel.objects.create(card=there, kind="email", value="info@kiezel.example.nl")
    Channel.objects.create(card=there, kind="phone", value="+31172123456")
    answer = _add(desk("office", here).client, here, **values)
    assert answer.status_code == 409
    assert reverse("office:card", args=[there.uuid]) in answer.content.decode()
    assert values["name"] in answer.content.decode()
    assert Card.objects.get() == there


def test_a_customer_who_is_another_one_after_all_is_added_with_one_more_press() -> None:
    here = company()
    card(here)
    client = desk("office", here).client
    values = {"name": "Bakkerij Kiezel BV"}
    assert 'name="toch"' in _add(client, here, **values).content.decode()
    assert _add(client, here, **values, toch="1").status_code == 302
    assert Card.objects.count() == 2


def test_a_look_alike_at_a_company_one_does_not_work_for_is_not_given_away() -> None:
    here, elsewhere = company(), company("Elders Alarm")
    hidden = card(elsewhere)
    answer = _add(desk("office", here).client, here, name="Bakkerij Kiezel BV")
    assert answer.status_code == 302
    assert Card.objects.exclude(pk=hidden.pk).count() == 1


@pytest.mark.parametrize(
    ("order", "first"),
    [("", "Aap BV"), ("-naam", "Zebra BV"), ("-toegevoegd", "Aap BV"), ("toegevoegd", "Zebra BV"), ("x", "Aap BV")],
)
def test_the_list_is_put_in_the_order_of_the_address(order: str, first: str) -> None:
    here = company()
    card(here, values={"name": "Zebra BV"})
    card(here, values={"name": "Aap BV"})
    page = desk("office", here).client.get(reverse("office:customers"), {"sorteer": order}).content.decode()
    other = {"Aap BV": "Zebra BV", "Zebra BV": "Aap BV"}[first]
    assert -1 < page.index(first) < page.index(other)
