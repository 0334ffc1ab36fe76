"""Who reads English meets no Dutch: on every page of office and account, and in every refusal of a form sent empty."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from io import BytesIO
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import hashing
from dutch import Page, dutch_in, dutch_words
from imports import listed, read, take_over
from klantkaart.accounts.actions.factor_reset import ask_factor_reset
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Arrangement, Company
from klantkaart.customers import actions
from klantkaart.customers.models import Card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.retention import actions as retention
from klantkaart.retention.holding import place_hold
from klantkaart.retention.models import Certificate
from personas import card, sisters, staff
from signing import enrol, refresh_reauthentication, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.onedb]

# What people typed below: Dutch, whoever reads it.
TYPED = """Bakkerij Kiezel BV, directeur, Dreef, belt graag vroeg; Slager Wit, Kapper Zon; Polder Beveiliging;
lijst.csv: Klantnr Bedrijf E-mail algemeen Contactpersoon; collega; Samen één klantkaart; Nederlands;
Ding Iets Nog wat; telefoon verloren"""
DATA = frozenset(re.findall(r"\w+", TYPED.lower()))
ROWS = ("1;Kapper Zon BV;99000012;;;;;", "2;Slager Wit BV;9900;;;;;", "3;;;;;;;", "4;Bakkerij Kiezel BV;;;;;;")
# The look with samples of data, for who builds screens: not translated.
DESIGN = "office:gallery"
# Not seen below: they lead elsewhere, or belong to a step that somebody who is signed in has behind them.
PASSED_BY = {
    "office:home", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate_webauthn", "account_set_password",
    "account_complete_password_reset", "account_confirm_password_reset_code", "account_inactive", "account_login",
    "account_lost_factor", "account_set_up_factor", "mfa_activate_totp", "mfa_authenticate", "mfa_login_webauthn",
    "mfa_edit_webauthn", "mfa_remove_webauthn",
}  # fmt: skip


def addresses(resolver: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        elif isinstance(entry, URLResolver):
            yield from addresses(entry, f"{entry.namespace}:" if entry.namespace else space)


ADDRESSES = dict(addresses())


@dataclass
class World:
    """One of everything there can be on a page, and somebody who sees it in English."""

    client: Client
    cookies: SimpleCookie
    values: dict[str, list[Any]]

    def ask(self, path: str, method: str = "get") -> Any:
        """What the page answers, or a form that was sent empty; whatever that did is taken back."""
        self.client.cookies = copy(self.cookies)
        before = transaction.savepoint()
        answer = getattr(self.client, method)(path)
        if answer.streaming:
            answer.getvalue()  # read to its end, which closes the file
        transaction.savepoint_rollback(before)
        return answer

    def paths(self, name: str) -> list[str]:
        """Every way to fill in the address; each part of a card only with its own row, on the first card."""
        names = list(ADDRESSES[name].pattern.converters)
        ways = list(product(*(self.values.get(name if name in self.values else key, [uuid4()]) for key in names)))
        if {"part", "uuid"} <= set(names):
            rows = zip(self.values["part"], self.values["uuid"], strict=True)
            ways = [(self.values["card"][0], *row) for row in rows]
        return [reverse(name, kwargs=dict(zip(names, way, strict=True))) for way in ways]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    hashing.make_cheap(monkeypatch)
    here, _sister = sisters()
    client = reader(staff(Role.OWNER, here))
    colleague = staff(Role.OFFICE, here)
    leaver(here, timedelta(days=60))
    retention.run(on=clock.today(), by=SYSTEM, at=clock.now())
    full, twin, leaving = card(here), card(here), leaver(here, timedelta())
    owner = User.objects.get(language="en")
    shown = read(listed(*ROWS), here, by=actor_for(owner)).uuid
    asked = read(BytesIO(b"Ding;Iets;Nog wat\n1;2;3\n"), here).uuid
    reset = ask_factor_reset(person=colleague, reason="telefoon verloren", by=actor_for(colleague), at=clock.now())
    held = place_hold(
        model="customers.Card",
        target=twin.uuid,
        reason="dispute",
        review_on=clock.today() + timedelta(days=1),
        by=actor_for(owner),
        at=clock.now(),
    )
    taken = take_over(read(listed(ROWS[0]), here).uuid).uuid
    values: dict[str, list[Any]] = {
        "card": [full.uuid, twin.uuid, leaving.uuid],
        "part": ["card", "relationship", "contact", "channel", "address", "bank", "note"],
        "uuid": parts(full), "batch": [shown, taken, asked], "seq": [1], "kind": ["csv"], "pk": [1], "session": [1],
        "code": ["card_after_end", "tax_after_book_year"], "person": [colleague.uuid, owner.uuid],
        "company": [here.uuid], "arrangement": [Arrangement.objects.get().uuid], "hold": [held],
        "reset": [reset.uuid], "office:certificate": [Certificate.objects.all()[0].uuid],
    }  # fmt: skip
    return World(client, copy(client.cookies), values)


def reader(owner: User) -> Client:
    """Signed in the long way, just now, with English as their language."""
    User.objects.filter(pk=owner.pk).update(language="en")
    client = Client()
    sign_in(client, owner, enrol(owner).totp_secret)
    refresh_reauthentication(client)
    return client


def leaver(here: Company, ago: timedelta) -> Card:
    found = card(here, values={"name": "Slager Wit BV"}, bank=[])
    actions.announce_leaving(
        card=found.uuid, relationship=found.relationships.get().uuid, ended_on=clock.today() - ago,
        by=SYSTEM, at=clock.now(),
    )  # fmt: skip
    return found


def parts(found: Card) -> list[UUID]:
    """The card, its relationship, and one of each kind of part."""
    tie = found.relationships.get()
    kinds = (found.contacts, found.channels, found.addresses, found.bank_accounts, tie.notes)
    return [found.uuid, tie.uuid, *(kind.all()[0].uuid for kind in kinds)]


def dutch_on(answer: Any) -> dict[str, set[str]]:
    """Text -> Dutch words, of an answer that is a page in English; a page that says it is in Dutch counts as a text."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code == 302:
        return {}
    page = Page(answer.content.decode())
    found = dutch_in(page.said, DATA)
    return found if page.language in {"en", ""} else {**found, "lang": {page.language}}


def test_words_know_dutch_from_english() -> None:
    assert len(dutch_words()) > 1000
    assert dutch_in(["Choose a customer.", "Kies een klant."]) == {"Kies een klant.": {"kies", "een", "klant"}}
    page = Page(
        '<html lang="en"><button title="Sluit" lang="nl">Nederlands</button><p aria-label="Taal">Mail</p></html>'
    )
    assert page.said == ["Taal", "Mail"]


def test_no_page_speaks_dutch_to_who_reads_english(world: World) -> None:
    names = [name for name in ADDRESSES if name != DESIGN]
    pages = {name: [world.ask(path) for path in world.paths(name)] for name in names}
    refusals = {
        name: [world.ask(path, "post") for path in world.paths(name)] for name in names
    }  # some take files along
    said = [(name, dutch_on(answer)) for answers in (pages, refusals) for name in names for answer in answers[name]]
    assert [(name, found) for name, found in said if found] == []
    assert {name for name in names if not {200, 405} & {page.status_code for page in pages[name]}} == PASSED_BY
