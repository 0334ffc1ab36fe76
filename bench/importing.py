"""Taking over a customer list: rows a second, memory, and how long others wait for the write lock."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from django.db import connection, transaction

from klantkaart.cli.demo.invent import invented
from klantkaart.companies.actions import add_company
from klantkaart.customers import imports
from klantkaart.customers.imports import applying, reading
from klantkaart.customers.intake.drafts import CardDraft
from klantkaart.customers.models import Card, ImportBatch
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL

from .figures import Figure
from .timing import stopwatch

# A list as SnelStart gives it, without the columns that are empty anyway.
_HEADINGS = (
    "Relatiecode;Naam;Contactpersoon;Adres;Postcode;Plaats;LandID;Contactpersoon correspondentieadres;"
    "Contactpersoon adres;Contactpersoon postcode;Contactpersoon plaats;Contactpersoon landID;Telefoonnummer;"
    "Mobielnummer;Faxnummer;Emailadres;BTW nummer;Krediettermijn;Bankrekeningnummer;Naam rekeninghouder;"
    "Plaats rekeninghouder;Nummer kvk;Website;IBAN;BIC"
)


def measured(rows: int, folder: Path) -> Iterator[Figure]:
    """The figures of a list of that many rows, in an empty installation."""
    file = _written(rows, folder / "lijst.csv")
    now = clock.now()
    company = add_company(name="Meetlat", legal_name="Meetlat B.V.", accent="green", by=TERMINAL, at=now)
    with longest_write() as held:
        with stopwatch() as read:
            unit = imports.start_import(file=file, name="l.csv", company=company, by=TERMINAL, at=now, now=True)
            reading.read(unit)
        with stopwatch() as applied:
            imports.begin_applying(batch=unit, by=TERMINAL, now=True)
            applying.apply(unit)
    done = ImportBatch.objects.get(uuid=unit).counts["done"]["created"]
    assert done == Card.objects.count() >= rows * 0.9, "the list was not taken over"
    whole, processor = read.wall + applied.wall, read.processor + applied.processor
    note = f"{rows / processor:,.0f}/s of processor; {done:,} new cards"
    yield Figure(f"import of {rows:,} rows, whole", rows / whole, "/s", 1500, at_least=True, note=note)
    yield Figure("  reading and matching", rows / read.wall, "/s", note=f"{rows / read.processor:,.0f}/s of processor")
    yield Figure("  taking over", rows / applied.wall, "/s", note=f"{rows / applied.processor:,.0f}/s of processor")
    yield Figure("  peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 300)
    yield Figure("  longest write", max(held), "ms", 250, note=f"median {sorted(held)[len(held) // 2]:.0f} ms")


def _written(rows: int, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_HEADINGS + "\r\n")
        for number, draft in enumerate(invented(0, rows, alarm=False, today=clock.today())):
            file.write(_row(number, draft) + "\r\n")
    return path


def _row(number: int, draft: CardDraft) -> str:
    ways = {channel.kind: channel.value for channel in draft.channels}
    address = draft.addresses[0]
    person = draft.contacts[0] if draft.contacts else None
    mobile = person.channels[0].value if person else ""
    iban = draft.bank[0].iban if draft.bank else ""
    return ";".join([
        str(100_000 + number), draft.name, person.name if person else "", address.street, address.postcode,
        address.city, "NL", "", "", "", "", "", ways["phone"], mobile, "", ways["email"], "", "30", "", "", "",
        draft.kvk_number, ways.get("website", ""), iban, "",
    ])  # fmt: skip


@contextmanager
def longest_write() -> Iterator[list[float]]:
    """Milliseconds of every outermost transaction, from when it has the lock."""
    held: list[float] = []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun: list[float] = []

    def entered(self: transaction.Atomic) -> None:
        outermost = not connection.in_atomic_block
        enter(self)
        if outermost:
            begun.append(time.perf_counter())

    def left(
        self: transaction.Atomic,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        leave(self, kind, error, trace)
        if not connection.in_atomic_block and begun:
            held.append((time.perf_counter() - begun.pop()) * 1000)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left  # type: ignore[method-assign]
    try:
        yield held
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave  # type: ignore[method-assign]
