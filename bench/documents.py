"""``python -m bench.documents``: what an invoice document costs, beside typst alone with the same page.

Times are medians of processor time on one core, so that neighbours on the machine do not count; throughput is by the
clock. BENCH_DOCUMENTS: how many for throughput and memory (default 1000 per process).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klantkaart.billing.documents.parts import Invoice

WARM, TIMES = 30, 300
MOMENT = datetime(2026, 3, 31, 12, tzinfo=UTC)
COUNT = int(os.environ.get("BENCH_DOCUMENTS", "1000"))


def main() -> None:
    """Measure here; with a number as argument only make so many documents, and say what it took."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkaart.project.settings")
    django.setup()
    if len(sys.argv) > 1:
        many(int(sys.argv[1]))
        return
    steps()
    together()


def steps() -> None:
    """Each step by itself, then the whole."""
    from klantkaart.billing.documents import checks, paper, rules, totals, ubl
    from klantkaart.billing.documents.face import face
    from klantkaart.billing.documents.making import make
    from klantkaart.kernel import pdf

    one = sample(0)
    sums = totals.totals(one)
    document = ubl.write(one)
    inputs = face(one, sums) | {"accent": paper.GREEN, "file": "e-factuur.xml", "logo": ""}
    more = {"attachment": document.decode(), "lost": ""}
    compiled = pdf._compile  # noqa: SLF001  (what ``make`` does around it is not the floor)
    rows: list[tuple[str, Callable[[int], object], str]] = [
        ("checks INV-1 to INV-13", lambda n: checks.check(sample(n)), ""),
        ("UBL", lambda n: ubl.write(sample(n)), "<= 1.5 ms"),
        ("schema, amounts, EN 16931", lambda _n: rules.check(document), ""),
        ("typst alone (floor)", lambda n: compiled(paper.TEMPLATE, inputs | {"number": str(n)}, MOMENT, more), ""),
        ("PDF/A-3 with UBL", lambda n: paper.render(sample(n), document, at=MOMENT), "<= 2x floor"),
        ("whole document", lambda n: make(sample(n), at=MOMENT), "<= 11 ms"),
    ]
    for name, act, stated in rows:
        line(name, f"{median(act):.2f} ms", stated)


def together() -> None:
    """Two processes beside each other: throughput, and memory after so many documents."""
    command = [sys.executable, "-m", "bench.documents", str(COUNT)]
    started = time.perf_counter()
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].split() for process in both]
    rates = [float(words[0]) for words in said]
    line("two processes, by the clock", f"{sum(rates):.0f}/s", ">= 150/s on two free cores")
    line("processor time per document", f"{statistics.mean(float(words[1]) for words in said):.2f} ms", "")
    line(
        f"memory after {COUNT} documents", ", ".join(f"{words[2]} MiB (was {words[3]})" for words in said), "<= 400 MB"
    )
    line("start and all", f"{time.perf_counter() - started:.1f} s", "")


def many(count: int) -> None:
    """So many different documents, one after the other."""
    from klantkaart.billing.documents.making import make

    for number in range(WARM):
        make(sample(number), at=MOMENT)
    before = memory()
    started, used = time.perf_counter(), time.process_time()
    for number in range(count):
        make(sample(number), at=MOMENT)
    taken = time.perf_counter() - started
    each = (time.process_time() - used) * 1000 / count
    print(f"{count / taken:.1f} {each:.2f} {memory()} {before}")


def memory() -> int:
    """MiB of this process that are in use now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def sample(number: int) -> Invoice:
    """An ordinary invoice of four lines, different for every number."""
    from klantkaart.billing.documents.parts import Invoice, Line, Party, Payment, Period, standard

    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    seller = Party(
        name="Kiezel Telecom", legal_name="Kiezel Telecom B.V.", street="Havenstraat 12", postcode="2404 CC",
        city="Alphen aan den Rijn", kvk="99000123", vat_id="NL999000111B01",
    )  # fmt: skip
    buyer = replace(
        seller, name=f"Bakkerij {number}", legal_name=f"Bakkerij {number} B.V.", kvk="99000456", vat_id="NL999000500B01"
    )
    line = partial(Line, unit="MON", period=march, vat=standard())
    return Invoice(
        number=f"2026-{number:05d}",
        issued=date(2026, 3, 31),
        due=date(2026, 4, 14),
        period=march,
        seller=seller,
        buyer=buyer,
        buyer_reference=str(10000 + number),
        payment=Payment(iban="NL67ABNA0999000123", account_name="Kiezel Telecom B.V."),
        lines=(
            line(description="Hosted telefonie", quantity=Decimal(number % 9 + 1), unit_price=Decimal("12.50")),
            line(description="Glasvezel 500/500", unit_price=Decimal("44.95")),
            line(description="Belminuten", quantity=Decimal(number % 700), unit="MIN", unit_price=Decimal("0.0725")),
            line(description="Alarmopvolging", unit_price=Decimal("19.00"), detail=f"Pand {number}"),
        ),
    )


def median(act: Callable[[int], object]) -> float:
    taken = []
    for number in range(WARM + TIMES):
        start = time.process_time()
        act(number)
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken[WARM:])


def line(what: str, measured: str, stated: str) -> None:
    print(f"{what:<44} {measured:>22}   {stated}", flush=True)


if __name__ == "__main__":
    main()
