"""Mijn account: what one sees of oneself, where one is signed in, the language."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from klantkaart.accounts import actions
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import FactorReset
from klantkaart.accounts.roles import Role
from klantkaart.kernel import clock
from signing import enrol, give_code, give_password, signed_in
from signing import sign_in as really_sign_in
from staff import Group, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_overview_says_who_one_is_at_which_company(client: Client, group: Group) -> None:
    person = make_user(
        at={group.here.pk: Role.FINANCE, group.sister.pk: Role.TECHNICIAN},
        name="Sanne de Wit",
        email="sanne@example.nl",
    )
    sign_in(client, person)
    page = client.get(reverse("account_overview")).content.decode()
    for word in ("Sanne de Wit", "sanne@example.nl", group.here.name, "Administratie", group.sister.name, "Monteur"):
        assert word in page


def test_each_session_can_be_ended(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    really_sign_in(client, group.owner, given.totp_secret)
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    give_password(other, group.owner.email)
    give_code(other, given.recovery_codes[0])
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox op Windows" in page
    row = UserSession.objects.get(session_key=other.session.session_key)
    client.post(reverse("account_end_session", args=[row.pk]))
    assert signed_in(client)
    assert not signed_in(other)


def test_all_other_sessions_end_together(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    really_sign_in(client, group.owner, given.totp_secret)
    others = [Client(), Client()]
    for browser, code in zip(others, given.recovery_codes, strict=False):
        give_password(browser, group.owner.email)
        give_code(browser, code)
    client.post(reverse("account_end_other_sessions"))
    assert [signed_in(browser) for browser in (client, *others)] == [True, False, False]


def test_session_of_somebody_else_is_out_of_reach(client: Client, group: Group) -> None:
    sign_in(client, group.owner)
    other = Client()
    really_sign_in(other, group.stranger, enrol(group.stranger).totp_secret)
    row = UserSession.objects.get(user=group.stranger)
    client.post(reverse("account_end_session", args=[row.pk]))
    assert signed_in(other)


@pytest.mark.parametrize("name", ["account_end_other_sessions", "account_withdraw_reset", "set_language"])
def test_acts_refuse_to_be_asked_by_address_alone(client: Client, group: Group, name: str) -> None:
    sign_in(client, group.owner)
    assert client.get(reverse(name)).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse(name)).status_code in {302, 403}


def test_language_is_kept_with_the_person(client: Client, group: Group) -> None:
    sign_in(client, group.owner)
    response = client.post(reverse("set_language"), {"language": "en", "next": "/account/"})
    assert response["Location"] == "/account/"
    group.owner.refresh_from_db()
    assert group.owner.language == "en"
    assert client.get(reverse("account_overview"))["Content-Language"] == "en"


def test_language_of_the_sign_in_page_is_the_choice_of_this_browser_and_not_its_list() -> None:
    browser = Client(headers={"Accept-Language": "en"})
    assert browser.get(reverse("account_login"))["Content-Language"] == "nl"
    browser.post(reverse("set_language"), {"language": "en"})
    assert browser.get(reverse("account_login"))["Content-Language"] == "en"


@pytest.mark.parametrize(("language", "onwards"), [("fr", "/account/"), ("en", "https://example.com/")])
def test_unknown_language_and_foreign_address_are_refused(
    client: Client, group: Group, language: str, onwards: str
) -> None:
    sign_in(client, group.owner)
    response = client.post(reverse("set_language"), {"language": language, "next": onwards})
    assert response["Location"].startswith("/")
    group.owner.refresh_from_db()
    assert group.owner.language == ("nl" if language == "fr" else "en")


def test_report_of_a_lost_factor_is_shown_and_can_be_withdrawn(client: Client, group: Group) -> None:
    actions.ask_factor_reset(person=group.owner, reason="telefoon verloren", by=actor_for(group.owner), at=clock.now())
    sign_in(client, group.owner)
    assert "Met jouw wachtwoord is gemeld" in client.get(reverse("account_overview")).content.decode()
    client.post(reverse("account_withdraw_reset"))
    assert FactorReset.objects.get().withdrawn_at is not None
    assert "Met jouw wachtwoord is gemeld" not in client.get(reverse("account_overview")).content.decode()


def test_language_theme_and_sessions_are_on_one_page(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    really_sign_in(client, group.owner, given.totp_secret)
    page = client.get(reverse("account_overview")).content.decode()
    preferences = page.split('id="kop-voorkeur"')[1]
    for word in ("Nederlands", "English", "Als dit apparaat", "Donker"):
        assert word in preferences
    assert "Beëindig alle andere" not in page
    other = Client()
    give_password(other, group.owner.email)
    give_code(other, given.recovery_codes[0])
    assert "Beëindig alle andere" in client.get(reverse("account_overview")).content.decode()


def test_the_frame_shows_only_places_one_may_open(client: Client, group: Group) -> None:
    """Also around one's own account."""
    sign_in(client, make_user(Role.TECHNICIAN, company=group.here))
    page = client.get(reverse("account_overview")).content.decode()
    assert f'href="{reverse("office:customers")}"' in page
    assert f'href="{reverse("office:settings")}"' not in page
