"""Setting up and taking away second factors."""

import json
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from klantkaart.accounts import queries
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.audit.pseudonyms import pseudonym
from klantkaart.audit.queries import detail_of, timeline
from signing import enrol, give_code, give_password, refresh_reauthentication, sign_in, signed_in, totp
from staff import PASSWORD, Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


@pytest.fixture
def newcomer(group: Group) -> User:
    """Somebody with a password and no second factor."""
    return make_user(Role.OFFICE, company=group.here, password=PASSWORD)


def _secret(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="geheim">([A-Z2-7 ]+)<', page)
    assert found, page
    assert 'src="data:image/svg+xml;base64,' in page
    return found[1].replace(" ", "")


def _add_passkey(person: User) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )


def test_newcomer_sets_up_an_app_and_goes_on(client: Client, newcomer: User) -> None:
    give_password(client, newcomer.email)
    secret = _secret(client)
    response = client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>([\d ]+)</code>", client.get(response["Location"]).content.decode())
    assert len(codes) == 10
    assert signed_in(client)
    assert Entry.objects.filter(event="accounts.factor_added").count() == 1


def test_code_that_switched_the_app_on_does_not_sign_in(client: Client, newcomer: User) -> None:
    with time_machine.travel("2026-03-05T09:00:10Z", tick=False):
        give_password(client, newcomer.email)
        secret = _secret(client)
        code = totp(secret)
        client.post(reverse("mfa_activate_totp"), {"code": code})
        other = Client()
        give_password(other, newcomer.email)
        assert "klopt niet" in give_code(other, code).content.decode()
    assert not signed_in(other)


def test_wrong_code_switches_nothing_on(client: Client, newcomer: User) -> None:
    give_password(client, newcomer.email)
    secret = _secret(client)
    wrong = f"{(int(totp(secret)) + 1) % 1000000:06d}"
    assert client.post(reverse("mfa_activate_totp"), {"code": wrong}).status_code == 200
    assert not Authenticator.objects.exists()
    assert not signed_in(client)


def test_secret_never_lies_readable_in_the_database(client: Client, newcomer: User) -> None:
    give_password(client, newcomer.email)
    secret = _secret(client)
    stored = " ".join(Session.objects.values_list("session_data", flat=True))
    assert secret not in stored
    client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert "k1:" in stored


def test_adding_a_factor_ends_the_other_sessions(client: Client, newcomer: User) -> None:
    other = Client()
    for browser in (client, other):
        give_password(browser, newcomer.email)
    client.post(reverse("mfa_activate_totp"), {"code": totp(_secret(client))})
    assert signed_in(client)
    assert "_auth_user_id" not in other.session


def test_change_is_told_by_mail(
    client: Client, newcomer: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give_password(client, newcomer.email)
    secret = _secret(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert mail.outbox[-1].subject == "Er is een app met codes toegevoegd"
    assert secret not in mail.outbox[-1].body


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ],
)
def test_sensitive_page_asks_again_who_one_is(client: Client, group: Group, name: str) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    if name == "mfa_activate_totp":
        Authenticator.objects.filter(type="totp").delete()
        _add_passkey(group.owner)
    response = client.get(reverse(name))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_showing_who_one_is_lasts_five_minutes(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:00Z", tick=False) as traveller:
        sign_in(client, group.owner, enrol(group.owner).totp_secret)
        refresh_reauthentication(client)
        traveller.shift(299)
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
        traveller.shift(2)
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 302


def test_newcomer_who_waited_must_show_again_who_they_are(client: Client, newcomer: User) -> None:
    with time_machine.travel("2026-03-05T09:00:00Z", tick=False) as traveller:
        give_password(client, newcomer.email)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200
        traveller.shift(301)
        assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


def test_only_factor_stays(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    refresh_reauthentication(client)
    assert "je enige tweede factor" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert queries.has_second_factor(group.owner)


def test_app_goes_when_a_passkey_stays(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    _add_passkey(group.owner)
    refresh_reauthentication(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    assert signed_in(client)
    assert Entry.objects.filter(event="accounts.factor_removed").count() == 1


def test_only_passkey_stays(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    Authenticator.objects.filter(type="totp").delete()
    key = _add_passkey(group.owner)
    refresh_reauthentication(client)
    response = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert "je enige tweede factor" in response.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_passkey_of_somebody_else_does_not_exist(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    key = _add_passkey(group.stranger)
    refresh_reauthentication(client)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "Mijn"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Laptop"


@pytest.mark.parametrize(("name", "kept"), [("Laptop kantoor", True), ("x" * 61, False), ("", False)])
def test_passkey_gets_another_name(client: Client, group: Group, name: str, *, kept: bool) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    key = _add_passkey(group.owner)
    refresh_reauthentication(client)
    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": name})
    key.refresh_from_db()
    assert key.data["name"] == (name if kept else "Laptop")


def test_another_name_for_a_passkey_is_in_the_log_and_the_names_only_sealed(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    key = _add_passkey(group.owner)
    refresh_reauthentication(client)
    for name in ("Laptop kantoor", "Laptop kantoor", ""):
        client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": name})
    (line,) = [one for one in timeline(group.owner) if one.event == "accounts.passkey_renamed"]
    assert line.actor == pseudonym(group.owner)
    assert detail_of(line.seq, group.owner) == {"before": {"name": "Laptop"}, "after": {"name": "Laptop kantoor"}}
    assert not any(b"Laptop" in bytes(entry.body or b"") for entry in Entry.objects.all())


def test_new_recovery_codes_replace_the_old(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    refresh_reauthentication(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    cache.clear()
    other = Client()
    give_password(other, group.owner.email)
    assert give_code(other, given.recovery_codes[0]).status_code == 200
    page = client.get(reverse("mfa_download_recovery_codes"))
    assert page["Content-Disposition"].startswith("attachment")
    assert given.recovery_codes[0][:4] + " " not in page.content.decode()
    assert give_code(other, page.content.decode().split("\n")[2]).status_code == 302


@pytest.mark.parametrize(
    ("old", "one", "two", "changed"),
    [
        (PASSWORD, "paars kompas nijlpaard ladder", "paars kompas nijlpaard ladder", True),
        ("een heel ander wachtwoord", "paars kompas nijlpaard ladder", "paars kompas nijlpaard ladder", False),
        (PASSWORD, "paars kompas nijlpaard ladder", "paars kompas nijlpaard emmer", False),
        (PASSWORD, "kort", "kort", False),
    ],
)  # fmt: skip
def test_password_changes_only_with_the_old_one_and_ends_other_sessions(
    client: Client, group: Group, old: str, one: str, two: str, *, changed: bool
) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    other = Client()
    give_password(other, group.owner.email)
    give_code(other, given.recovery_codes[0])
    client.post(reverse("account_change_password"), {"oldpassword": old, "password1": one, "password2": two})
    group.owner.refresh_from_db()
    assert group.owner.check_password(one) is changed
    assert signed_in(client)
    assert signed_in(other) is not changed
