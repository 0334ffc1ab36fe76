"""Files to import: the samples where they are, and small lists made on the spot."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from klantkaart.companies.models import Company
from klantkaart.customers import imports
from klantkaart.customers.imports import applying, reading
from klantkaart.customers.models import ImportBatch
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL, Actor

SAMPLES = Path(os.environ.get("IMPORT_SAMPLES") or Path(__file__).parents[2] / "shared/samples/import")
HEADINGS = "Klantnr;Bedrijf;KvK;E-mail algemeen;Tel. bedrijf;IBAN;Contactpersoon;E-mail contact"


def samples() -> list[Path]:
    """Every sample file; the test that asks is skipped, with the reason, where they are not."""
    found = sorted(path for path in SAMPLES.glob("*") if path.suffix in {".csv", ".xlsx"})
    if not found:
        pytest.skip(f"no sample files at {SAMPLES}: set IMPORT_SAMPLES")
    return found


def listed(*rows: str) -> BytesIO:
    """A hand-kept list with these rows."""
    return BytesIO("\r\n".join([HEADINGS, *rows, ""]).encode())


def read(file: BytesIO | Path, company: Company, by: Actor = TERMINAL, name: str = "lijst.csv") -> ImportBatch:
    """The batch of this file, as far as its preview."""
    shown = file.name if isinstance(file, Path) else name
    unit = imports.start_import(file=file, name=shown, company=company.pk, by=by, at=clock.now())
    reading.read(unit)
    return ImportBatch.objects.get(uuid=unit)


def take_over(unit: UUID, by: Actor = TERMINAL) -> ImportBatch:
    """Everything that is chosen in the batch becomes cards."""
    imports.begin_applying(batch=unit, by=by)
    applying.apply(unit)
    return ImportBatch.objects.get(uuid=unit)
