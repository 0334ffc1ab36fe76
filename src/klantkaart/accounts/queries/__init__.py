"""Typed reads about staff: for their own account page and for those who manage people."""

from .own import (
    Factors,
    OpenSession,
    Passkey,
    RoleAt,
    about,
    factors_of,
    has_second_factor,
    reset_of,
    roles_of,
    sessions_of,
)
from .people import (
    Invitation,
    by_email,
    colleague,
    names_by_pseudonym,
    open_reset,
    open_resets,
    people,
    person,
    roles_outlook,
)

__all__ = [
    "Factors",
    "Invitation",
    "OpenSession",
    "Passkey",
    "RoleAt",
    "about",
    "by_email",
    "colleague",
    "factors_of",
    "has_second_factor",
    "names_by_pseudonym",
    "open_reset",
    "open_resets",
    "people",
    "person",
    "reset_of",
    "roles_of",
    "roles_outlook",
    "sessions_of",
]
