"""Sign-in and one's own account can be used by everybody: WCAG 2.2 A and AA, and by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from signing import totp
from staff import PASSWORD, make_group, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def newcomer(transactional_db: None) -> User:
    """Somebody of the office with a password and nothing else."""
    return make_user(Role.OFFICE, company=make_group().here, password=PASSWORD)


def _check(page: Page) -> None:
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 5
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_every_page_passes_axe_on_a_desk_and_on_a_phone(page: Page, live_server: LiveServer, newcomer: User) -> None:
    page.goto(f"{live_server.url}/account/")
    _check(page)
    page.get_by_label("E-mailadres").fill(newcomer.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nog één stap")).to_be_visible()
    _check(page)
    page.get_by_role("link", name="Stel een app in").click()
    _check(page)
    page.get_by_label("Code").fill(totp(page.locator("#geheim").inner_text()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (
            "",
            "sessies/",
            "wachtwoord/",
            "opnieuw/",
            "tweede-factor/codes/",
            "tweede-factor/passkeys/toevoegen/",
            "afmelden/",
        ):
            page.goto(f"{live_server.url}/account/{path}")
            _check(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_signing_in_takes_no_mouse(page: Page, live_server: LiveServer, newcomer: User) -> None:
    page.goto(f"{live_server.url}/account/")
    page.keyboard.type(newcomer.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Stel een app in").press("Enter")
    secret = page.locator("#geheim").inner_text()
    page.keyboard.type(totp(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
