"""Without a script engine, and in English: the same office."""

import pytest
from playwright.sync_api import Page, expect

from browsing import Practice, Windows

pytestmark = pytest.mark.journey
NAME, OTHER = "Kluutveld Accountants", "Kluutveld Adviseurs"


def _language(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


def test_office_works_without_scripts(practice: Practice, windows: Windows) -> None:
    page = practice.window(windows, java_script_enabled=False)
    page.goto("/klanten/")
    page.get_by_role("link", name="Nieuwe klant").first.click()
    page.get_by_label("Naam", exact=True).fill(NAME)
    page.get_by_role("button", name="Bewaar klant").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.get_by_role("link", name="Wijzig", exact=True).first.click()
    page.get_by_label("Naam", exact=True).fill(OTHER)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OTHER)
    page.locator("[data-search]").fill("Kluutveld")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name=OTHER)).to_be_visible()
    page.get_by_role("link", name=OTHER).click()
    page.locator("main summary", has_text="Meer").click()
    page.get_by_role("link", name="Wat gebeurt er als deze klant vertrekt?").click()
    expect(page.locator(".preview-goes")).to_be_visible()


def test_language_is_switched_before_signing_in_and_after(practice: Practice, windows: Windows) -> None:
    page = windows.open(base_url=practice.server.url)
    page.goto("/account/aanmelden/")
    assert _language(page) == "nl"
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert _language(page) == "en"
    desk = practice.window(windows, "administratie")
    desk.goto("/klanten/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Klanten")
    desk.get_by_label("Menu van").click()
    desk.get_by_role("button", name="English").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Customers")
    assert desk.url.endswith("/klanten/")
    assert _language(desk) == "en"
    again = practice.window(windows, "administratie")  # another computer: the choice is the person's
    again.goto("/beheer/")
    assert _language(again) == "en"
