"""Headers of every page of sign-in and of one's own account (ASVS 3.3, 3.4, 14.3)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from signing import enrol, refresh_reauthentication
from signing import sign_in as really_sign_in
from staff import Group

pytestmark = pytest.mark.django_db
SIGNED_OUT = ["account_login", "account_reset_password", "account_password_reset_completed"]
SIGNED_IN = [
    "account_overview", "usersessions_list", "account_change_password", "account_reauthenticate", "account_logout",
    "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]  # fmt: skip


def _is_safe(response: object) -> None:
    headers, page = getattr(response, "headers", {}), getattr(response, "content", b"").decode()
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_before_signing_in_are_safe(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    _is_safe(response)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_the_account_are_safe(client: Client, group: Group, name: str) -> None:
    really_sign_in(client, group.owner, enrol(group.owner).totp_secret)
    refresh_reauthentication(client)
    response = client.get(reverse(name))
    assert response.status_code == 200
    _is_safe(response)


def test_pages_of_a_passkey_are_safe(client: Client, group: Group) -> None:
    really_sign_in(client, group.owner, enrol(group.owner).totp_secret)
    key = Authenticator.objects.create(user=group.owner, type="webauthn", data={"name": "Laptop", "credential": {}})
    refresh_reauthentication(client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        response = client.get(reverse(name, args=[key.pk]))
        assert "Laptop" in response.content.decode()
        _is_safe(response)


def test_every_field_has_a_label_and_passwords_can_be_pasted(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    for field in re.findall(r'<input[^>]*id="([^"]+)"[^>]*>', page):
        assert f'for="{field}"' in page or 'type="hidden"' in re.search(f'<input[^>]*id="{field}"[^>]*>', page)[0]  # type: ignore[index]
    assert "onpaste" not in page
    assert 'autocomplete="current-password"' in page
    assert "maxlength" not in re.search(r'<input[^>]*name="password"[^>]*>', page)[0]  # type: ignore[index]
