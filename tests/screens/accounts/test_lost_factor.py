"""The way back for who lost a second factor, from the password on."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from klantkaart.accounts import actions
from klantkaart.accounts.models import FactorReset
from klantkaart.accounts.roles import Role
from klantkaart.kernel import clock
from signing import enrol, give_password, signed_in
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
LOST = {"reason": "telefoon verloren op 3 maart"}


def test_page_is_only_for_who_just_gave_the_password(client: Client) -> None:
    for answer in (client.get(reverse("account_lost_factor")), client.post(reverse("account_lost_factor"), LOST)):
        assert answer["Location"] == reverse("account_login")
    assert FactorReset.objects.count() == 0


def test_reason_is_asked_and_what_was_typed_stays(client: Client, group: Group) -> None:
    enrol(group.owner)
    give_password(client, group.owner.email)
    response = client.post(reverse("account_lost_factor"), {"reason": "weg weg"})
    assert response.status_code == 422
    assert "weg weg</textarea>" in response.content.decode()
    assert FactorReset.objects.count() == 0


def test_confirmed_by_a_colleague_one_sets_up_a_new_factor(client: Client, group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    enrol(person)
    give_password(client, person.email)
    client.post(reverse("account_lost_factor"), LOST)
    assert "Bel of loop naar een collega" in client.get(reverse("account_lost_factor")).content.decode()
    assert client.post(reverse("account_lost_factor"), {"finish": "1"}).status_code == 422
    actions.confirm_factor_reset(reset=FactorReset.objects.get().uuid, by=group.boss, at=clock.now())
    client.post(reverse("account_lost_factor"), {"finish": "1"})
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/")["Location"] == reverse("account_set_up_factor")
    assert not signed_in(client)


def test_alone_one_waits_a_day(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:00Z", tick=False) as traveller:
        enrol(group.owner)
        give_password(client, group.owner.email)
        client.post(reverse("account_lost_factor"), LOST)
        assert "6 maart 2026" in client.get(reverse("account_lost_factor")).content.decode()
        traveller.shift(timedelta(hours=23, minutes=59))
        give_password(client, group.owner.email)
        assert client.post(reverse("account_lost_factor"), {"finish": "1"}).status_code == 422
        traveller.shift(timedelta(minutes=2))
        client.post(reverse("account_lost_factor"), {"finish": "1"})
        assert not Authenticator.objects.filter(user=group.owner).exists()
        assert client.get("/")["Location"] == reverse("account_set_up_factor")
