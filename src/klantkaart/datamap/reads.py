"""Purpose-bound reads: only columns that serve the asked purposes leave the database (P01, AVG-5b).

Templates, exports and mails get :class:`Reading` objects and never model instances, so a purpose that is removed from
a field removes the field from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection, models

from . import registry


class Withheld(str):
    """What a field reads as when no asked purpose covers it: empty, false, and recognisable."""

    __slots__ = ()


WITHHELD = Withheld("")


class Reading:
    """A row as far as the asked purposes cover it. Attributes are the model's field names.

    A name that is declared but not covered reads as :data:`WITHHELD`; any other name is an :class:`AttributeError`.
    ``also`` are values computed from what was read.
    """

    __slots__ = ("_values", "_withheld")

    def __init__(self, values: Mapping[str, Any], withheld: frozenset[str] = frozenset(), **also: object) -> None:
        self._values = {**values, **also}
        self._withheld = withheld

    def __getattr__(self, name: str) -> Any:
        if name[0] == "_":  # also a copy that has no values yet
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            if name in self._withheld:
                return WITHHELD
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        if name in self._withheld:
            return WITHHELD
        return self._values[name]

    def __repr__(self) -> str:
        return f"<Reading of {', '.join(sorted(self._values))}>"  # names only: a value must not reach a log

    def withholds(self, name: str) -> bool:
        """Whether the field exists but no asked purpose covers it."""
        return name in self._withheld

    def with_(self, **also: object) -> Reading:
        """The same reading with computed values added."""
        return Reading(self._values, self._withheld, **also)

    def values(self) -> dict[str, Any]:
        """What was read, by field name."""
        return dict(self._values)


def readable(model: type[models.Model] | str, purposes: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Field names that may be read for one of these purposes, and personal names that may not."""
    declaration = registry.current().declaration(model)
    allowed = declaration.fields_for(purposes)
    return (*declaration.plain, *allowed), frozenset(declaration.personal) - frozenset(allowed)


def read(rows: models.QuerySet[Any], purposes: Iterable[str], *, also: Iterable[str] = ()) -> list[Reading]:
    """The rows, bound to these purposes; one query. ``also``: annotations and lookups on *plain* data of others."""
    return list(iter_read(rows, purposes, also=also))


def iter_read(rows: models.QuerySet[Any], purposes: Iterable[str], *, also: Iterable[str] = ()) -> Iterator[Reading]:
    """As :func:`read`, row by row."""
    names, withheld = readable(rows.model, purposes)
    for values in rows.values("pk", *names, *also):
        yield Reading(values, withheld)


def read_lines(
    model: type[models.Model], where: Mapping[str, Sequence[int | str]], purposes: Iterable[str], *, only: Sequence[str]
) -> list[Reading]:
    """``only`` these fields of rows of which each field in ``where`` has one of its values, in the order of their
    keys; one query. For lists and search: plain SQL, because building a query costs more than answering it."""
    if not all(where.values()):
        return []
    names, withheld = readable(model, purposes)
    names = ("pk", *(name for name in only if name in names))
    fields = [_field(model, name) for name in names]
    wanted = " AND ".join(f"{_quoted(_field(model, name))} IN ({_marks(values)})" for name, values in where.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(map(_quoted, fields))} FROM {model._meta.db_table}"  # noqa: S608  (names of columns)
            f" WHERE {wanted}",
            [value for values in where.values() for value in values],
        )
        # Ordered here: asked for in order, SQLite without statistics walks a whole company to spare itself the sorting.
        found = zip(*sorted(cursor.fetchall(), key=itemgetter(0)), strict=True)
    rows = zip(*map(_converted, fields, found), strict=True)
    return [Reading(dict(zip(names, row, strict=True)), withheld) for row in rows]


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(field.column or "")


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is not a column.")
    return field


def _converted(field: models.Field[Any, Any], values: Iterable[Any]) -> Iterable[Any]:
    """What the database gave as what the field holds: days and identities come as text from SQLite."""
    column = field.get_col(field.model._meta.db_table)
    for convert in (*connection.ops.get_db_converters(column), *field.get_db_converters(connection)):
        values = [convert(value, column, connection) for value in values]
    return values


def read_one(rows: models.QuerySet[Any], purposes: Iterable[str], *, also: Iterable[str] = ()) -> Reading | None:
    """The first row, or None."""
    return next(iter(read(rows[:1], purposes, also=also)), None)


def serves(model: type[models.Model] | str, name: str) -> bool:
    """Whether the field serves any purpose at all: for what is handed out whatever it is kept for (AVG art. 15, 20)."""
    return may_read(model, name, registry.current().purposes)


def may_read(model: type[models.Model] | str, name: str, purposes: Iterable[str]) -> bool:
    """Whether one of the purposes covers the field."""
    return name in registry.current().declaration(model).fields_for(purposes)
