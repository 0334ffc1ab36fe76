"""What ``check --deploy`` says about places and settings that no other check knows of (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from klantkaart.sealing.inventory import unlisted

from .demo import is_demo
from .words import gettext as _


def warnings() -> list[str]:
    """Sentences, each with what to do."""
    return [*_migrations(), *_places(), *_strange_keys(), *_address()]


def _migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _("De database is niet bijgewerkt. Start een keer met 'klantkaart run'; dat werkt hem bij.")
    elif is_demo():
        yield _("Dit is de oefenadministratie; het wachtwoord daarvan is bekend. Zet er geen echte klanten in.")


def _places() -> Iterator[str]:
    """Places on the volume of the database (SQLite) or the data folder: one theft, or one restore, takes both."""
    database = settings.DATABASES["default"]
    home = Path(database["NAME"]).parent if database["ENGINE"].endswith("sqlite3") else Path(settings.DATA)
    for name, path, why in (
        ("KLANTKAART_KEYS", settings.KEY_ROOT, _("wie deze schijf kopieert, heeft gegevens en sleutels bij elkaar")),
        ("KLANTKAART_LEDGER", settings.LEDGER_ROOT, _("een teruggezette schijf neemt het wisregister mee terug")),
        ("KLANTKAART_SEALED", settings.SEALED_ROOT, _("gaat de schijf stuk, dan zijn rijen en bestanden allebei weg")),
        ("KLANTKAART_CHECKPOINTS", settings.CHECKPOINT_ROOT, _("een herschreven logboek valt hier niet op")),
    ):
        if _same_volume(Path(path), home):
            yield _("%(name)s staat op dezelfde schijf als de database: %(why)s. Kies een andere schijf.") % {
                "name": name,
                "why": why,
            }


def _strange_keys() -> Iterator[str]:
    strange = unlisted(Path(settings.KEY_ROOT))
    if strange:
        yield _(
            "In de sleutelmap staat wat daar niet hoort: %(names)s. Het kan een sleutel zijn die een afgebroken "
            "bewerking achterliet: geef 'klantkaart keys list', en vernietig wat nergens bij hoort."
        ) % {"names": ", ".join(strange[:5])}


def _same_volume(one: Path, other: Path) -> bool:
    return _existing(one).stat().st_dev == _existing(other).stat().st_dev


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _address() -> Iterator[str]:
    if not settings.SECURE:
        yield _(
            "Het adres is geen https: wachtwoorden gaan leesbaar over het netwerk. Zet KLANTKAART_URL op https://..."
        )
    elif not (settings.SECURE_SSL_REDIRECT or settings.SECURE_PROXY_SSL_HEADER):
        yield _("Wie het adres zonder https intikt, wordt niet doorgestuurd. Zet KLANTKAART_TLS_REDIRECT op 1.")
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield _("Er is geen mailserver ingesteld: brieven verschijnen alleen bij de server (KLANTKAART_EMAIL_BACKEND).")
