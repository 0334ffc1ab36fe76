"""P02 and P08: bulk reads, foreign requests, and purposes that decide."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from klantkaart.accounts.actors import actor_for
from klantkaart.audit import events
from klantkaart.audit.events import EventType, Kind, Wipe
from klantkaart.audit.log import record_read
from klantkaart.datamap import reads
from klantkaart.datamap.reads import Reading
from klantkaart.kernel import clock
from klantkaart.promises.checks import use
from klantkaart.promises.verdicts import State
from personas import card, company, staff

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 1)
TAKEN = EventType("tests.taken_out", "Lijst opgehaald", Wipe.NO_DETAIL, Kind.BULK)


@pytest.fixture(autouse=True)
def taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(events._known, TAKEN.code, TAKEN)


@pytest.fixture
def fresh_scan() -> Iterator[None]:
    use.screens.cache_clear()
    yield
    use.screens.cache_clear()


def test_every_bulk_read_of_the_year_is_listed_with_who_and_why() -> None:
    colleague = staff("owner", company())
    with clock.at(ON):
        record_read(TAKEN, by=actor_for(colleague), at=clock.now() - timedelta(days=9), purpose="service")
        record_read(TAKEN, by=actor_for(colleague), at=clock.now(), purpose="service", facts={"rows": 12})
        record_read(TAKEN, by=actor_for(colleague), at=clock.now() - timedelta(days=400), purpose="service")
    verdict = use.not_gathered_or_sold(ON)

    assert verdict.state is State.KEPT
    assert verdict.listed == (
        f"Lijst opgehaald, door {colleague.name}, voor service: 2 keer, het laatst op 1 november 2026 om 12:00",
    )


def test_a_bulk_read_for_a_purpose_nobody_knows_breaks_the_promise() -> None:
    with clock.at(ON):
        record_read(TAKEN, by=actor_for(staff("owner", company())), at=clock.now(), purpose="resale")

    assert use.not_gathered_or_sold(ON).state is State.BROKEN


@pytest.mark.usefixtures("fresh_scan")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", '<script src="https://elders.example/x.js"></script>'),
        ("page.html", "<link rel=stylesheet href=//elders.example/x.css>"),
        ("look.css", "a { background: url(https://elders.example/x.png) }"),
        ("look.css", '@import "//elders.example/x.css";'),
        ("tell.js", 'fetch("https://elders.example/tel")'),
    ],
)
def test_a_screen_that_loads_from_elsewhere_breaks_the_promise(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(text)
    monkeypatch.setattr(use, "PACKAGE", tmp_path)

    assert use.not_gathered_or_sold(ON).where == (name,)


@pytest.mark.usefixtures("fresh_scan")
def test_a_link_that_somebody_may_follow_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text('<a href="https://autoriteitpersoonsgegevens.nl">AP</a>')
    monkeypatch.setattr(use, "PACKAGE", tmp_path)

    assert use.not_gathered_or_sold(ON).state is State.KEPT


def test_a_browser_that_may_load_from_elsewhere_breaks_the_promise(settings: Settings) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", "https://elders.example"]}}

    assert use.not_gathered_or_sold(ON).where == ("https://elders.example",)


def test_purposes_decide_what_is_read() -> None:
    card(company())
    verdict = use.used_for_its_purpose(ON)

    assert verdict.state is State.KEPT
    assert verdict.checked > 100


def test_a_reader_that_forgets_the_purpose_breaks_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    card(company())

    def careless(rows: object, _purposes: object) -> Reading | None:
        return reads.read_one(rows, ["quote", "service", "invoicing"])  # type: ignore[arg-type]  # a queryset

    monkeypatch.setattr(use, "read_one", careless)
    verdict = use.used_for_its_purpose(ON)

    assert verdict.state is State.BROKEN
    assert "customers.BankAccount.iban / newsletter" in verdict.where or len(verdict.where) == 20


def test_without_customers_there_is_nothing_to_keep() -> None:
    assert use.used_for_its_purpose(ON).state is State.NOT_CONFIGURED
