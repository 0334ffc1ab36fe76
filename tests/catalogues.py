"""The translations that tests read: compiled from the catalogues as they stand, so that no run reads older ones."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "klantkaart" / "locale"


def compile_all() -> None:
    """Every catalogue whose compiled file is missing or older. Several runs beside each other do no harm."""
    for source in ROOT.glob("*/LC_MESSAGES/django.po"):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime > source.stat().st_mtime:
            continue
        fresh = source.with_suffix(f".{os.getpid()}.mo")
        with source.open("rb") as stream, fresh.open("wb") as out:
            write_mo(out, read_po(stream))
        fresh.replace(made)
