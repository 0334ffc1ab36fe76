"""Signing in, and letters, in English for who asks for it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from dutch import Page, dutch_in
from klantkaart.accounts import letters
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from signing import enrol, give_password, refresh_reauthentication, sign_in
from staff import PASSWORD, Group, make_user

pytestmark = pytest.mark.django_db
NAMES = frozenset({"collega", "voorbeeld", "bv", "nederlands"})


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser chose English."""
    browser = Client()
    assert browser.post(reverse("set_language"), {"language": "en"}).status_code == 302
    return browser


def reads_english(browser: Client, *names: str) -> None:
    for name in names:
        for answer in (browser.get(reverse(name)), browser.post(reverse(name))):
            if answer.status_code in {302, 405}:
                continue
            page = Page(answer.content.decode())
            assert page.language == "en", name
            assert dutch_in(page.said, NAMES) == {}, name


def test_every_step_of_signing_in(visitor: Client, group: Group) -> None:
    reads_english(visitor, "account_login", "account_reset_password", "account_password_reset_completed")
    enrol(group.owner)
    give_password(visitor, group.owner.email)
    reads_english(visitor, "mfa_authenticate", "account_lost_factor")


def test_choosing_a_password_by_a_mailed_code(visitor: Client, group: Group) -> None:
    visitor.post(reverse("account_reset_password"), {"email": group.owner.email})
    assert dutch_in([str(mail.outbox[-1].subject), *mail.outbox[-1].body.splitlines()], NAMES) == {}
    reads_english(visitor, "account_confirm_password_reset_code")


def test_first_sign_in_sets_up_a_factor(visitor: Client, group: Group) -> None:
    newcomer = make_user(Role.OFFICE, company=group.here, password=PASSWORD, language="en")
    give_password(visitor, newcomer.email)
    reads_english(visitor, "account_set_up_factor", "mfa_activate_totp", "mfa_add_webauthn")


def test_passkeys_are_managed_in_english(client: Client, group: Group) -> None:
    User.objects.filter(pk=group.owner.pk).update(language="en")
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    refresh_reauthentication(client)
    key = Authenticator.objects.create(user=group.owner, type="webauthn", data={"name": "Laptop", "credential": {}})
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        page = Page(client.get(reverse(name, args=[key.pk])).content.decode())
        assert page.language == "en"
        assert dutch_in(page.said, NAMES) == {}


def test_letters_are_in_the_language_of_who_gets_them(group: Group) -> None:
    reader = make_user(Role.OFFICE, company=group.here, name="Joan Example", language="en")
    letters.invitation(reader)
    letters.address_changed(reader, "before@example.com")
    letters.factor_lost(reader, alone=True)
    letters.factor_lost(reader, alone=False)
    letters.factor_reset_confirmed(reader)
    assert len(mail.outbox) == 6
    for letter in mail.outbox:
        assert dutch_in([str(letter.subject), *letter.body.splitlines()], NAMES) == {}
    letters.invitation(group.owner)
    assert mail.outbox[-1].subject == "Je bent uitgenodigd voor Klantkaart"


def test_notice_of_a_change_is_in_the_language_of_the_account(client: Client, group: Group) -> None:
    User.objects.filter(pk=group.owner.pk).update(language="en")
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    new = "paraplu wortel zestien fiets"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mail.outbox[-1].subject == "Your password has been changed"
    assert dutch_in(mail.outbox[-1].body.splitlines(), NAMES) == {}
