"""Who reads English meets no Dutch: every page of office and account, every refusal of a form."""

from copy import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import hashing
from dutch import Page, dutch_in
from imports import listed, read, take_over
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Company
from klantkaart.customers import actions
from klantkaart.customers.models import Card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from klantkaart.retention import actions as retention
from klantkaart.retention.models import Certificate
from personas import card, sisters, staff
from signing import enrol, refresh_reauthentication, sign_in

pytestmark = pytest.mark.django_db

# What people typed, and names of places: Dutch, whoever reads it.
DATA = frozenset(
    "belt graag vroeg dreef weert bakkerij kiezel iris hoekstra directeur polder telecom beveiliging kapper zon slager "
    "wit info lijst samen één klantkaart collega example naam bedrijf klantnr kvk algemeen tel contactpersoon "
    "uittreksel gegevens moneybird snelstart".split()
)
# Pages that are no pages: answers to a click, files, and steps of signing in that come by in a test of their own.
DESIGN = "office:gallery"  # the look with samples of data, for who builds


def addresses() -> Iterator[tuple[str, URLPattern]]:
    def below(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield f"{space}{entry.name}", entry
            else:
                yield from below(entry, f"{entry.namespace}:" if entry.namespace else space)

    yield from below(get_resolver(), "")


@dataclass
class World:
    """One of everything there can be on a page."""

    client: Client
    owner: User
    cookies: SimpleCookie
    values: dict[str, list[Any]]


def _leaving(here: Company) -> Card:
    found = card(here, values={"name": "Slager Wit BV"}, bank=[])
    tie = found.relationships.get()
    actions.announce_leaving(
        card=found.uuid, relationship=tie.uuid, ended_on=clock.today(), by=SYSTEM, at=clock.now()
    )
    return found


def _gone(here: Company) -> UUID:
    """A certificate."""
    return Certificate.objects.values_list("uuid", flat=True).first() or uuid4()


def _parts(found: Card) -> list[UUID]:
    rows = [row for name in ("contacts", "channels", "addresses", "bank_accounts") for row in getattr(found, name).all()]
    ties = list(found.relationships.all())
    return [row.uuid for row in [found, *rows, *ties, *(note for tie in ties for note in tie.notes.all())]]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    hashing.make_cheap(monkeypatch)
    here, _sister = sisters()
    owner = staff(Role.OWNER, here)
    User.objects.filter(pk=owner.pk).update(language="en")
    client = Client()
    sign_in(client, owner, enrol(owner).totp_secret)
    refresh_reauthentication(client)
    full, twin, leaving = card(here), card(here, values={"name": "Bakkerij Kiezel BV"}), _leaving(here)
    rows = ("1;Kapper Zon BV;99000012;;;;;", "2;Slager Wit BV;9900;;;06-12345678;;", "3;;;;;;;", "4;Bakkerij Kiezel BV;;;;;;")
    batches = [read(listed(*rows), here).uuid, take_over(read(listed(rows[0]), here).uuid).uuid]
    return World(client, owner, copy(client.cookies), {
        "card": [full.uuid, leaving.uuid, twin.uuid], "part": ["contact", "channel", "address", "bank", "note", "card", "relationship"],
        "uuid": _parts(full), "batch": batches, "seq": [1], "code": ["delivery", "tax"], "kind": ["csv"], "pk": [1],
        "session": [1],
    })


def ways(pattern: URLPattern, name: str, values: dict[str, list[Any]]) -> list[str]:
    names = list(pattern.pattern.converters)
    if len(names) > 1 and "uuid" in names:
        values = {**values, "card": values["card"][:1]}
    choices = [values.get(key, [uuid4()]) for key in names]
    return [reverse(name, kwargs=dict(zip(names, chosen, strict=True))) for chosen in product(*choices)]


def _asked(world: World, path: str, method: str) -> Any:
    """What a page answers, or a form that was sent empty; whatever that did is taken back."""
    world.client.cookies = copy(world.cookies)
    before = transaction.savepoint()
    answer = getattr(world.client, method)(path, {"csrfmiddlewaretoken": "x"} if method == "post" else {})
    transaction.savepoint_rollback(before)
    return answer


def test_explore(world: World) -> None:
    seen: dict[str, set[int]] = {}
    bad: dict[str, dict[str, set[str]]] = {}
    for name, pattern in addresses():
        if name in {DESIGN, "account_logout", "account_end_session", "account_end_other_sessions"}:
            continue
        for path in ways(pattern, name, world.values):
            for answer in (_asked(world, path, "get"), _asked(world, path, "post")):
                seen.setdefault(name, set()).add(answer.status_code)
                if "html" not in answer.headers.get("Content-Type", "") or answer.status_code in {301, 302}:
                    continue
                page = Page(answer.content.decode())
                if page.language not in {"en", ""}:
                    bad.setdefault("lang", {})[path] = {page.language}
                for text, words in dutch_in(page.said, DATA).items():
                    bad.setdefault(text, {}).setdefault(name, set()).update(words)
    for name, codes in seen.items():
        print(name, codes)
    print()
    for text, where in bad.items():
        print("BAD", repr(text[:110]), {k: v for k, v in list(where.items())[:2]})
    assert 0
