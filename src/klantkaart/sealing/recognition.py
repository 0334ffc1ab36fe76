"""Recognising a value without keeping it: blind indexes, and who must not be brought back.

A mark is a keyed hash under a key of its own, outside the epochs, because marks must stay comparable for
their whole term. Without the key folder nobody can try guesses against a mark.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import transaction

from klantkaart.kernel.text import fold

from .keys import keystore
from .models import Suppression

_KIND = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_NOBODY = "An empty value identifies nobody."
_CHUNK = 500  # well under the number of parameters that any SQLite allows in one statement


def mark(kind: str, value: str) -> str:
    """The keyed hash (64 hex digits) of a value, the same for the same kind and value on this installation.

    Bring ``value`` into its normal form first: nothing is normalised here. Marks of different kinds never
    meet, so an e-mail address cannot be recognised as a name. Refuses (ValueError) an empty value, which
    everybody shares.
    """
    if not value:
        raise ValueError(_NOBODY)
    return marker(kind)(value)


def marker(kind: str) -> Callable[[str], str]:
    """:func:`mark` for many values in a row: the key is looked up once."""
    if not _KIND.fullmatch(kind):
        raise ValueError("A kind is lower-case letters, digits, dots, hyphens and underscores.")
    key, before = keystore().secret("recognition"), kind.encode() + b"\0"

    def marked(value: str) -> str:
        if not value:
            raise ValueError(_NOBODY)
        return hmac.digest(key, before + value.encode(), "sha256").hex()

    return marked


def suppress(marks: Iterable[str], *, since: date, until: date, kind: str = "") -> None:
    """Keep these marks from coming back, ``since`` up to and including ``until``.

    A mark that was suppressed before keeps the longest stretch. ``kind`` says what was marked, for counting.
    Refuses (ValueError) an end before the beginning.
    """
    if until < since:
        raise ValueError("A suppression cannot end before it begins.")
    with transaction.atomic():
        for chunk in _chunks(marks):
            rows = [Suppression(kind=kind, mark=one, since=since, until=until) for one in chunk]
            Suppression.objects.bulk_create(rows, ignore_conflicts=True)
            same = Suppression.objects.filter(kind=kind, mark__in=chunk)
            same.filter(until__lt=until).update(until=until)
            same.filter(since__gt=since).update(since=since)


def suppressed(marks: Iterable[str], *, on: date) -> set[str]:
    """Those of ``marks`` that must not be brought back on that day. One query per 500 marks."""
    found: set[str] = set()
    for chunk in _chunks(marks):
        rows = Suppression.objects.in_force(on).filter(mark__in=chunk)
        found.update(rows.values_list("mark", flat=True))
    return found


def forget_lapsed(*, on: date) -> int:
    """Remove the suppressions whose term is over on that day; returns how many."""
    return Suppression.objects.lapsed(on).delete()[0]


def _chunks(marks: Iterable[str]) -> Iterator[list[str]]:
    unique = sorted(set(marks))
    for start in range(0, len(unique), _CHUNK):
        yield unique[start : start + _CHUNK]


def recognised_as(kind: str, value: str) -> str:
    """The mark of a value however it is typed: folded and without spaces. What erasure leaves and imports look for."""
    return mark(kind, fold(value).replace(" ", ""))
