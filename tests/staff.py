"""Staff for tests: people, companies to work at, and a client that is signed in past the gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import uuid4

from django.test import Client

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import Membership, User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Company
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor

PASSWORD = "regenjas tulpen zeventien kano"
_numbers = count(1)


def make_company(name: str = "") -> Company:
    """A company without customers."""
    name = name or f"Voorbeeld {next(_numbers)} BV"
    return Company.objects.create(name=name, legal_name=name, created_at=clock.now())


def make_user(
    *roles: Role,
    company: Company | None = None,
    at: Mapping[int, Role] | None = None,
    password: str = "",
    **fields: object,
) -> User:
    """A colleague with these roles at ``company``. Without ``password`` there is none: hashing is slow."""
    number = next(_numbers)
    fields.setdefault("email", f"collega{number}-{uuid4().hex[:6]}@example.nl")
    fields.setdefault("name", f"Collega {number}")
    person = User(**fields)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    given = [(company.pk, role) for role in roles] if company else []
    for company_id, role in [*given, *(at or {}).items()]:
        Membership.objects.create(user=person, company_id=company_id, role=role, since=date(2020, 1, 1))
    return person


def sign_in(client: Client, person: User) -> None:
    """Past the gate, as after a password and a second factor, without hashing anything."""
    client.force_login(person)
    session = client.session
    session["second_factor"] = str(person.uuid)
    session["began"] = session["seen"] = clock.now().timestamp()
    session.save()


@dataclass
class Group:
    """Two sister companies: ``owner`` manages the people of ``here`` only, ``stranger`` those of ``sister``."""

    here: Company
    sister: Company
    owner: User
    stranger: User

    @property
    def boss(self) -> Actor:
        return actor_for(self.owner)

    @property
    def other_boss(self) -> Actor:
        return actor_for(self.stranger)


def make_group() -> Group:
    """Two companies with an owner each."""
    here, sister = make_company(), make_company()
    return Group(here, sister, make_user(Role.OWNER, company=here), make_user(Role.OWNER, company=sister))
