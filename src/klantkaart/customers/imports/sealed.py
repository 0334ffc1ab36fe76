"""The file of a batch: sealed under the batch's own key while it is needed, gone with that key afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from uuid import UUID

from django.core.files.base import File

from klantkaart.sealing.keys import keystore
from klantkaart.sealing.storage import SealedStorage

from ..intake.files import Source
from ..intake.tables import Table, read_table
from ..models import ImportBatch

SHOWN = "klantenlijst"


def keep(unit: UUID, source: Source) -> str:
    """Seal the file; returns its name in storage. What the user called it is not kept."""
    with source.opened() as stream:
        return SealedStorage().save_for(unit, File(stream))


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Table]:
    """The table in the batch's file."""
    with SealedStorage().open(batch.file) as file:
        yield read_table(BytesIO(file.read()), f"{SHOWN}.{batch.options['type']}")


def destroy(unit: UUID) -> None:
    """The file and its key; again is harmless."""
    SealedStorage().delete_unit(unit)
    keystore().destroy(unit)
