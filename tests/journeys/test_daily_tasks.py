"""Ten things an office does every day: in as few clicks as agreed in tasks.toml, by keys alone, and on a phone."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import Practice, Windows
from hands import Finger, Keys, Mouse
from imports import HEADINGS

pytestmark = pytest.mark.journey
AGREED = tomllib.loads((Path(__file__).parent / "tasks.toml").read_text("utf-8"))
HANDS: dict[str, type[Mouse]] = {"mouse": Mouse, "finger": Finger, "keys": Keys}


@dataclass(frozen=True)
class Customer:
    """One of its own for every task and every hand."""

    number: int

    @property
    def name(self) -> str:
        return f"Zilverreiger {self.number} BV"

    @property
    def phone(self) -> str:
        return f"0182-0{self.number}"

    @property
    def row(self) -> str:
        return f"{self.number};{self.name};;info@z{self.number}.example.nl;{self.phone};;;"

    @property
    def twin(self) -> str:
        """Another card with the same mail address."""
        return f"{self.number + 500};Zilverreiger {self.number} Beheer;;info@z{self.number}.example.nl;;;;"


def _link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name).first


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(name)).first


def find_by_phone(hand: Mouse, who: Customer) -> None:
    hand.type(hand.page.locator("[data-search]"), who.phone)
    found = hand.page.locator("#zoek-resultaat a", has_text=who.name)
    hand.sees(found)
    hand.page.wait_for_load_state("networkidle")  # the last letter's answer replaces the rows once more
    hand.press(found)
    hand.sees(hand.page.get_by_role("heading", level=1, name=who.name))


def correct_phone(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(_link(hand.page, "Wijzig telefoon"))
    hand.type(hand.page.get_by_label("Nummer of adres"), "0182-099 123")
    hand.press(_button(hand.page, "^Bewaar"))
    hand.sees(hand.page.locator("#bereikbaar", has_text="0182-099 123"))


def add_contact(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(hand.page.locator("#contacten").get_by_role("link", name="Contactpersoon"))
    hand.type(hand.page.get_by_label("Naam", exact=True), "Anouk Vermeulen")
    hand.press(_button(hand.page, "^Bewaar"))
    hand.sees(hand.page.locator("#contacten", has_text="Anouk Vermeulen"))


def see_who_looked(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(_link(hand.page, "Wie wijzigde en wie keek"))
    hand.sees(hand.page.get_by_role("heading", level=1, name="Wie wijzigde en wie keek"))
    hand.sees(hand.page.locator("main").get_by_text("Kees Wiersma").first)


def make_printout(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(_link(hand.page, "Uittreksel van alles"))
    make = _button(hand.page, "^Maak het uittreksel")
    hand.sees(make)
    with hand.page.expect_download() as coming:
        hand.press(make)
    assert coming.value.suggested_filename.endswith(".zip")


def merge_twins(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(hand.page.locator("main summary", has_text="Meer"))
    hand.press(_link(hand.page, "Samenvoegen met een dubbele kaart"))
    hand.press(_link(hand.page, f"Zilverreiger {who.number} Beheer"))
    hand.press(_button(hand.page, "^Voeg samen"))
    hand.sees(hand.page.locator(".toast", has_text="Samengevoegd"))


def new_customer(hand: Mouse, who: Customer) -> None:
    hand.press(_link(hand.page, "Klanten"))
    hand.press(_link(hand.page, "Nieuwe klant"))
    hand.type(hand.page.get_by_label("Naam", exact=True), f"Nieuw {who.name}")
    hand.press(_button(hand.page, "^Bewaar"))
    hand.sees(hand.page.get_by_role("heading", level=1, name=f"Nieuw {who.name}"))


def add_note(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(hand.page.locator("#notities").get_by_role("link", name="Notitie"))
    hand.type(hand.page.get_by_label("Notitie", exact=True), "Belt liever na tienen.")
    hand.press(_button(hand.page, "^Bewaar"))
    hand.sees(hand.page.locator("#notities", has_text="Belt liever na tienen."))


def end_relationship(hand: Mouse, who: Customer) -> None:
    find_by_phone(hand, who)
    hand.press(hand.page.locator("main summary", has_text="Meer"))
    hand.press(_link(hand.page, "Wat gebeurt er als deze klant vertrekt?"))
    hand.press(_button(hand.page, "^Deze klant vertrekt op "))
    hand.sees(_button(hand.page, "^Blijft toch"))


def mark_as_checked(hand: Mouse, _who: Customer) -> None:
    hand.press(_link(hand.page, "Loop na"))
    hand.press(_button(hand.page, "^Ja, klopt nog"))
    hand.sees(hand.page.locator(".toast", has_text="Genoteerd dat de gegevens nog kloppen."))


TASKS: dict[str, Callable[[Mouse, Customer], None]] = {
    task.__name__: task
    for task in (
        find_by_phone, correct_phone, add_contact, see_who_looked, make_printout, merge_twins, new_customer, add_note,
        end_relationship, mark_as_checked,
    )
}  # fmt: skip
CUSTOMERS = {pair: Customer(98_000 + place) for place, pair in enumerate(product(TASKS, HANDS))}


@pytest.fixture(scope="module")
def office(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """With a customer for everybody, and a second card of those who are to be merged."""
    rows = [who.row for who in CUSTOMERS.values()]
    rows += [who.twin for (task, _hand), who in CUSTOMERS.items() if task == merge_twins.__name__]
    file = tmp_path_factory.mktemp("list") / "klanten.csv"
    file.write_text("\r\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
    told = practice.server.command("import", file, "--company", "Polder Telecom")
    assert told["done"]["created"] == len(rows)
    return practice


def test_every_task_is_agreed_on() -> None:
    assert set(AGREED) == set(TASKS)
    assert len(TASKS) == 10


@pytest.mark.parametrize(("task", "hand"), CUSTOMERS)
def test_daily_task(task: str, hand: str, office: Practice, windows: Windows) -> None:
    page = office.window(windows, **HANDS[hand].window)
    page.goto("/vandaag/")
    worker = HANDS[hand](page)
    TASKS[task](worker, CUSTOMERS[task, hand])
    expect(page.locator("[role=alert]")).to_have_count(0)
    if hand == "mouse":
        # More is a worse screen. Fewer is a better one: write it down, so that it stays.
        assert {"clicks": worker.clicks, "typed": worker.typed} == AGREED[task]
