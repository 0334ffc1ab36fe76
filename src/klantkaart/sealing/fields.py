"""Model fields that are sealed at rest: text in Python, sealed text in the database."""

from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable, Expression
from django.db.models.lookups import Lookup

from .values import open_value, rewrap_value, seal_value

__all__ = ["SealedTextField", "open_value", "rewrap_value", "seal_value"]


class SealedTextField(models.TextField[str | Combinable, str]):
    """Text encrypted with the installation's field key (:mod:`.values`), bound to ``app_label.Model.field``.

    Whoever has the database but not the key folder reads nothing. The database cannot compare, search or sort
    it; looking a value up goes through a blind index (:func:`klantkaart.sealing.recognition.mark`). Renaming
    the model or field needs a migration that opens under the old name and seals under the new one.
    """

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Also refuses an index or a unique constraint: no two sealed values are equal."""
        problems = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            problems.append(
                checks.Error(
                    "A sealed field cannot be unique or indexed.",
                    hint="Keep a mark of the value beside it (klantkaart.sealing.recognition).",
                    obj=self,
                    id="sealing.E001",
                )
            )
        return problems

    @property
    def aad(self) -> str:
        """What the sealed values of this field are bound to."""
        return f"{self.model._meta.label}.{self.name}"

    def get_prep_value(self, value: object) -> object:
        """Seal on the way to the database."""
        prepared = super().get_prep_value(value)
        return seal_value(self.aad, prepared) if isinstance(prepared, str) else prepared

    def from_db_value(
        self,
        value: str | None,
        expression: Expression,  # noqa: ARG002  (Django's signature)
        connection: BaseDatabaseWrapper,  # noqa: ARG002
    ) -> str | None:
        """Open on the way out. Refuses with SealBroken instead of returning anything else."""
        return None if value is None else open_value(self.aad, value)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Only ``isnull``; refuses any comparison (FieldError), which could never match."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.aad} is sealed and cannot be looked up; use a mark of the value.")
