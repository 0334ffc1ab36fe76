"""Where declarations are kept. One registry runs; a test may run with a changed copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules

from . import purposes as vocabulary
from .declaration import Declaration, Store, Subject
from .vocabulary import Purpose

Thing = TypeVar("Thing")


class Undeclared(LookupError):
    """Nobody declared this; the system check says the same before anything starts."""


@dataclass
class Registry:
    """All that was declared. Order of declaration is the order in print-outs."""

    purposes: dict[str, Purpose] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)
    stores: dict[str, Store] = field(default_factory=dict)

    def copy(self) -> Registry:
        return Registry(dict(self.purposes), dict(self.subjects), dict(self.declarations), dict(self.stores))

    def declaration(self, model: type[models.Model] | str) -> Declaration:
        """The declaration of a model; refuses with :class:`Undeclared`."""
        label = model if isinstance(model, str) else model._meta.label
        try:
            return self.declarations[label]
        except KeyError:
            raise Undeclared(f"{label} has no declaration.") from None

    def of_subject(self, subject: str) -> list[Declaration]:
        """Declarations whose rows lead to that kind of subject."""
        return [declaration for declaration in self.declarations.values() if declaration.subject == subject]

    def purpose(self, code: str) -> Purpose:
        """The purpose of that code; refuses with :class:`Undeclared`."""
        try:
            return self.purposes[code]
        except KeyError:
            raise Undeclared(f"There is no purpose {code!r}.") from None

    def rules(self) -> dict[str, Purpose]:
        """Retention parameter code -> a purpose that uses it."""
        return {purpose.rule.parameter: purpose for purpose in self.purposes.values()}


_declared = Registry(purposes={purpose.code: purpose for purpose in vocabulary.ALL})
_running: ContextVar[Registry | None] = ContextVar("klantkaart_datamap", default=None)


def current() -> Registry:
    """The registry in force."""
    return _running.get() or _declared


def declare(*things: Declaration | Store | Subject | Purpose) -> None:
    """Register declarations, stores, subjects and purposes. A second one of the same name is refused."""
    registry = current()
    for thing in things:
        match thing:
            case Declaration():
                _add(registry.declarations, thing.model, thing)
            case Store():
                _add(registry.stores, thing.code, thing)
            case Subject():
                _add(registry.subjects, thing.code, thing)
            case Purpose():
                _add(registry.purposes, thing.code, thing)


def _add(where: dict[str, Thing], name: str, thing: Thing) -> None:
    if name in where and where[name] != thing:
        raise ValueError(f"{name} is declared twice.")
    where[name] = thing


def autodiscover() -> None:
    """Import every app's ``datamap.py``, as Django's admin does with ``admin.py``."""
    autodiscover_modules("datamap")


def model_of(label: str) -> type[models.Model]:
    """The model class behind a label."""
    return apps.get_model(label)


@contextmanager
def using(registry: Registry) -> Iterator[Registry]:
    """Run with another registry: what would happen if this were declared differently?"""
    token = _running.set(registry)
    try:
        yield registry
    finally:
        _running.reset(token)


@contextmanager
def without_purpose(model: str, fields: Iterable[str], purpose: str) -> Iterator[Registry]:
    """Run as if these fields did not serve that purpose: they must vanish wherever it is the reason to show them."""
    registry = current().copy()
    declaration = registry.declaration(model)
    personal = dict(declaration.personal)
    for name in fields:
        left = tuple(sorted(declaration.field_purposes(name) - {purpose}))
        personal[name] = replace(personal[name], purposes=left or ("none",))
    registry.declarations[model] = replace(declaration, personal=personal)
    with using(registry):
        yield registry
