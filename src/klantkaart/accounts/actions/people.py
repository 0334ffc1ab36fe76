"""Colleagues come, change and go."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, Refused, on_field
from klantkaart.kernel.numbers import parse_email
from klantkaart.kernel.text import clean_line

from .. import events, letters
from ..models import FactorReset, Membership, User
from ..permissions import companies_of, managers, require_manager, require_manager_of
from ..roles import ROLES_THAT_MANAGE_PEOPLE, Role
from ..sessions import drop_sessions


def invite(
    *,
    name: str,
    email: str,
    roles: Mapping[int, Iterable[str]],
    by: Actor,
    at: datetime,
    language: str = "nl",
    letter: bool = True,
) -> User:
    """A new colleague with roles per company id, who chooses a password through a mailed code (``letter``).

    Refuses a name or address that is not one, an address that is in use, a colleague without any role, an unknown
    role, and companies whose people ``by`` does not manage.
    """
    given = _known_roles(roles)
    require_manager(by, given)
    with on_field("name"):
        name = _name(name)
    with on_field("email"):
        address = _free_address(email)
    person = User(name=name, email=address, language=_language(language), created_at=at)
    person.set_unusable_password()
    with log.act(
        events.INVITED, by=by, at=at, about=person, obj=person.uuid, facts={"roles": sum(map(len, given.values()))}
    ) as entry:
        person.save()
        _give(person, given, since=_day(at))
        entry.detail = {"name": name, "email": address, "roles": _by_company(given)}
        if letter:
            transaction.on_commit(partial(letters.invitation, person))
    return person


def invite_again(*, person: User, by: Actor, at: datetime) -> None:
    """Send the invitation once more. Refuses when the colleague already has a password or may not sign in."""
    require_manager_of(by, person)
    if person.has_usable_password() or not person.is_active:
        raise Refused(_("Deze collega heeft geen uitnodiging open staan. Kijk of de collega zich kan aanmelden."))
    with log.act(events.INVITED_AGAIN, by=by, at=at, about=person, obj=person.uuid):
        transaction.on_commit(partial(letters.invitation, person))


def change_person(*, person: User, name: str, email: str, by: Actor, at: datetime) -> None:
    """Another name or sign-in address. The old and the new address are told. Refuses as :func:`invite`."""
    require_manager_of(by, person)
    with on_field("name"):
        name = _name(name)
    with on_field("email"):
        address = _free_address(email, besides=person)
    if (name, address) == (person.name, person.email):
        return
    before = {"name": person.name, "email": person.email}
    after = {"name": name, "email": address}
    with log.act(
        events.PERSON_CHANGED, by=by, at=at, about=person, obj=person.uuid, detail={"before": before, "after": after}
    ):
        person.name, person.email = name, address
        person.save(update_fields=["name", "email"])
        if address != before["email"]:
            transaction.on_commit(partial(letters.address_changed, person, before["email"]))


def set_roles(*, person: User, company: int, roles: Iterable[str], by: Actor, at: datetime) -> None:
    """Let the person be exactly these roles at one company from today; none at all ends the work there.

    Refuses when ``by`` does not manage that company's people, and when nobody would be left to manage them.
    """
    wanted = _known_roles({company: roles}, empty_allowed=True)[company]
    require_manager(by, [company])
    if not person.is_active:
        raise Refused(_("Deze collega staat uit. Zet de collega eerst weer aan."))
    with log.act(
        events.ROLES_CHANGED, by=by, at=at, about=person, obj=person.uuid, facts={"company": company}
    ) as entry:
        open_ones = Membership.objects.select_for_update().filter(user=person, company=company, until__isnull=True)
        before = {membership.role for membership in open_ones}
        if before & ROLES_THAT_MANAGE_PEOPLE and not wanted & ROLES_THAT_MANAGE_PEOPLE:
            _keep_a_manager([company], without=person)
        open_ones.exclude(role__in=wanted).update(until=_day(at))
        _give(person, {company: wanted - before}, since=_day(at))
        entry.detail = {"before": sorted(before), "after": sorted(wanted)}


def disable(*, person: User, by: Actor, at: datetime, left_on: date | None = None) -> None:
    """The colleague can no longer sign in; sessions and factors end at once. ``left_on`` (default: today) starts the
    retention of what is kept about them. Refuses the last person who manages a company, and oneself."""
    if by.uuid == person.uuid:
        raise NotAllowed(_("Je kunt jezelf niet uitzetten. Vraag het een andere eigenaar."))
    require_manager_of(by, person)
    if not person.is_active:
        raise Refused(_("Deze collega staat al uit."))
    with log.act(events.DISABLED, by=by, at=at, about=person, obj=person.uuid) as entry:
        _keep_a_manager(companies_of(person), without=person)
        Membership.objects.filter(user=person, until__isnull=True).update(until=_day(at))
        FactorReset.objects.filter(user=person, done_at=None, withdrawn_at=None).update(withdrawn_at=at)
        Authenticator.objects.filter(user=person).delete()
        person.is_active, person.left_on = False, left_on or _day(at)
        person.save(update_fields=["is_active", "left_on"])
        entry.facts = {"sessions": drop_sessions(person)}


def enable(*, person: User, roles: Mapping[int, Iterable[str]], by: Actor, at: datetime) -> None:
    """Somebody who left works here again, with these roles and a new password. Refuses as :func:`invite`."""
    given = _known_roles(roles)
    require_manager(by, given)
    if person.is_active:
        raise Refused(_("Deze collega staat al aan."))
    with log.act(events.ENABLED, by=by, at=at, about=person, obj=person.uuid) as entry:
        person.is_active, person.left_on = True, None
        person.set_unusable_password()
        person.save(update_fields=["is_active", "left_on", "password"])
        _give(person, given, since=_day(at))
        entry.detail = {"roles": _by_company(given)}
        transaction.on_commit(partial(letters.invitation, person))


def set_language(*, person: User, language: str, by: Actor, at: datetime) -> None:
    """The language of this person's screens. Refuses a language the product does not speak, and somebody else's."""
    if by.uuid != person.uuid and not by.is_system:
        raise NotAllowed(_("Iedereen kiest zijn eigen taal."))
    code = _language(language)
    if code == person.language:
        return
    with log.act(events.LANGUAGE_SET, by=by, at=at, about=person, obj=person.uuid, facts={"language": code}):
        person.language = code
        person.save(update_fields=["language"])


def _known_roles(roles: Mapping[int, Iterable[str]], *, empty_allowed: bool = False) -> dict[int, set[Role]]:
    try:
        given = {company: {Role(role) for role in held} for company, held in roles.items()}
    except ValueError:
        raise Invalid(_("Die rol bestaat niet. Kies een rol uit de lijst."), field="roles") from None
    if not empty_allowed and not any(given.values()):
        raise Invalid(_("Kies minstens één rol: zonder rol kan een collega niets zien."), field="roles")
    return {company: held for company, held in given.items() if held or empty_allowed}


def _give(person: User, roles: Mapping[int, set[Role]], *, since: date) -> None:
    Membership.objects.bulk_create(
        Membership(user=person, company_id=company, role=role, since=since)
        for company, held in roles.items()
        for role in sorted(held)
    )


def _keep_a_manager(companies: Iterable[int], *, without: User) -> None:
    for company in companies:
        left = managers([company]).select_for_update().exclude(user=without)
        if _manages(without, company) and not list(left):
            raise Refused(_("Een bedrijf houdt altijd een eigenaar. Maak eerst een collega eigenaar."))


def _manages(person: User, company: int) -> bool:
    return managers([company]).filter(user=person).exists()


def _name(text: str) -> str:
    name = clean_line(text, 120, name=_("Naam"))
    if not name:
        raise Invalid(_("Vul de naam van de collega in."))
    return name


def _free_address(text: str, besides: User | None = None) -> str:
    address = parse_email(text).lower()
    if not address.isascii():
        raise Invalid(_("Gebruik om aan te melden een e-mailadres zonder accenten of vreemde letters."))
    taken = User.objects.filter(email=address)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise Invalid(_("Er is al een collega met dit e-mailadres. Zoek de collega op in de lijst."))
    return address


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise Invalid(_("Die taal is er niet. Kies Nederlands of Engels."), field="language")
    return code


def _by_company(roles: Mapping[int, set[Role]]) -> dict[str, list[str]]:
    return {str(company): sorted(held) for company, held in roles.items()}


def _day(at: datetime) -> date:
    return clock.local(at).date()
