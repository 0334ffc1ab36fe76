"""Colleagues change and go."""

from datetime import date, datetime
from functools import partial

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotAllowed, Refused, on_field

from .. import events, letters
from ..models import FactorReset, Membership, User
from ..permissions import companies_of, keep_a_manager, require_manager_of
from ..sessions import drop_sessions
from .invitations import clean_name, free_address, known_language
from .roles import day_of, lock_managers


def change_person(*, person: User, name: str, email: str, by: Actor, at: datetime) -> None:
    """Another name or sign-in address. The old and the new address are told. Refuses as
    :func:`~klantkaart.accounts.actions.invitations.invite`."""
    require_manager_of(by, person)
    with on_field("name"):
        name = clean_name(name)
    with on_field("email"):
        address = free_address(email, besides=person)
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


def disable(*, person: User, by: Actor, at: datetime, left_on: date | None = None) -> None:
    """The colleague can no longer sign in; sessions and factors end at once. ``left_on`` (default: today) starts the
    retention of what is kept about them. Refuses the last person who manages a company, and oneself."""
    if by.uuid == person.uuid:
        raise NotAllowed(_("Je kunt je eigen toegang niet beëindigen. Vraag het een andere eigenaar."))
    require_manager_of(by, person)
    if not person.is_active:
        raise Refused(_("Deze collega heeft al geen toegang meer."))
    with log.act(events.DISABLED, by=by, at=at, about=person, obj=person.uuid) as entry:
        companies = companies_of(person)
        lock_managers(companies)
        keep_a_manager(companies, without=person)
        Membership.objects.filter(user=person, until__isnull=True).update(until=day_of(at))
        FactorReset.objects.filter(user=person, done_at=None, withdrawn_at=None).update(withdrawn_at=at)
        Authenticator.objects.filter(user=person).delete()
        person.is_active, person.left_on = False, left_on or day_of(at)
        person.save(update_fields=["is_active", "left_on"])
        entry.facts = {"sessions": drop_sessions(person)}


def set_language(*, person: User, language: str, by: Actor, at: datetime) -> None:
    """The language of this person's screens. Refuses a language the product does not speak, and somebody else's."""
    if by.uuid != person.uuid and not by.is_system:
        raise NotAllowed(_("Iedereen kiest zijn eigen taal."))
    code = known_language(language)
    if code == person.language:
        return
    with log.act(events.LANGUAGE_SET, by=by, at=at, about=person, obj=person.uuid, facts={"language": code}):
        person.language = code
        person.save(update_fields=["language"])
