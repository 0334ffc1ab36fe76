"""Signing in as people do it: an app with codes, a passkey, a recovery code."""

import re

import pytest
from django.test import Client
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import fresh_code
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from signing import enrol
from staff import PASSWORD, make_group, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer(transactional_db: None) -> User:
    """Somebody of the office with a password and nothing else."""
    return make_user(Role.OFFICE, company=make_group().here, password=PASSWORD)


def _key(page: Page) -> CDPSession:
    """A passkey device that always says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return device


def _give_password(page: Page, server: LiveServer, person: User) -> None:
    page.goto(f"{server.url}/account/")
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Meld je aan", exact=True).click()


def _sign_out(page: Page) -> None:
    page.goto(page.url.split("/account")[0] + "/account/afmelden/")
    page.get_by_role("button", name="Meld je af").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def test_app_with_codes_is_set_up_and_recovery_code_works_once(
    page: Page, live_server: LiveServer, newcomer: User
) -> None:
    _give_password(page, live_server, newcomer)
    page.get_by_role("link", name="Stel een app in").click()
    expect(page.get_by_role("img", name="QR-code voor je app")).to_be_visible()
    page.get_by_label("Code").fill(fresh_code(page.locator("#geheim").inner_text()))
    page.get_by_role("button", name="Zet de app aan").click()
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    for works in (True, False):
        _sign_out(page)
        _give_password(page, live_server, newcomer)
        page.get_by_label("Code").fill(codes[0])
        page.get_by_role("button", name="Meld je aan", exact=True).click()
        if works:
            expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    expect(page.get_by_text("Deze code klopt niet.")).to_be_visible()


def test_password_and_code_from_the_app(page: Page, live_server: LiveServer, newcomer: User) -> None:
    given = enrol(newcomer)
    _give_password(page, live_server, newcomer)
    page.get_by_label("Code").fill(fresh_code(given.totp_secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    expect(page.get_by_text("Chrome op")).to_be_visible()


def test_passkey_is_added_and_signs_in_without_a_password(page: Page, live_server: LiveServer, newcomer: User) -> None:
    device = _key(page)
    _give_password(page, live_server, newcomer)
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_label("Naam").fill("Laptop kantoor")
    page.get_by_role("button", name="Voeg passkey toe").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    _sign_out(page)
    page.get_by_role("button", name="Meld je aan met een passkey").click()
    page.wait_for_url(re.compile(r"localhost:\d+/(?!account)"))
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("Laptop kantoor").first).to_be_visible()
    device.detach()


def test_passkey_is_the_second_step_after_a_password(page: Page, live_server: LiveServer, newcomer: User) -> None:
    _key(page)
    _give_password(page, live_server, newcomer)
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_role("button", name="Voeg passkey toe").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    _sign_out(page)
    _give_password(page, live_server, newcomer)
    page.get_by_role("button", name="Gebruik je passkey").click()
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()


def test_passkey_that_nobody_knows_is_refused_in_words(page: Page, live_server: LiveServer, newcomer: User) -> None:
    _key(page)
    _give_password(page, live_server, newcomer)
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_role("button", name="Voeg passkey toe").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    _sign_out(page)
    newcomer.delete()
    page.get_by_role("button", name="Meld je aan met een passkey").click()
    expect(page.get_by_text("klopt niet")).to_be_visible()
    assert Client().get("/account/").status_code == 302


def test_passkey_window_that_is_closed_says_what_to_do(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/account/aanmelden/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('x', 'AbortError')); }")
    page.get_by_role("button", name="Meld je aan met een passkey").click()
    expect(page.get_by_text("De passkey is niet gebruikt.")).to_be_visible()
