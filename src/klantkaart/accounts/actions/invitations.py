"""Asking colleagues in: once, again, after they left, and not after all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel.actor import SYSTEM, Actor
from klantkaart.kernel.errors import Invalid, Refused, on_field
from klantkaart.kernel.numbers import parse_email
from klantkaart.kernel.text import clean_line

from .. import events, letters
from ..models import Membership, User
from ..permissions import require_former_manager_of, require_manager, require_manager_of
from ..sessions import drop_sessions
from .roles import by_company, day_of, give, known_roles


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
    given = known_roles(roles)
    require_manager(by, given)
    with on_field("name"):
        name = clean_name(name)
    with on_field("email"):
        address = free_address(email)
    person = User(name=name, email=address, language=known_language(language), created_at=at)
    person.invited_at = at if letter else None
    person.set_unusable_password()
    with log.act(
        events.INVITED, by=by, at=at, about=person, obj=person.uuid, facts={"roles": sum(map(len, given.values()))}
    ) as entry:
        person.save()
        give(person, given, since=day_of(at))
        entry.detail = {"name": name, "email": address, "roles": by_company(given)}
        if letter:
            transaction.on_commit(partial(_send, person, at=at))
    return person


def invite_again(*, person: User, by: Actor, at: datetime) -> None:
    """Send the invitation once more. Refuses when the colleague already has a password or may not sign in."""
    require_manager_of(by, person)
    _require_open(person)
    with log.act(events.INVITED_AGAIN, by=by, at=at, about=person, obj=person.uuid):
        person.invited_at, person.letter_at = at, None
        person.save(update_fields=["invited_at", "letter_at"])
        transaction.on_commit(partial(_send, person, at=at))


def withdraw_invitation(*, person: User, by: Actor, at: datetime) -> None:
    """Not after all: the colleague can no longer choose a password, and the row ends with its term. Refuses as
    :func:`invite_again`."""
    require_manager_of(by, person)
    _require_open(person)
    with log.act(events.INVITATION_WITHDRAWN, by=by, at=at, about=person, obj=person.uuid) as entry:
        Membership.objects.filter(user=person, until__isnull=True).update(until=day_of(at))
        person.is_active, person.left_on = False, day_of(at)
        person.invited_at = person.letter_at = None
        person.save(update_fields=["is_active", "left_on", "invited_at", "letter_at"])
        entry.facts = {"sessions": drop_sessions(person)}


def enable(*, person: User, roles: Mapping[int, Iterable[str]], by: Actor, at: datetime) -> None:
    """Somebody who left works here again, with these roles and a new password. Refuses as :func:`invite`, and
    somebody who never worked at a company whose people ``by`` manages."""
    require_former_manager_of(by, person)
    given = known_roles(roles)
    require_manager(by, given)
    if person.is_active:
        raise Refused(_("Deze collega heeft al toegang."))
    with log.act(events.ENABLED, by=by, at=at, about=person, obj=person.uuid) as entry:
        person.is_active, person.left_on = True, None
        person.invited_at, person.letter_at = at, None
        person.set_unusable_password()
        person.save(update_fields=["is_active", "left_on", "password", "invited_at", "letter_at"])
        give(person, given, since=day_of(at))
        entry.detail = {"roles": by_company(given)}
        transaction.on_commit(partial(_send, person, at=at))


def _send(person: User, *, at: datetime) -> None:
    """Hand the letter over; that the mail server took it is an act of its own, so that a screen never says more."""
    if letters.invitation(person):
        with log.act(events.LETTER_TAKEN, by=SYSTEM, at=at, about=person, obj=person.uuid):
            User.objects.filter(pk=person.pk).update(letter_at=at)


def _require_open(person: User) -> None:
    if person.has_usable_password() or not person.is_active:
        raise Refused(_("Deze collega heeft geen uitnodiging open staan. Kijk of de collega zich kan aanmelden."))


def clean_name(text: str) -> str:
    """A name of one line. Refuses an empty one."""
    name = clean_line(text, 120, name=_("Naam"))
    if not name:
        raise Invalid(_("Vul de naam van de collega in."))
    return name


def free_address(text: str, besides: User | None = None) -> str:
    """A sign-in address in lower case. Refuses one that is not plain ASCII or in use by somebody ``besides``."""
    address = parse_email(text).lower()
    if not address.isascii():
        raise Invalid(_("Gebruik om aan te melden een e-mailadres zonder accenten of vreemde letters."))
    taken = User.objects.filter(email=address)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise Invalid(_("Er is al een collega met dit e-mailadres. Zoek de collega op in de lijst."))
    return address


def known_language(code: str) -> str:
    """A language the product speaks. Refuses any other."""
    if code not in dict(settings.LANGUAGES):
        raise Invalid(_("Die taal is er niet. Kies Nederlands of Engels."), field="language")
    return code
