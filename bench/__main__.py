"""``make bench``: medians and p95 of what the office feels, beside a floor or a stated figure.

BENCH_SIZES: numbers of cards, separated by commas (default 10000). Each size gets an installation of its own in a
temporary folder. KLANTKAART_DATABASE_URL measures PostgreSQL instead; it must be empty.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

TERMS = ("kiezel", "vink", "0172 3", "6006", "99000", "info@", "hoekstra", "facturen@luier", "regenton", "10012")


def timed(act: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.95) - 1)]


def line(what: str, measured: str, stated: str) -> None:
    print(f"{what:<44} {measured:>22}   {stated}", flush=True)


def measure(size: int) -> float:
    """One installation of that size; returns the milliseconds of its due list with 100 due."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from klantkaart.cli import demo
    from klantkaart.companies.queries import companies
    from klantkaart.customers import actions, queries, search
    from klantkaart.customers.models import Card, Relationship
    from klantkaart.datamap.due import due_on
    from klantkaart.kernel import clock
    from klantkaart.kernel.actor import TERMINAL, Actor, ActorKind
    from klantkaart.rights.printout import build

    start = time.perf_counter()
    demo.fill(size)
    line(f"fill {size} cards, in batches", f"{size / (time.perf_counter() - start):.0f}/s", ">= 1,500/s")
    ids = [one.pk for one in companies()]
    by = Actor(ActorKind.STAFF, TERMINAL.uuid, b"bench", {ids[0]: frozenset({"customers.view", "purpose:service"})})

    searched = [ms for term in TERMS for ms in timed(partial(queries.search_cards, term, by=by), 20)]
    bare = [ms for term in TERMS for ms in timed(partial(search.find, term, companies=None), 20)]
    line(
        "search, rights and rows included, p95", f"{p95(searched):.1f} ms", "<= 10 ms at 100,000; <= 15 ms at 1,000,000"
    )
    line("bare index lookup, p95 (floor)", f"{p95(bare):.1f} ms", "0.6 / 1.8 ms")

    one = actions.NewCard({"name": "Meetlat BV"}, contacts=[actions.NewContact({"name": "Iris Meting"})])
    made = timed(lambda: actions.create_card(new=one, company=ids[0], by=TERMINAL, at=clock.now()), 300)
    line("new customers one by one", f"{1000 / statistics.median(made):.0f}/s", ">= 220/s (peer 22/s)")

    card = Card.objects.order_by("pk")[5]
    with CaptureQueriesContext(connection) as asked:
        queries.open_card(card=card.uuid, by=TERMINAL, at=clock.now())
    opened = timed(lambda: queries.open_card(card=card.uuid, by=TERMINAL, at=clock.now()), 50)
    line(
        "open a card, read logged",
        f"{statistics.median(opened):.1f} ms, {len(asked)} queries",
        "<= 40 ms, <= 12 queries",
    )
    with CaptureQueriesContext(connection) as asked:
        queries.list_cards(by=by, filters=queries.Filters())
    listed = timed(partial(queries.list_cards, by=by, filters=queries.Filters()), 20)
    line("list", f"{statistics.median(listed):.1f} ms, {len(asked)} queries", "<= 8 queries at any size")
    printed = timed(build(card=card.uuid, contact=None, by=TERMINAL, at=clock.now()).content.close, 5)
    line("print-out", f"{statistics.median(printed):.0f} ms", "<= 1,000 ms")

    today = clock.today()
    some = list(Relationship.objects.order_by("-pk").values_list("pk", flat=True)[:100])
    Relationship.objects.filter(pk__in=some).update(customer_since="2020-01-01", ended_on=today - timedelta(days=40))
    due = timed(lambda: sum(1 for _due in due_on(today)), 5)
    line("due list with 100 due", f"{statistics.median(due):.1f} ms", "largest within 3x of smallest")
    return statistics.median(due)


def main() -> None:
    """Every size in a process of its own, so that memory and caches start fresh."""
    if len(sys.argv) > 1:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        measure(int(sys.argv[1]))
        return
    import subprocess

    for size in os.environ.get("BENCH_SIZES", "10000").split(","):
        with tempfile.TemporaryDirectory() as room:
            print(f"\n== {size} cards", flush=True)
            env = {**os.environ, "KLANTKAART_DATA": room, "DJANGO_SETTINGS_MODULE": "klantkaart.project.settings"}
            subprocess.run([sys.executable, "-m", "bench", size], env=env, check=True)


main()
