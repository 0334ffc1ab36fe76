"""What the office feels, in an installation of one size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkaart.companies.queries import companies, first_company
from klantkaart.customers import actions, queries, search
from klantkaart.customers.models import Card, Relationship
from klantkaart.datamap.due import due_on
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor, ActorKind
from klantkaart.rights.printout import build

from .figures import Figure
from .timing import stopwatch, timed, yardstick

# Parts of names, numbers, postcodes and addresses, rare and common; two that find nothing.
TERMS = ("kiezel", "vink", "0172 3", "6006 XC", "9900001", "info@", "hoekstra", "facturen@luier", "2401 AK", "10012")
NOTES, LOG_LINES = 200, 500
DUE = 100


def measured(size: int) -> Iterator[Figure]:
    """Every figure of an installation with that many cards, which is filled first when it is empty."""
    yield Figure("plain Python, 2 million additions", yardstick().median, "ms", note="this machine, at this moment")
    if first_company() is None:
        yield _fill(size)
    yield from _search(size)
    yield _create()
    yield from _open()
    yield from _list()
    yield from _printouts()
    yield _due()


def _fill(size: int) -> Figure:
    from klantkaart.cli import demo

    with stopwatch() as watch:
        demo.fill(size)
    note = f"{size / watch.processor:,.0f}/s of processor"
    return Figure("demo --customers, in batches", size / watch.wall, "/s", 3000, at_least=True, note=note)


def _reader(*at: int) -> Actor:
    rights = frozenset({"customers.view", "purpose:service"})
    return Actor(ActorKind.STAFF, TERMINAL.uuid, b"bench", dict.fromkeys(at, rights))


def _search(size: int) -> Iterator[Figure]:
    ids = [company.pk for company in companies()]
    readers = [_reader(*ids), *(_reader(company) for company in ids)]
    asked = [timed(partial(queries.search_cards, term, by=by), 20) for term in TERMS for by in readers]
    bare = [timed(partial(search.find, term, companies=None), 20) for term in TERMS]
    whole, floor = sum(asked[1:], asked[0]), sum(bare[1:], bare[0])
    note = f"median {whole.median:.1f} ms, {whole.each:.1f} ms of processor"
    yield Figure("search with rights and rows, p95", whole.p95, "ms", 10 if size <= 100_000 else 15, note=note)
    yield Figure("bare index lookup, p95", floor.p95, "ms", note=f"median {floor.median:.1f} ms: the floor")


def _create() -> Figure:
    new = actions.NewCard({"name": "Meetlat BV"}, contacts=[actions.NewContact({"name": "Iris Meting"})])
    company = companies()[0].pk
    made = timed(lambda: actions.create_card(new=new, company=company, by=TERMINAL, at=clock.now()), 300)
    note = f"{1000 / made.each:.0f}/s of processor; the rest is the disk saying that it is written"
    return Figure("new customers one by one", 1000 / made.median, "/s", 220, at_least=True, note=note)


def _asked(act: Callable[[], object]) -> int:
    """Queries of one call, not counting where transactions begin and end."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in asked)


def _open() -> Iterator[Figure]:
    card = Card.objects.order_by("pk")[5].uuid
    show = partial(_opened, card)
    taken = timed(show, 50)
    yield Figure("open a card, the read logged", taken.median, "ms", 40, note=f"p95 {taken.p95:.1f} ms")
    yield Figure("  its queries", _asked(show), "", 12)


def _opened(card: UUID) -> object:
    return queries.open_card(card=card, by=TERMINAL, at=clock.now())


def _list() -> Iterator[Figure]:
    by = _reader(companies()[0].pk)
    first = partial(queries.list_cards, by=by, filters=queries.Filters())
    later = partial(queries.list_cards, by=by, filters=queries.Filters(stage="customer"), page=20)
    taken, deep = timed(first, 20), timed(later, 20)
    yield Figure("list, first page", taken.median, "ms", note=f"page 20 of customers {deep.median:.1f} ms")
    yield Figure("  its queries", max(_asked(first), _asked(later)), "", 8)


def _printouts() -> Iterator[Figure]:
    card = Card.objects.order_by("pk")[5].uuid
    taken = timed(partial(_printed, card), 5)
    yield Figure("print-out of a card", taken.median, "ms", 1000)
    taken = timed(partial(_printed, _full_card()), 5)
    what = f"print-out, {NOTES} notes, {LOG_LINES} log lines"
    yield Figure(what, taken.median, "ms", 1000, note=f"{taken.each:.0f} ms of processor")


def _printed(card: UUID) -> None:
    with build(card=card, contact=None, by=TERMINAL, at=clock.now()):
        pass


def _full_card() -> UUID:
    """A card with much on it; made once."""
    name = "Meetlat Vol BV"
    found = Card.objects.filter(name=name).values_list("uuid", flat=True).first()
    if found is not None:
        return found
    notes = [f"Notitie {number}: belt graag voor tien uur." for number in range(NOTES)]
    new = actions.NewCard({"name": name}, notes=notes)
    card = actions.create_card(new=new, company=companies()[0].pk, by=TERMINAL, at=clock.now())
    for _ in range(LOG_LINES):
        _opened(card)
    return card


def _due() -> Figure:
    """A hundred customers whose relationship ended forty days ago, always the same ones."""
    today = clock.today()
    some = Relationship.objects.order_by("pk").values_list("pk", flat=True)[1000 : 1000 + DUE]
    Relationship.objects.filter(pk__in=list(some)).update(
        prospect_since=None, customer_since="2020-01-01", ended_on=today - timedelta(days=40)
    )
    taken = timed(lambda: sum(1 for _due in due_on(today)), 5)
    return Figure(DUE_LIST, taken.median, "ms", note=f"{taken.each:.0f} ms of processor")


DUE_LIST = f"due list with {DUE} customers due"
