"""Windows of a real browser. What goes wrong unseen in one - a script error, a foreign request - is remembered."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, StorageState, expect

from klantkaart.cli.serving.totp import code_at, seconds_left
from serving import PASSWORD, Server

OWN = {"localhost", "127.0.0.1", None}
REFUSALS = ("429", "422")  # answers that are a page with a sentence; the browser calls them errors all the same
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


class Windows:
    """Everything that one test opens. ``trouble`` must be empty at its end."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: list[BrowserContext] = []
        self._refusals = list(REFUSALS)
        self._left_behind = False
        self.trouble: list[str] = []

    def refusal(self, status: int) -> None:
        """This answer is what the test is about, not trouble."""
        self._refusals.append(str(status))

    def open(self, **options: Any) -> Page:
        """A fresh window of a Dutch desk."""
        context = self._browser.new_context(**{"locale": "nl-NL", **DESK, **options})
        context.set_default_timeout(15_000)
        self._open.append(context)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.trouble.append(str(error.error)))
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_request_failed)
        return context.new_page()

    def close(self, pictures: str = "") -> None:
        """``pictures``: a folder, and the begin of a name, to keep what was last seen in each window."""
        for number, context in enumerate(self._open):
            for page in context.pages if pictures else ():
                page.screenshot(path=f"{pictures}-{number}.png", full_page=True)
            context.close()

    def _on_request_failed(self, request: Request) -> None:
        """A page that is left drops what it still asked for; its script tells that as an error, of a page now gone."""
        self._left_behind = self._left_behind or request.failure == "net::ERR_ABORTED"

    def _on_console(self, message: ConsoleMessage) -> None:
        if self._left_behind and message.text.startswith(("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")):
            return
        if message.type == "error" and not any(f"status of {status} " in message.text for status in self._refusals):
            self.trouble.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in OWN:
            self.trouble.append(f"foreign request: {request.url}")


class Practice:
    """A served practice administration. Each colleague signs in once, with password and code; windows opened after
    that begin signed in, because an app's code is good for one time only."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._signed_in: dict[str, StorageState] = {}

    def sign_in(self, page: Page, mailbox: str) -> None:
        """As on any morning, up to Vandaag."""
        email = f"{mailbox}@polder.example.nl"
        page.goto(self.server.url)
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Meld je aan", exact=True).click()
        page.get_by_label("Code").fill(fresh_code(self.server.secrets()[email]))
        page.get_by_role("button", name="Meld je aan", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")

    def window(self, windows: Windows, mailbox: str = "kantoor", **options: Any) -> Page:
        """A window in which this colleague is signed in."""
        if mailbox not in self._signed_in:
            first = windows.open()
            self.sign_in(first, mailbox)
            self._signed_in[mailbox] = first.context.storage_state()
            first.context.close()
        return windows.open(storage_state=self._signed_in[mailbox], base_url=self.server.url, **options)


def fresh_code(secret: str) -> str:
    """The code that the app shows now, and for long enough to type it."""
    left = seconds_left(time.time())
    if left < 3:
        time.sleep(left)
    return code_at(secret.replace(" ", ""), time.time())


def download(page: Page, press: Any, folder: Path) -> Path:
    """The file that the browser saves when ``press`` is clicked."""
    with page.expect_download() as coming:
        press.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path
