"""People and companies that tests speak of: two sister companies, staff in each role, an outsider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Arrangement, Company
from klantkaart.customers import actions
from klantkaart.customers.models import Card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, Actor
from staff import make_user, sign_in


def company(name: str = "Polder Telecom") -> Company:
    return Company.objects.create(name=name, legal_name=f"{name} B.V.", created_at=clock.now())


def sisters() -> tuple[Company, Company]:
    """Two companies with an art. 26 arrangement in force."""
    first, second = company("Polder Telecom"), company("Polder Beveiliging")
    arrangement = Arrangement.objects.create(signed_on=date(2020, 1, 1), essence="Samen één klantkaart.")
    arrangement.companies.set([first, second])
    return first, second


def staff(role: str, at: Company | None) -> User:
    """A member of staff with that role at that company; without a company: of none."""
    return make_user(Role(role), company=at) if at is not None else make_user()


def actor(role: str, at: Company) -> Actor:
    return actor_for(staff(role, at))


@dataclass
class Desk:
    """Somebody at their desk: signed in, second factor passed."""

    user: User
    client: Client

    @property
    def actor(self) -> Actor:
        return actor_for(self.user)


def desk(role: str = Role.OWNER, at: Company | None = None) -> Desk:
    user = staff(role, at)
    client = Client()
    sign_in(client, user)
    return Desk(user, client)


FULL: dict[str, Any] = {
    "values": {"name": "Bakkerij Kiezel BV", "kvk_number": "99123456"},
    "relationship": {"customer_since": "2024-01-01", "services": "telephony,internet"},
    "channels": [{"kind": "phone", "value": "0172-123456"}, {"kind": "email", "value": "info@kiezel.example.nl"}],
    "addresses": [{"street": "Dreef 1", "postcode": "1234 AB", "city": "Weert"}],
    "bank": [{"iban": "NL91ABNA0417164300"}],
    "notes": ["Belt graag vroeg."],
}


def card(at: Company, **changes: Any) -> Card:
    """A customer with everything on the card, of that company."""
    contact = actions.NewContact(
        {"name": "Iris Hoekstra", "function": "directeur"}, [{"kind": "mobile", "value": "06-12345678"}]
    )
    new = actions.NewCard(**{**FULL, "contacts": [contact], **changes})
    uuid = actions.create_card(new=new, company=at.pk, by=SYSTEM, at=clock.now())
    return Card.objects.get(uuid=uuid)
