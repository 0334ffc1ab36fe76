"""Signing in for tests, the long way: password, one-time code, recovery code."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from klantkaart.accounts import actions
from klantkaart.accounts.models import User
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from staff import PASSWORD


def enrol(person: User, *, password: str = PASSWORD) -> actions.Enrolment:
    """A password, a one-time-password secret and recovery codes."""
    actions.set_password(person=person, password=password, by=TERMINAL, at=clock.now())
    return actions.enrol(person=person, by=TERMINAL, at=clock.now())


def totp(secret: str) -> str:
    """The code that the app shows now, and for at least another second."""
    left = 30 - time.time() % 30
    if left < 1:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30)))


def give_password(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """The first step."""
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def give_code(client: Client, code: str) -> Any:
    """The second step."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def sign_in(client: Client, person: User, secret: str) -> None:
    """Both steps, as in a browser."""
    assert give_password(client, person.email)["Location"] == reverse("mfa_authenticate")
    assert give_code(client, totp(secret)).status_code == 302


def signed_in(client: Client) -> bool:
    """Whether the client gets past the gate."""
    return client.get(reverse("account_overview")).status_code == 200


def refresh_reauthentication(client: Client) -> None:
    """Show again who one is, with the password."""
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302
