"""Every address of the office, for every role, for a card of one's own and of another company (ASVS 8.2, 8.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse

from klantkaart.accounts.roles import Right, Role, rights_of
from klantkaart.audit.models import Entry
from klantkaart.customers.models import Card
from personas import card, desk, sisters

# Addresses without a right of their own: a preference of the browser, no data of anybody.
FREE = {"office:theme"}


def office() -> Iterator[tuple[str, URLPattern]]:
    for name, (_patterns, resolver) in get_resolver().namespace_dict.items():
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield f"{name}:{pattern.name}", pattern


def rule_of(pattern: URLPattern) -> Right | None:
    rule = getattr(pattern.callback, "rule", None)
    return rule.right if rule is not None else None


ADDRESSES = dict(office())
GUARDED = {name: right for name, pattern in ADDRESSES.items() if (right := rule_of(pattern)) is not None}


def test_every_address_has_a_rule() -> None:
    """A screen that nobody guarded fails here."""
    assert {name for name in ADDRESSES if name not in GUARDED} == FREE


def address(name: str, found: Card) -> str:
    """The address with the card in it, and something that does not exist in every other place."""
    values: dict[str, Any] = {}
    for key, converter in ADDRESSES[name].pattern.converters.items():
        kind = type(converter).__name__
        values[key] = found.uuid if key == "card" else {"UUIDConverter": uuid4(), "IntConverter": 999999}.get(kind, "x")
    return reverse(name, kwargs=values)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(GUARDED))
def test_a_role_without_the_right_is_refused_and_changes_nothing(name: str) -> None:
    first, _second = sisters()
    found = card(first)
    for role in Role:
        if GUARDED[name] in rights_of([role]):
            continue
        answer = desk(role, first).client.post(address(name, found))
        assert answer.status_code in {403, 404, 405}, role
        if answer.status_code == 403:
            line = Entry.objects.latest("seq")
            said = json.loads(bytes(line.body or b""))
            assert (line.event, said["f"]) == ("accounts.not_allowed", {"action": name, "method": "post"}), role
    assert Card.objects.filter(pk=found.pk, name=found.name).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in GUARDED if "card" in ADDRESSES[name].pattern.converters))
def test_a_card_of_another_company_does_not_exist(name: str) -> None:
    """Outsiders get 404, whatever they ask."""
    first, second = sisters()
    found = card(first)
    owner = desk(Role.OWNER, second)
    for ask in (owner.client.get, owner.client.post):
        assert ask(address(name, found)).status_code in {404, 405}
    assert Card.objects.filter(pk=found.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(GUARDED))
def test_who_belongs_to_no_company_sees_nothing(name: str) -> None:
    first, _second = sisters()
    found = card(first)
    nobody = desk(Role.OWNER, None)
    assert nobody.client.get(address(name, found)).status_code in {404, 405}
