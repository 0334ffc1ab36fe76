"""Error-level system checks: what is not declared does not start. ``migrate``, the server and the tests all refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from . import registry
from .declaration import Declaration

HINT = "Declare it in the app's datamap.py (docs/how-to/add-a-field.md)."


def register_all() -> None:
    """Called once the registry is filled."""
    checks.register(check_declarations)


def check_declarations(app_configs: Sequence[AppConfig] | None = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Every model, field, through table, JSON key and store is declared; every purpose has a ground and a term."""
    del app_configs  # a declaration of one app speaks about others: it is all or nothing
    return [*_models(), *_fields(), *_purposes(), *_paths(), *_json_keys(), *_stores(), *_outliving()]


def _error(number: int, message: str, obj: object = None) -> checks.CheckMessage:
    return checks.Error(message, hint=HINT, obj=obj, id=f"datamap.E{number:03}")


def _meta(model: type[models.Model]) -> Any:
    return model._meta


def field_names(model: type[models.Model]) -> set[str]:
    """Concrete columns of a model."""
    return {field.name for field in _meta(model).concrete_fields}


def _models() -> Iterator[checks.CheckMessage]:
    known = registry.current().declarations
    every = {_meta(model).label: model for model in apps.get_models(include_auto_created=True)}
    for label, model in every.items():
        if label not in known and _meta(model).managed:
            yield _error(1, f"{label} has no declaration.", model)
    for label in known:
        if label not in every:
            yield _error(2, f"{label} is declared but is no model.")


def _fields() -> Iterator[checks.CheckMessage]:
    for label, declaration in registry.current().declarations.items():
        model = _model(label)
        if model is None:
            continue
        said = [*declaration.plain, *declaration.personal]
        have = field_names(model)
        for name in sorted(have - set(said)):
            yield _error(3, f"{label}.{name} is not declared.", model)
        for name in sorted(set(said) - have):
            yield _error(4, f"{label}.{name} is declared but is no column.", model)
        for name in sorted({name for name in said if said.count(name) > 1}):
            yield _error(5, f"{label}.{name} is declared as plain and as personal.", model)


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _purposes() -> Iterator[checks.CheckMessage]:
    known = registry.current().purposes
    for purpose in known.values():
        if not purpose.basis:
            yield _error(6, f"Purpose {purpose.code} has no lawful basis.")
        if not purpose.rule.starts or not purpose.rule.source:
            yield _error(7, f"Purpose {purpose.code} has no retention rule with a start and a source.")
        grounds = set(purpose.basis.values())
        if any(ground.value == "c" for ground in grounds) and not purpose.article:
            yield _error(8, f"Purpose {purpose.code} rests on a legal duty and names no article (AVG-6c).")
        if any(ground.value == "f" for ground in grounds) and not purpose.interest:
            yield _error(9, f"Purpose {purpose.code} rests on an interest and does not name it (AVG-6a).")
    for label, declaration in registry.current().declarations.items():
        yield from _declared_purposes(label, declaration)


def _declared_purposes(label: str, declaration: Declaration) -> Iterator[checks.CheckMessage]:
    known = registry.current().purposes
    for name in declaration.personal:
        if not declaration.field_purposes(name):
            yield _error(10, f"{label}.{name} has no purpose (P01).")
    for code in sorted(declaration.row_purposes - set(known)):
        yield _error(11, f"{label} names the purpose {code}, which does not exist.")
    if declaration.personal and not declaration.people:
        yield _error(12, f"{label} does not say whose data it holds.")
    for code in sorted(declaration.row_purposes & set(known)):
        if declaration.people and not any(known[code].basis_for(who) for who in declaration.people):
            yield _error(13, f"{label}: purpose {code} has no basis for the people it is about.")


def _paths() -> Iterator[checks.CheckMessage]:
    subjects = registry.current().subjects
    for label, declaration in registry.current().declarations.items():
        model = _model(label)
        if model is None:
            continue
        if declaration.personal and not declaration.subject:
            yield _error(14, f"{label} holds personal data and leads to no subject.", model)
        if not declaration.subject:
            continue
        subject = subjects.get(declaration.subject)
        if subject is None:
            yield _error(15, f"{label} names the subject {declaration.subject}, which does not exist.", model)
            continue
        if _end_of(model, declaration.path) != subject.model:
            yield _error(16, f"{label}: the path {declaration.path!r} does not reach {subject.model}.", model)
        if declaration.anchor and _end_of(model, declaration.anchor) != subject.anchors:
            yield _error(17, f"{label}: the anchor {declaration.anchor!r} does not reach {subject.anchors}.", model)
        if declaration.person and _end_of(model, declaration.person) != subject.person:
            yield _error(18, f"{label}: the person {declaration.person!r} does not reach {subject.person}.", model)


def _end_of(model: type[models.Model], path: str) -> str:
    """Label of the model that a lookup path ends at; empty when it does not resolve."""
    for part in [] if path in {"", "pk"} else path.split(LOOKUP_SEP):
        try:
            related = _meta(model).get_field(part).related_model
        except FieldDoesNotExist:
            return ""
        if related is None:
            return ""
        model = related
    return str(_meta(model).label)


def _json_keys() -> Iterator[checks.CheckMessage]:
    for label, declaration in registry.current().declarations.items():
        model = _model(label)
        for name, personal in declaration.personal.items():
            if model is None or name not in field_names(model):
                continue
            if isinstance(_meta(model).get_field(name), models.JSONField) and not personal.keys:
                yield _error(19, f"{label}.{name} is JSON with personal data and declares no keys.", model)


def _stores() -> Iterator[checks.CheckMessage]:
    covered = {entry for store in registry.current().stores.values() for entry in store.covers}
    for entry in sorted(configured_places() - covered):
        yield _error(20, f"{entry} is a place that holds data, and no Store declares it.")
    for code, store in registry.current().stores.items():
        if store.personal and not store.purposes:
            yield _error(21, f"Store {code} holds personal data for no purpose.")


def configured_places() -> set[str]:
    """Every place outside the tables that settings switch on."""
    handlers: dict[str, object] = dict(settings.LOGGING).get("handlers") or {}  # type: ignore[assignment]  # ours
    return {
        *(f"STORAGES.{alias}" for alias in settings.STORAGES),
        *(f"CACHES.{alias}" for alias in settings.CACHES),
        *(f"TASKS.{alias}" for alias in settings.TASKS),
        *(f"LOGGING.{name}" for name in handlers),
        "SESSION_ENGINE",
        "EMAIL_BACKEND",
        *(name for name in dir(settings) if name.endswith("_ROOT") and name not in {"STATIC_ROOT", "MEDIA_ROOT"}),
    }


def _outliving() -> Iterator[checks.CheckMessage]:
    """A row that may stay when its subject goes needs a link that can be cut."""
    known = registry.current().purposes
    subjects = registry.current().subjects
    for label, declaration in registry.current().declarations.items():
        model = _model(label)
        for name in declaration.detach:
            if model is not None and not _meta(model).get_field(name).null:
                yield _error(22, f"{label}.{name} is to be detached and cannot be empty.", model)
        subject = subjects.get(declaration.subject)
        owner = registry.current().declarations.get(subject.model) if subject else None
        if owner is None or not declaration.path or declaration.path == "pk":
            continue
        longer = declaration.row_purposes - owner.row_purposes
        if any(code in known for code in longer) and not declaration.detach:
            yield _error(23, f"{label} may outlive its subject and has no link that can be cut (detach).", model)
