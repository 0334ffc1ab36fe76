"""Sign-in and setting up a second factor by keyboard alone (axe: test_every_page.py)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import fresh_code
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from staff import PASSWORD, make_group, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer(transactional_db: None) -> User:
    """Somebody of the office with a password and nothing else."""
    return make_user(Role.OFFICE, company=make_group().here, password=PASSWORD)


def test_signing_in_takes_no_mouse(page: Page, live_server: LiveServer, newcomer: User) -> None:
    page.goto(f"{live_server.url}/account/")
    page.keyboard.type(newcomer.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Stel een app in").press("Enter")
    secret = page.locator("#geheim").inner_text()
    page.keyboard.type(fresh_code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
