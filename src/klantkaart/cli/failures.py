"""What went wrong, as sentences for who typed the command. What nobody foresaw stays an error with its traceback."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db.utils import DatabaseError, OperationalError

from klantkaart.kernel.errors import DomainError, InvalidFields

from .words import gettext as _

_NO_TABLE = ("no such table", "does not exist", "no such column")


def sentences_of(error: Exception) -> list[str]:
    """The reason in whole sentences; empty for an error that nobody foresaw."""
    match error:
        case InvalidFields():
            return [str(sentence) for sentence in error.errors.values()]
        case DomainError() | ImproperlyConfigured() | CommandError():
            return [str(error)]
        case DatabaseError():
            return _about_database(error)
        case OSError(filename=str() | bytes()):
            return [_("%(file)s: %(reason)s.") % {"file": error.filename, "reason": error.strerror}]
    return []


def _about_database(error: DatabaseError) -> list[str]:
    text = str(error).lower()
    if any(words in text for words in _NO_TABLE):
        return [_("Deze administratie is nog niet ingericht. Geef eerst 'klantkaart init' of 'klantkaart run'.")]
    if isinstance(error, OperationalError) and "locked" in text:
        return [_("De database is te lang bezet. Er is niets gewijzigd; probeer het over een minuut opnieuw.")]
    if isinstance(error, OperationalError):
        return [_("De database is niet bereikbaar of zit vol: %(reason)s") % {"reason": str(error).splitlines()[0]}]
    return []
