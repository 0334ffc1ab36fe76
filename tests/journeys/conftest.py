"""A real browser against a real server. Any script error, refused resource or foreign request fails the journey."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

import hashing

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a network of its own."""
    # Playwright keeps an event loop in this thread; the database is still used by one thread at a time.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A fresh window of a Dutch desk."""
    hashing.make_cheap(monkeypatch)
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    trouble: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "429" not in message.text and "422" not in message.text:
            trouble.append(message.text)

    def on_request(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"localhost", "127.0.0.1", None}:
            trouble.append(f"foreign request: {request.url}")

    window.on("console", on_console)
    window.on("pageerror", lambda error: trouble.append(str(error)))
    window.on("request", on_request)
    yield window
    context.close()
    assert trouble == []
