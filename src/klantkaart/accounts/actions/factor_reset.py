"""Losing a second factor: a second colleague confirms, or - where nobody else can - a day passes (ASVS 6.4.4).

Asking takes the password. Until the factor is replaced the person cannot sign in. Everybody concerned can withdraw
it: somebody who knows the password but has no factor must not win by waiting unseen.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, NotFound, Refused, on_field
from klantkaart.kernel.text import clean_line

from .. import events, letters
from ..models import FactorReset, User
from ..permissions import has_second_pair_of_eyes, require_manager_of
from ..policies import ALONE_WAITS, is_ripe, is_stale, open_reset_of
from ..sessions import drop_sessions

SHORTEST_REASON = 10  # characters


def ask_factor_reset(*, person: User, reason: str, by: Actor, at: datetime) -> FactorReset:
    """Say that the second factor is lost. In a one-person office this starts the clock of 24 hours.

    Refuses without a reason of at least ten characters, and a second request beside an open one.
    """
    if by.uuid != person.uuid:
        raise NotAllowed(_("Alleen wie zijn tweede factor kwijt is, kan dit melden."))
    with on_field("reason"):
        why = _reason(reason)
    if open_reset_of(person, at=at) is not None:
        raise Refused(_("Je hebt dit al gemeld. Wacht tot een collega het bevestigt of tot de wachttijd voorbij is."))
    alone = not has_second_pair_of_eyes(person)
    with log.act(events.RESET_ASKED, by=by, at=at, about=person, facts={"alone": int(alone)}) as entry:
        _close_stale(person, at=at)
        reset = FactorReset.objects.create(
            user=person, reason=why, asked_at=at, effective_at=at + ALONE_WAITS if alone else None
        )
        entry.obj = reset.uuid
        entry.detail = {"reason": why}
        transaction.on_commit(partial(letters.factor_lost, person, alone=alone))
    return reset


def confirm_factor_reset(*, reset: UUID, by: Actor, at: datetime) -> None:
    """A second colleague, who manages this person, confirms having checked who asks. Refuses the person themself."""
    found = _open(reset, at=at)
    person = found.user
    if by.uuid == person.uuid or by.is_system:
        raise NotAllowed(_("Iemand anders moet dit bevestigen. Vraag het een collega die eigenaar is."))
    require_manager_of(by, person)
    if found.confirmed_by is not None:
        raise Refused(_("Dit is al bevestigd."))
    with log.act(events.RESET_CONFIRMED, by=by, at=at, about=person, obj=found.uuid):
        found.confirmed_by, found.effective_at = by.uuid, at
        found.save(update_fields=["confirmed_by", "effective_at"])
        transaction.on_commit(partial(letters.factor_reset_confirmed, person))


def withdraw_factor_reset(*, reset: UUID, by: Actor, at: datetime) -> None:
    """Stop it: it was found again, or somebody else asked. The person or a colleague who manages them may."""
    found = _open(reset, at=at)
    if by.uuid != found.user.uuid:
        require_manager_of(by, found.user)
    with log.act(events.RESET_WITHDRAWN, by=by, at=at, about=found.user, obj=found.uuid):
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])


def finish_factor_reset(*, person: User, by: Actor, at: datetime) -> None:
    """Let the lost factors go and end every session, so that the person sets up new ones right after.

    Refuses before a colleague confirmed or the day passed, and three days after that.
    """
    if by.uuid != person.uuid:
        raise NotAllowed(_("Alleen wie zijn tweede factor kwijt is, kan dit afronden."))
    found = open_reset_of(person, at=at)
    if found is None or not is_ripe(found, at=at):
        raise Refused(_("Dit kan nog niet. Wacht tot een collega het bevestigt of tot de wachttijd voorbij is."))
    with log.act(events.RESET_DONE, by=by, at=at, about=person, obj=found.uuid) as entry:
        factors = Authenticator.objects.filter(user=person)
        entry.facts = {"factors": factors.count(), "sessions": drop_sessions(person)}
        factors.delete()
        found.done_at = at
        found.save(update_fields=["done_at"])


def _close_stale(person: User, *, at: datetime) -> None:
    FactorReset.objects.filter(user=person, done_at=None, withdrawn_at=None).update(withdrawn_at=at)


def _open(reset: UUID, *, at: datetime) -> FactorReset:
    found = FactorReset.objects.select_related("user").filter(uuid=reset, done_at=None, withdrawn_at=None).first()
    if found is None or is_stale(found, at=at):
        raise NotFound(_("Dit verzoek loopt niet meer."))
    return found


def _reason(text: str) -> str:
    why = clean_line(text, 300, name=_("Reden"))
    if len(why) < SHORTEST_REASON:
        raise Invalid(_("Schrijf kort op wat er is gebeurd, bijvoorbeeld: telefoon verloren op 3 maart."))
    return why
