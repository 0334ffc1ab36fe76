"""A real browser against a real server. Any script error, refused resource or foreign request fails the journey."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import hashing
from browsing import Practice, Windows
from serving import READY, Server

expect.set_options(timeout=15_000)  # waits no longer than it must; a busy machine is slow, not wrong
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
def windows(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """Windows that close by themselves; afterwards nothing may have gone wrong in them. With KLANTKAART_PICTURES set
    to a folder, what was last seen is kept there."""
    opened = Windows(chromium)
    yield opened
    folder = os.environ.get("KLANTKAART_PICTURES")
    opened.close(f"{folder}/{request.node.name}" if folder else "")
    assert opened.trouble == []


@pytest.fixture
def page(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A fresh window of a Dutch desk."""
    hashing.make_cheap(monkeypatch)
    return windows.open()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation as ``make run`` makes it: sixty invented customers. Made once; nobody uses it."""
    server = Server(tmp_path_factory.mktemp("demo") / "data", "--demo")
    try:
        server.wait_until(READY)
    finally:
        server.stop_in_order()
    return server.data


@pytest.fixture(scope="module")
def practice(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A copy of that installation, served: the supervisor, web and worker."""
    server = Server(shutil.copytree(demo, tmp_path_factory.mktemp("practice") / "data"), "--demo")
    try:
        server.wait_until(READY)
        yield Practice(server)
    finally:
        server.stop()
