"""Roles at a company: what each may do, and for which purpose each may read (DESIGN 3)."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid


class Role(TextChoices):
    """What somebody is at one company; several things are possible, and others at the sister company."""

    OWNER = "owner", _("Eigenaar")
    OFFICE = "office", _("Kantoor")
    FINANCE = "finance", _("Administratie")
    TECHNICIAN = "technician", _("Monteur")
    PRIVACY = "privacy", _("Privacyfunctionaris")
    AUDITOR = "auditor", _("Controleur (alleen lezen)")


class Right(StrEnum):
    """One thing somebody may do. Every screen and every action asks for exactly one of these."""

    OFFICE_OPEN = "office.open"
    CUSTOMERS_VIEW = "customers.view"
    CUSTOMERS_CREATE = "customers.create"
    CUSTOMERS_CHANGE = "customers.change"
    CUSTOMERS_MERGE = "customers.merge"
    CUSTOMERS_IMPORT = "customers.import"
    CUSTOMERS_PRINT = "customers.print"
    CUSTOMERS_END = "customers.end"
    NOTES_VIEW = "notes.view"
    BANK_VIEW = "bank.view"
    AUDIT_VIEW = "audit.view"
    RETENTION_VIEW = "retention.view"
    RETENTION_RUN = "retention.run"
    HOLDS_MANAGE = "holds.manage"
    SETTINGS_VIEW = "settings.view"
    SETTINGS_CHANGE = "settings.change"
    PEOPLE_MANAGE = "people.manage"
    REGISTER_VIEW = "register.view"
    PROMISES_VIEW = "promises.view"


_AT_WORK = frozenset({Right.CUSTOMERS_VIEW, Right.NOTES_VIEW, Right.RETENTION_VIEW, Right.PROMISES_VIEW})
_KEEPS_CARDS = frozenset({Right.CUSTOMERS_CREATE, Right.CUSTOMERS_CHANGE})

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.OFFICE: _AT_WORK
    | _KEEPS_CARDS
    | {
        Right.CUSTOMERS_MERGE,
        Right.CUSTOMERS_IMPORT,
        Right.CUSTOMERS_PRINT,
        Right.CUSTOMERS_END,
        Right.BANK_VIEW,
        Right.REGISTER_VIEW,
        Right.SETTINGS_VIEW,
    },
    Role.FINANCE: _AT_WORK | _KEEPS_CARDS | {Right.BANK_VIEW, Right.SETTINGS_VIEW},
    Role.TECHNICIAN: frozenset({Right.CUSTOMERS_VIEW, Right.NOTES_VIEW}),
    Role.PRIVACY: _AT_WORK
    | {
        Right.CUSTOMERS_PRINT,
        Right.CUSTOMERS_END,
        Right.BANK_VIEW,
        Right.AUDIT_VIEW,
        Right.RETENTION_RUN,
        Right.HOLDS_MANAGE,
        Right.REGISTER_VIEW,
        Right.SETTINGS_VIEW,
    },
    Role.AUDITOR: frozenset(
        {
            Right.AUDIT_VIEW,
            Right.RETENTION_VIEW,
            Right.REGISTER_VIEW,
            Right.PROMISES_VIEW,
            Right.SETTINGS_VIEW,
        }
    ),
}

# Codes of the purpose vocabulary (datamap.vocabulary); a test keeps the two alike.
_QUOTE, _SERVICE, _INVOICING, _TAX = "quote", "service", "invoicing", "tax"
_RIGHTS, _ACCOUNTABILITY, _SECURITY, _IMPORTING = "rights", "accountability", "security", "importing"

ROLE_PURPOSES: dict[Role, frozenset[str]] = {
    Role.OWNER: frozenset({_QUOTE, _SERVICE, _INVOICING, _TAX, _RIGHTS, _IMPORTING, _ACCOUNTABILITY, _SECURITY}),
    Role.OFFICE: frozenset({_QUOTE, _SERVICE, _INVOICING, _IMPORTING}),
    Role.FINANCE: frozenset({_SERVICE, _INVOICING, _TAX}),
    Role.TECHNICIAN: frozenset({_SERVICE}),
    Role.PRIVACY: frozenset({_RIGHTS, _ACCOUNTABILITY}),
    Role.AUDITOR: frozenset({_ACCOUNTABILITY}),
}

ROLES_THAT_MANAGE_PEOPLE = frozenset(role for role, rights in ROLE_RIGHTS.items() if Right.PEOPLE_MANAGE in rights)


def read_roles(codes: Iterable[str]) -> frozenset[Role]:
    """Roles by their codes. Refuses (Invalid) a code that is none."""
    codes = frozenset(codes)
    if not codes <= set(Role.values):
        raise Invalid(_("Die rol bestaat niet. Kies een rol uit de lijst."), field="roles")
    return frozenset(Role(code) for code in codes)


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything these roles together may do; an unknown role adds nothing."""
    known = (Role(role) for role in roles if role in ROLE_RIGHTS)
    return frozenset(str(right) for role in known for right in (Right.OFFICE_OPEN, *ROLE_RIGHTS[role]))


def purposes_of(roles: Iterable[str]) -> frozenset[str]:
    """Every purpose for which these roles together may read customer data; an unknown role adds nothing."""
    known = (Role(role) for role in roles if role in ROLE_PURPOSES)
    return frozenset(purpose for role in known for purpose in ROLE_PURPOSES[role])


def purpose_grant(purpose: str) -> str:
    """How a purpose stands among the grants of an actor, beside the rights."""
    return f"purpose:{purpose}"


def grants_of(roles: Iterable[str]) -> frozenset[str]:
    """What :class:`~klantkaart.kernel.actor.Actor` carries for one company: rights, and purposes to read for."""
    held = frozenset(roles)
    return rights_of(held) | {purpose_grant(purpose) for purpose in purposes_of(held)}
