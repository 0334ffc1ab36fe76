"""What roles come down to in plain words: what somebody sees and does, and what a change of roles adds or takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Text

from .roles import ROLE_RIGHTS, Right, Role

ROLE_SENTENCES: dict[Role, Text] = {
    Role.OWNER: _("Ziet en doet alles, ook beheer en medewerkers."),
    Role.OFFICE: _("Houdt klantkaarten bij, importeert, maakt uittreksels en noteert vertrek."),
    Role.FINANCE: _("Houdt klantkaarten en bankrekeningen bij."),
    Role.TECHNICIAN: _("Leest klantkaarten en notities, zonder bankrekeningen. Wijzigt niets."),
    Role.PRIVACY: _("Leest klantkaarten en het logboek, maakt uittreksels, beslist over bewaren en vernietigen."),
    Role.AUDITOR: _("Leest logboek, register en bewaartermijnen. Ziet geen klantkaarten."),
}

# In the order in which a screen tells them: first what is seen, then what is done.
ABILITIES: dict[Right, Text] = {
    Right.CUSTOMERS_VIEW: _("klantkaarten zien"),
    Right.NOTES_VIEW: _("notities lezen"),
    Right.BANK_VIEW: _("bankrekeningen zien"),
    Right.AUDIT_VIEW: _("het logboek lezen"),
    Right.RETENTION_VIEW: _("zien wat wanneer weggaat"),
    Right.REGISTER_VIEW: _("het register zien"),
    Right.PROMISES_VIEW: _("de beloften zien"),
    Right.SETTINGS_VIEW: _("beheer bekijken"),
    Right.CUSTOMERS_CREATE: _("klanten toevoegen"),
    Right.CUSTOMERS_CHANGE: _("klantkaarten wijzigen"),
    Right.CUSTOMERS_MERGE: _("klantkaarten samenvoegen"),
    Right.CUSTOMERS_IMPORT: _("klanten importeren"),
    Right.CUSTOMERS_PRINT: _("uittreksels maken"),
    Right.CUSTOMERS_END: _("vertrek van klanten noteren"),
    Right.HOLDS_MANAGE: _("vernietiging aanhouden"),
    Right.RETENTION_RUN: _("vernietigen wat aan de beurt is"),
    Right.SETTINGS_CHANGE: _("bedrijven en bewaartermijnen wijzigen"),
    Right.PEOPLE_MANAGE: _("medewerkers beheren"),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A change of roles at one company, as abilities in words. Nothing in ``gains`` and ``loses``: nothing changes."""

    company: str
    gains: tuple[Text, ...]
    loses: tuple[Text, ...]
    keeps: tuple[Text, ...]


def outlook(company: str, before: Iterable[Role], after: Iterable[Role]) -> Outlook:
    """What somebody may do at ``company`` after a change of roles, and what they could do before."""
    had, gets = _rights(before), _rights(after)
    return Outlook(company, _words(gets - had), _words(had - gets), _words(had & gets))


def _rights(roles: Iterable[Role]) -> frozenset[Right]:
    return frozenset(right for role in roles for right in ROLE_RIGHTS[role])


def _words(rights: frozenset[Right]) -> tuple[Text, ...]:
    return tuple(words for right, words in ABILITIES.items() if right in rights)
