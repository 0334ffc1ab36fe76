"""Pages that no link leads to, brought about: they want a mailed code, a first day, a lost phone or a refusal."""

import re
import time
from collections.abc import Iterator

from django.template.loader import get_template
from playwright.sync_api import Page, Route, expect

from browsing import Practice, Windows
from serving import PASSWORD, Server

NEWCOMER = "nieuw@polder.example.nl"
# Refusals that nothing here brings about; the page is the product's own, without a frame, as for who is not signed in.
UNSEEN = ("400", "409", "422", "429", "500", "503")
_CODE = re.compile(r"^ {4}([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


def make_the_office_rare(owner: Page, practice: Practice, windows: Windows) -> list[str]:
    """A hold, a colleague who left, one who was invited and one who lost the second factor; the addresses of the one
    who left and of one who works here. The owner showed just before who they are."""
    _hold(owner, practice)
    people = [
        _find_person(owner, mailbox).removeprefix(practice.server.url) for mailbox in ("administratie", "monteur")
    ]
    _end_access(owner, people[0])
    _invite(owner)
    _lose_the_factor(windows.open(base_url=practice.server.url), "controleur")
    return people


def _hold(owner: Page, practice: Practice) -> None:
    card = next(row["uuid"] for row in practice.server.command("customers") if row["stage"] == "prospect")
    owner.goto(f"/klanten/{card}/aanhouden/")
    owner.get_by_label("geschil of vordering").check()
    owner.get_by_role("button", name="Houd aan").click()
    expect(owner).not_to_have_url(re.compile("aanhouden"))


def _find_person(owner: Page, mailbox: str) -> str:
    owner.goto("/beheer/medewerkers/")
    owner.locator("main tr", has_text=f"{mailbox}@").get_by_role("link").first.click()
    expect(owner.get_by_role("link", name="Beëindig toegang")).to_be_visible()
    return owner.url


def _end_access(owner: Page, person: str) -> None:
    owner.goto(person)
    owner.get_by_role("link", name="Beëindig toegang").click()
    owner.get_by_role("button", name="Beëindig toegang").click()
    expect(owner.get_by_text("heeft geen toegang meer")).to_be_visible()


def _invite(owner: Page) -> None:
    owner.goto("/beheer/medewerkers/nieuw/")
    owner.get_by_label("Naam").fill("Nina Nieuw")
    owner.get_by_label("E-mailadres").fill(NEWCOMER)
    owner.get_by_label("Kantoor").first.check()
    owner.get_by_role("button", name="Nodig uit").click()
    expect(owner).not_to_have_url(re.compile("nieuw"))


def _lose_the_factor(page: Page, mailbox: str) -> None:
    sign_in_halfway(page, f"{mailbox}@polder.example.nl")
    page.goto("/account/aanmelden/kwijt/")
    page.get_by_label("Wat is er gebeurd?").fill("Telefoon in het water gevallen.")
    page.get_by_role("button", name="Meld het verlies").click()
    expect(page.get_by_text("Je hebt dit gemeld.")).to_be_visible()


def sign_in_halfway(page: Page, email: str) -> None:
    """The password, and nothing after it."""
    page.goto("/account/aanmelden/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("aanmelden/$"))


def rare_windows(practice: Practice, windows: Windows) -> Iterator[tuple[Page, str]]:
    """Somebody who asked for a code, who typed it over, and who chose a password and has no second factor yet; each
    with the address where they are."""
    asked, typed, chose = (windows.open(base_url=practice.server.url) for _ in range(3))
    _ask(asked, practice.server, "privacy@polder.example.nl")
    yield asked, "/account/wachtwoord/nieuw/code/"
    _ask_and_type(typed, practice.server, "kantoor@polder.example.nl")
    yield typed, "/account/wachtwoord/nieuw/kiezen/"
    _ask_and_type(chose, practice.server, NEWCOMER)
    chose.wait_for_load_state()
    for field in chose.locator("input[type=password]").all():
        field.fill(PASSWORD)
    chose.get_by_role("button", name="Bewaar wachtwoord").click()
    expect(chose).not_to_have_url(re.compile("kiezen"))
    sign_in_halfway(chose, NEWCOMER)
    yield chose, "/account/tweede-factor/instellen/"


def _ask_and_type(page: Page, server: Server, email: str) -> None:
    page.get_by_label("Code").fill(_ask(page, server, email))
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("button", name="Bewaar wachtwoord")).to_be_visible()


def _ask(page: Page, server: Server, email: str) -> str:
    """The code that is mailed; the practice prints its mail."""
    before = len(server.said())
    page.goto("/account/wachtwoord/nieuw/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Mail mij een code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    last = time.monotonic() + 15
    while not (found := _CODE.findall(server.said()[before:])):
        assert time.monotonic() < last, server.said()[before:]
        time.sleep(0.1)
    return str(found[-1])


def show_refusal(page: Page, code: str) -> None:
    """This page of the product, at an address of the server, with the server's own style sheets."""
    address = f"/proef-{code}/"
    text = get_template(f"{code}.html").render()

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=text)

    page.route(f"**{address}", answer)
    page.goto(address)
