"""Every page there is, found through the URLconf and by following links, can be used by everybody: light and dark, desk
and phone. A new screen joins by itself; one that no link leads to fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

import looking
from browsing import DESK, PHONE, Practice, Windows
from crawling import ADDRESSES, Atlas, Example
from imports import HEADINGS
from klantkaart.kernel import clock
from rarities import UNSEEN, make_the_office_rare, rare_windows, show_refusal
from serving import PASSWORD

pytestmark = pytest.mark.journey
DARK = {**PHONE, "color_scheme": "dark"}
# One page of each frame: what stands around a page is looked at on a dark desk as well.
FRAMES = {"office:today", "office:card", "office:settings", "account_login", "account_change_password"}
# A4 between its margins, at 96 px an inch.
PAPER: dict[str, Any] = {"viewport": {"width": 673, "height": 986}}
# What has no page of its own to look at here: a refusal (looked at with the refusals), and a part of a page.
ELSEWHERE = {"account_inactive", "office:import_progress"}
AUTHENTICATOR = {
    "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
# Two cards that look alike, and one of everything that a preview can say.
ALIKE = (
    "7001;Grutto Groep BV;99000101;info@grutto.example.nl;0182-098111;NL91ABNA0417164300;;",
    "7002;Grutto Beheer BV;99000128;info@grutto.example.nl;0182-098112;;Anna Smit;anna@grutto.example.nl",
)
MIXED = (
    "7001;Grutto Groep BV;99000101;;;;;",
    "8001;Kapper Zon BV;9900013;;3,1E+10;;;",
    "8002;Slager Wit;;;;FOUT;;",
    ";;;;;;;x",
)


def _list(folder: Path, name: str, rows: tuple[str, ...], headings: str = HEADINGS) -> Path:
    file = folder / name
    file.write_text("\r\n".join([headings, *rows, ""]), encoding="utf-8")
    return file


def _upload(page: Page, file: Path) -> str:
    """Its address once it was read."""
    page.goto("/klanten/importeren/")
    page.get_by_label("Bestand met klanten").set_input_files(file)
    page.get_by_role("button", name="Lees het bestand").click()
    expect(page.locator("main form")).not_to_have_count(0)
    expect(page.locator("progress")).to_have_count(0, timeout=60_000)
    return page.url


def _prepared(practice: Practice, windows: Windows, folder: Path) -> tuple[Page, list[str]]:
    """A window of somebody who may everything, and addresses of states that no list leads to twice."""
    practice.server.command("import", _list(folder, "gelijk.csv", ALIKE), "--company", "Polder Telecom")
    practice.server.command("retention", "run", "--on", clock.today() + timedelta(days=12))
    page = practice.window(windows, "eigenaar")
    _keep_a_passkey(page)
    lists = [_list(folder, "gemengd.csv", MIXED), _list(folder, "vreemd.csv", ("x",), "Wie")]
    rare = make_the_office_rare(page, practice, windows)
    uploads = [_upload(page, file).removeprefix(practice.server.url) for file in lists]
    by_stage = {row["stage"]: row["uuid"] for row in practice.server.command("customers")}
    assert set(by_stage) == {"prospect", "customer", "leaving", "left"}
    alike = next(row["uuid"] for row in practice.server.command("customers", "Grutto"))
    cards = [f"/klanten/{card}/{part}" for card in by_stage.values() for part in ("", "vertrek/")]
    return page, [*rare, *uploads, *cards, f"/klanten/{alike}/samenvoegen/"]


def _keep_a_passkey(page: Page) -> None:
    """As from a laptop with a fingerprint reader. Shows again who one is, on the way."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/account/tweede-factor/passkeys/toevoegen/")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Naam").fill("Laptop kantoor")
    page.get_by_role("button", name="Voeg passkey toe").click()
    expect(page.get_by_text("Laptop kantoor").first).to_be_visible()


def _halfway(practice: Practice, windows: Windows) -> Page:
    """Somebody who gave a password and not yet a code."""
    page = windows.open(base_url=practice.server.url)
    page.goto("/")
    page.get_by_label("E-mailadres").fill("monteur@polder.example.nl")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def atlas(practice: Practice, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """Every page there is, as an owner, somebody halfway and nobody find them."""
    windows = Windows(chromium)
    found = Atlas(practice.server.url)
    owner, more = _prepared(practice, windows, tmp_path_factory.mktemp("lists"))
    found.explore(owner, "/", "/account/", "/beheer/vormgeving/", "/account/opnieuw/code/", more=more)
    found.explore(_halfway(practice, windows), "/account/aanmelden/tweede-factor/", "/account/aanmelden/kwijt/")
    for window, path in rare_windows(practice, windows):
        found.explore(window, path)
    found.explore(windows.open(), "/account/aanmelden/")
    found.find_the_rest()
    yield found
    windows.close()


def test_every_link_leads_somewhere(atlas: Atlas) -> None:
    assert atlas.dead_links() == []


@dataclass
class Sight:
    """One desk and one phone per visitor, kept open over all pages: starting a window costs more than looking does."""

    practice: Practice
    windows: Windows
    kept: dict[tuple[Page, str], Page] = field(default_factory=dict)

    def show(self, example: Example, kind: str, **options: Any) -> Page:
        """The page. What may only be seen shortly after showing who one is, is shown again."""
        page = self.kept.get((example.window, kind)) or self._window(example, kind, options)
        page.goto(example.path)
        if page.url != self.practice.server.url + example.path:
            _show_again(example.window, example.path)
            page = self._window(example, kind, options)
            page.goto(example.path)
        assert page.url == self.practice.server.url + example.path
        return page

    def stranger(self, **options: Any) -> Page:
        """A window of nobody in particular."""
        return self.windows.open(base_url=self.practice.server.url, reduced_motion="reduce", **options)

    def judge(self, wrong: list[str]) -> None:
        """Nothing may be wrong, nor have gone wrong unseen."""
        wrong = [*wrong, *self.windows.trouble]
        self.windows.trouble.clear()
        assert not wrong, "\n".join(wrong)

    def _window(self, example: Example, kind: str, options: dict[str, Any]) -> Page:
        state = example.window.context.storage_state()
        page = self.windows.open(
            storage_state=state, base_url=self.practice.server.url, reduced_motion="reduce", **options
        )
        self.kept[example.window, kind] = page
        return page


@pytest.fixture(scope="module")
def sight(practice: Practice, chromium: Browser) -> Iterator[Sight]:
    windows = Windows(chromium)
    yield Sight(practice, windows)
    windows.close()


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_page_can_be_used_by_everybody(name: str, atlas: Atlas, sight: Sight) -> None:
    examples = atlas.examples(name)
    if not examples:
        known = atlas.answers(name) or name in ELSEWHERE or atlas.takes_only_posts(name)
        assert known, "No link leads to this screen. Link to it, or prepare in this file what it needs."
    wrong = []
    for example in examples:
        desk, dark = sight.show(example, "desk", **DESK), name in FRAMES and example is examples[0]
        wrong += [f"{example.path} {found}" for found in _on_a_desk(desk, dark=dark)]
        wrong += [f"{example.path} phone, dark: {found}" for found in _on_a_phone(sight.show(example, "phone", **DARK))]
    sight.judge(wrong)


@pytest.mark.parametrize("code", UNSEEN)
def test_refusal_that_nothing_brings_about_can_be_used_by_everybody(code: str, sight: Sight) -> None:
    show_refusal(desk := sight.stranger(**DESK), code)
    show_refusal(phone := sight.stranger(**DARK), code)
    sight.judge([*_on_a_desk(desk), *_on_a_phone(phone)])


REFUSED = {"office:settings": 403, "office:card": 404, "account_inactive": 403}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_can_be_used_by_everybody(name: str, practice: Practice, sight: Sight) -> None:
    path = reverse(name, kwargs={"card": uuid4()} if name == "office:card" else {})
    wrong = []
    sight.windows.refusal(REFUSED[name])
    for options, look in ((DESK, _on_a_desk), (DARK, _on_a_phone)):
        if name == "account_inactive":  # who was shut out, is nobody here
            page = sight.stranger(**options)
        else:
            page = practice.window(sight.windows, "monteur", reduced_motion="reduce", **options)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == REFUSED[name]
        wrong += look(page)
    sight.judge(wrong)


def test_form_of_a_session_that_is_gone_can_be_used_by_everybody(sight: Sight) -> None:
    wrong = []
    sight.windows.refusal(403)
    for options, look in ((DESK, _on_a_desk), (DARK, _on_a_phone)):
        page = sight.stranger(**options)
        page.goto("/account/wachtwoord/nieuw/")
        page.context.clear_cookies(name=re.compile("csrf"))
        page.get_by_label("E-mailadres").fill("iemand@polder.example.nl")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit formulier was verlopen")
        wrong += look(page)
    sight.judge(wrong)


@pytest.mark.parametrize("name", ["office:card", "office:leaving", "office:register"])
def test_page_can_be_read_on_paper(name: str, atlas: Atlas, sight: Sight) -> None:
    """Printed from a screen in the dark: black on white, as wide as the sheet, without anything to press."""
    wrong = []
    for example in atlas.examples(name):
        page = sight.show(example, "paper", color_scheme="dark", **PAPER)
        page.emulate_media(media="print")
        wrong += [f"{example.path} {found}" for found in looking.on_paper(page)]
    assert wrong == []


def test_plan_on_paper_says_whose_it_is(atlas: Atlas, sight: Sight) -> None:
    example = atlas.examples("office:leaving")[0]
    page = sight.show(example, "paper", color_scheme="dark", **PAPER)
    name = page.locator(".crumbs a").inner_text()
    page.emulate_media(media="print")
    expect(page.locator(".page-head")).to_contain_text(name, use_inner_text=True)


def _show_again(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")


def _on_a_desk(page: Page, *, dark: bool = True) -> list[str]:
    """In the light everything; in the dark only colours differ, so only those are looked at again: once per frame,
    because the phone is dark as well."""
    wrong = [*looking.structure(page), *looking.too_heavy(page), *looking.violations(page, looking.RULES)]
    if not dark:
        return wrong
    colour = "getComputedStyle(document.body).color"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {colour} !== light", arg=light)
    wrong += [f"dark: {found}" for found in looking.violations(page, looking.COLOURS)]
    page.emulate_media(color_scheme="light")
    return wrong


def _on_a_phone(page: Page) -> list[str]:
    return [*looking.too_wide(page), *looking.too_small(page), *looking.violations(page, looking.OTHERWISE)]
