"""Who asks for what their role does not allow is in the log: who and where, not what they typed (ASVS 16.3.2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bad_input import snapshot
from klantkaart.accounts.models import Membership
from klantkaart.accounts.roles import Role
from klantkaart.audit import log
from klantkaart.audit.models import Entry
from klantkaart.audit.pseudonyms import pseudonym
from klantkaart.companies.models import Company
from klantkaart.customers.models import Card
from personas import Desk, card, desk, sisters

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

Attempt = Callable[[Desk, Card, Company], int]


def at_the_door(seat: Desk, _found: Card, _here: Company) -> int:
    """The right is missing everywhere."""
    return seat.client.post(reverse("office:new_company"), {"name": "Geheime Naam"}).status_code


def in_the_act(seat: Desk, found: Card, _here: Company) -> int:
    """The right is there, but not at the company that has this customer."""
    return seat.client.post(reverse("office:add_part", args=[found.uuid, "note"]), {"text": "Geheime Naam"}).status_code


def in_a_form(seat: Desk, _found: Card, here: Company) -> int:
    """A form shows most refusals itself; this one is none of its."""
    file = SimpleUploadedFile("klanten.csv", b"Klantnr;Bedrijf\r\n901;Geheime Naam\r\n")
    return seat.client.post(reverse("office:import"), {"company": str(here.pk), "file": file}).status_code


ATTEMPTS: dict[str, Attempt] = {
    "office:new_company": at_the_door,
    "office:add_part": in_the_act,
    "office:import": in_a_form,
}


@pytest.mark.parametrize("screen", ATTEMPTS)
def test_who_is_not_allowed_is_in_the_log_and_nothing_else_happens(screen: str) -> None:
    here, sister = sisters()
    found, seat = card(here), desk(Role.TECHNICIAN, here)
    Membership.objects.create(user=seat.user, company=sister, role=Role.OFFICE, since=date(2020, 1, 1))
    before = snapshot(), Entry.objects.count()
    assert ATTEMPTS[screen](seat, found, here) == 403
    line = Entry.objects.latest("seq")
    assert (line.event, line.actor, line.subject) == ("accounts.not_allowed", pseudonym(seat.user), None)
    assert json.loads(bytes(line.body or b""))["f"] == {"action": screen, "method": "post"}
    assert b"Geheime" not in bytes(line.body or b"")
    assert (snapshot(), Entry.objects.count()) == (before[0], before[1] + 1)


def test_what_does_not_exist_for_somebody_is_no_denial() -> None:
    """Else the log would fill with addresses that were typed wrong."""
    here, sister = sisters()
    found, seat = card(here), desk(Role.OFFICE, sister)
    assert seat.client.get(reverse("office:card", args=[found.uuid])).status_code == 404
    assert not Entry.objects.filter(event="accounts.not_allowed").exists()


def test_a_denial_that_cannot_be_logged_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everywhere: no log, no answer."""
    here, _sister = sisters()
    seat = desk(Role.TECHNICIAN, here)
    monkeypatch.setattr(log, "append", broken)
    with pytest.raises(OSError, match="full"):
        seat.client.get(reverse("office:register"))


def broken(*_given: object) -> None:
    raise OSError("full")
