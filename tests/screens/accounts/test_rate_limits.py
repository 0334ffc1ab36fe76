"""Guessing stops after five tries, in every process, and locks out nobody else (ASVS 6.3.1)."""

import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from signing import enrol, give_code, give_password, totp
from staff import PASSWORD, Group, make_group

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
WRONG = "een heel ander wachtwoord"
HERE = {"SERVER_NAME": "localhost", "REMOTE_ADDR": "192.0.2.1"}
ELSEWHERE = {"SERVER_NAME": "localhost", "REMOTE_ADDR": "192.0.2.2"}


def _wait_is_told(response: object) -> bool:
    return "Te vaak geprobeerd" in getattr(response, "content", b"").decode()


def test_sixth_try_is_refused_even_with_the_right_password(client: Client, group: Group) -> None:
    enrol(group.owner)
    for _ in range(5):
        assert not _wait_is_told(give_password(client, group.owner.email, WRONG, **HERE))
    assert _wait_is_told(give_password(client, group.owner.email, PASSWORD, **HERE))


def test_door_opens_again_after_five_minutes(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:00Z", tick=False) as traveller:
        enrol(group.owner)
        for _ in range(6):
            give_password(client, group.owner.email, WRONG, **HERE)
        traveller.shift(301)
        assert give_password(client, group.owner.email, **HERE)["Location"] == reverse("mfa_authenticate")


def test_somebody_elsewhere_locks_nobody_out(client: Client, group: Group) -> None:
    enrol(group.owner)
    for _ in range(6):
        give_password(client, group.owner.email, WRONG, **ELSEWHERE)
    assert give_password(client, group.owner.email, **HERE)["Location"] == reverse("mfa_authenticate")


def test_one_address_from_everywhere_together_is_limited_too(client: Client, group: Group) -> None:
    enrol(group.owner)
    for number in range(30):
        give_password(client, group.owner.email, WRONG, REMOTE_ADDR=f"192.0.2.{number}")
    assert _wait_is_told(give_password(client, group.owner.email, WRONG, REMOTE_ADDR="198.51.100.1"))


def test_sixth_code_is_refused_even_when_right(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    give_password(client, group.owner.email)
    for _ in range(5):
        give_code(client, "000000000000")
    assert _wait_is_told(give_code(client, totp(given.totp_secret)))
    assert _wait_is_told(give_code(client, given.recovery_codes[0]))


def test_asking_for_codes_by_mail_is_limited(client: Client, group: Group) -> None:
    enrol(group.owner)
    answers = [
        client.post(reverse("account_reset_password"), {"email": group.owner.email}).status_code for _ in range(6)
    ]
    assert answers == [302] * 5 + [429]


def test_wrong_mailed_code_ends_the_attempt_after_five_tries(client: Client, group: Group) -> None:
    enrol(group.owner)
    client.post(reverse("account_reset_password"), {"email": group.owner.email})
    for _ in range(5):
        response = client.post(reverse("account_confirm_password_reset_code"), {"code": "BBBB-BBBB"})
    assert response["Location"] == reverse("account_login")


OTHER_PROCESS = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
import sys
browser = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.1")
answer = browser.post(reverse("account_login"), {"login": sys.argv[1], "password": sys.argv[2]})
print("refused" if "Te vaak geprobeerd" in answer.content.decode() else "let through")
"""


@pytest.mark.django_db(transaction=True)
def test_limit_holds_in_another_process(client: Client) -> None:
    person = _owner()
    for _ in range(5):
        give_password(client, person, WRONG, **HERE)
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, person, PASSWORD],
        env=os.environ | _same_database() | {"DJANGO_SETTINGS_MODULE": "klantkaart.project.settings"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "refused", done.stderr


def _owner() -> str:
    group = make_group()
    enrol(group.owner)
    return group.owner.email


def _same_database() -> dict[str, str]:
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite://{place['NAME']}"
    else:
        url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['OPTIONS'].get('host') or place['HOST']}"
    return {"KLANTKAART_DATABASE_URL": url, "KLANTKAART_DATA": str(settings.DATA), "KLANTKAART_DEBUG": "1"}
