"""The six colleagues of the practice administration, one for each role, and what they sign in with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from klantkaart.accounts import actions
from klantkaart.accounts.http.adapters import FactorAdapter
from klantkaart.accounts.queries import by_email
from klantkaart.accounts.roles import Role
from klantkaart.kernel.actor import TERMINAL

PASSWORD = "regenjas tulpen zeventien kano"  # noqa: S105  (of the practice administration; printed at every start)
DOMAIN = "polder.example.nl"
OWNER = f"eigenaar@{DOMAIN}"
# Mailbox, name, role, and whether they also work for the security company.
_STAFF = (
    ("eigenaar", "Marit Tolsma", Role.OWNER, (True, True)),
    ("kantoor", "Kees Wiersma", Role.OFFICE, (True, True)),
    ("administratie", "Fleur Okafor", Role.FINANCE, (True, True)),
    ("monteur", "Tim de Vroome", Role.TECHNICIAN, (False, True)),
    ("privacy", "Petra Lindeboom", Role.PRIVACY, (True, True)),
    ("controleur", "Ali Bouazza", Role.AUDITOR, (True, False)),
)


def employ(telecom: int, security: int, *, at: datetime) -> None:
    """Make the colleagues, each with the password and a second factor."""
    for mailbox, name, role, (at_telecom, at_security) in _STAFF:
        companies = [company for company, works in ((telecom, at_telecom), (security, at_security)) if works]
        person = actions.invite(
            name=name,
            email=f"{mailbox}@{DOMAIN}",
            roles={company: [role] for company in companies},
            by=TERMINAL,
            at=at,
            letter=False,
        )
        actions.set_password(person=person, password=PASSWORD, by=TERMINAL, at=at)
        actions.enrol(person=person, by=TERMINAL, at=at)


def sign_ins() -> dict[str, Any]:
    """What to print: the password, and per colleague the second factor with the recovery codes that are left."""
    people = []
    for mailbox, _name, role, _companies in _STAFF:
        person = by_email(f"{mailbox}@{DOMAIN}")
        factors = {row.type: row for row in Authenticator.objects.filter(user=person)}
        app, codes = factors.get(Authenticator.Type.TOTP), factors.get(Authenticator.Type.RECOVERY_CODES)
        if person is None or not person.is_active or app is None:
            continue
        people.append(
            {
                "email": person.email,
                "role": str(role.label),
                "secret": FactorAdapter().decrypt(app.data["secret"]),
                "recovery_codes": codes.wrap().get_unused_codes() if codes else [],
            }
        )
    return {"password": PASSWORD, "people": people}
