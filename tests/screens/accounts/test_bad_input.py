"""Every form of sign-in and of one's own account with everything that does not belong in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from bad_answers import Findings, forms, sweep, ways_in
from bad_input import MARK, listening, taken_back
from klantkaart.accounts.roles import Role
from signing import enrol, give_password, refresh_reauthentication, sign_in
from staff import PASSWORD, Group, make_user
from world import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]

ACCOUNT = sorted(name for name in ADDRESSES if not name.startswith("office:"))
# Posted to without a form of its own on any page swept here, and why.
WITHOUT_FORM = {
    "account_end_session": "a number only: the session in its address",
    "account_withdraw_reset": "only while a reset waits",
    "mfa_edit_webauthn": "only with a passkey",
    "mfa_remove_webauthn": "only with a passkey",
    "mfa_deactivate_totp": "the last factor cannot be taken away",
    "account_end_other_sessions": "only with another session",
}


def addresses() -> list[str]:
    return [
        reverse(name, kwargs=dict.fromkeys(ADDRESSES[name].pattern.converters, 1))
        for name in ACCOUNT
        if name not in {"account_logout", "account_inactive"}
    ]


def outside(_client: Client, _group: Group) -> None:
    """Nobody yet."""


def half_way(client: Client, group: Group) -> None:
    enrol(group.owner)
    give_password(client, group.owner.email)


def asked_for_a_code(client: Client, group: Group) -> None:
    enrol(group.owner)
    client.post(reverse("account_reset_password"), {"email": group.owner.email})


def gave_the_code(client: Client, group: Group) -> None:
    asked_for_a_code(client, group)
    found = re.search(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    client.post(reverse("account_confirm_password_reset_code"), {"code": found[1]})


def inside(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    refresh_reauthentication(client)


def without_a_factor(client: Client, group: Group) -> None:
    newcomer = make_user(Role.OFFICE, company=group.here, password=PASSWORD)
    give_password(client, newcomer.email)
    refresh_reauthentication(client)


STATES = [outside, half_way, asked_for_a_code, gave_the_code, without_a_factor, inside]
Reach = Callable[[Client, Group], None]


@pytest.mark.parametrize("reach", STATES, ids=[state.__name__ for state in STATES])
def test_bad_input_is_refused_with_a_sentence_and_changes_nothing(
    reach: Reach, group: Group, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Nor does a log tell what was typed."""
    with django_capture_on_commit_callbacks(execute=True):
        reach(client, group)
    client.raise_request_exception = False
    found = Findings(reach.__name__)
    with listening() as said:
        known = list(forms(client, addresses(), around=reach is inside))
        assert known
        for form in known:
            with taken_back(client):
                sweep(client, form, found, fine=frozenset({200, 302, 303}))
    found.unless(not any(MARK in line for line in said.lines), "what was typed is in a log", "")
    assert not found, "\n".join(found)


def test_every_address_that_takes_a_form_is_swept(
    group: Group, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Else the sweep could pass by finding nothing."""
    reached, takes = set(), set()
    for reach in STATES:
        client = Client()
        with taken_back(client):
            with django_capture_on_commit_callbacks(execute=True):
                reach(client, group)
            reached |= {form.action for form in forms(client, addresses(), around=True)}
            takes |= {url for url in addresses() if "POST" in ways_in(client, url)}
    names = {resolve(url).view_name for url in takes - reached}
    assert names <= set(WITHOUT_FORM), names - set(WITHOUT_FORM)
    assert set(WITHOUT_FORM) <= set(ACCOUNT), "an exception for an address that is not there"
