"""What the domain may answer instead of doing: a sentence that names the field and the remedy, and nothing changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.functional import Promise

Text = str | Promise


class DomainError(Exception):
    """A refusal a user can meet. ``message`` is a whole sentence in the user's language, without personal values
    that the user did not just type; ``field`` names the form field or column it belongs to, if any."""

    def __init__(self, message: Text, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    """A value cannot be accepted (HTTP 422, exit 1)."""


class InvalidFields(DomainError):
    """Several values cannot be accepted, told all at once: field -> sentence."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = dict(errors)


class Refused(DomainError):
    """The state does not allow the act (HTTP 409, exit 1)."""


class Conflict(Refused):
    """Someone else changed it meanwhile: ``theirs`` and ``yours`` per field, so that nothing typed is lost."""

    def __init__(self, message: Text, *, theirs: Mapping[str, object], yours: Mapping[str, object]) -> None:
        super().__init__(message)
        self.theirs = dict(theirs)
        self.yours = dict(yours)


class NotAllowed(DomainError):
    """This person may not (HTTP 403, exit 1)."""


class NotFound(DomainError):
    """It does not exist, or not for this person: outsiders cannot tell the difference (HTTP 404, exit 1)."""


@contextmanager
def on_field(field: str) -> Iterator[None]:
    """Give an :class:`Invalid` raised inside the name of the field it is about."""
    try:
        yield
    except Invalid as error:
        if not error.field:
            error.field = field
        raise
