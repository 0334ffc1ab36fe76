"""Sessions end by themselves (ASVS 7.3), and the clock of idleness costs no write per request."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from signing import enrol, signed_in
from signing import sign_in as really_sign_in
from staff import Group, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
START = "2026-03-05T08:00:00Z"


def test_half_an_hour_of_silence_ends_the_session(client: Client, group: Group) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        sign_in(client, group.owner)
        traveller.shift(timedelta(minutes=29, seconds=59))
        assert signed_in(client)
        traveller.shift(timedelta(minutes=30))
        response = client.get(reverse("account_overview"), follow=True)
    assert "30 minuten niets gebeurde" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_eight_hours_end_the_session_however_busy(client: Client, group: Group) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        sign_in(client, group.owner)
        for _ in range(24):
            traveller.shift(timedelta(minutes=19))
            assert signed_in(client)
        traveller.shift(timedelta(minutes=24))
        response = client.get(reverse("account_overview"), follow=True)
    assert "8 uur aangemeld" in response.content.decode()


def test_session_that_ended_is_gone_from_the_list(client: Client, group: Group) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        really_sign_in(client, group.owner, enrol(group.owner).totp_secret)
        assert UserSession.objects.filter(user=group.owner).count() == 1
        traveller.shift(timedelta(minutes=31))
        assert not signed_in(client)
    assert UserSession.objects.filter(user=group.owner).count() == 0


def test_signing_in_again_starts_both_clocks_anew(client: Client, group: Group) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        secret = enrol(group.owner).totp_secret
        really_sign_in(client, group.owner, secret)
        traveller.shift(timedelta(hours=9))
        assert not signed_in(client)
        really_sign_in(client, group.owner, secret)
        assert signed_in(client)


def test_use_is_noted_once_a_minute(client: Client, group: Group) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        sign_in(client, group.owner)
        writes = []
        for seconds in (0, 30, 31):
            traveller.shift(timedelta(seconds=seconds))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(reverse("account_change_password"))
            writes.append(sum("UPDATE" in query["sql"] for query in queries.captured_queries))
    assert writes == [0, 0, 2]


def test_cookie_ends_with_the_browser_and_is_out_of_reach_of_scripts(client: Client, group: Group) -> None:
    really_sign_in(client, group.owner, enrol(group.owner).totp_secret)
    cookie = client.cookies["session"]
    assert cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
