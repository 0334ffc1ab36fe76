"""Audit lines about signing in, each in a transaction of its own (ASVS 16.3.1). They never hold what was typed."""

from klantkaart.audit import log
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM

from .. import events
from ..actors import actor_for
from ..models import User


def signed_in(user: User, *, means: str) -> None:
    """Somebody came in. ``means``: password, passkey, totp, recovery_codes. No log, no entry."""
    with log.act(events.SIGNED_IN, by=actor_for(user), at=clock.now(), about=user, facts={"means": means}):
        pass


def signed_out(user: User) -> None:
    """Somebody left by the door."""
    with log.act(events.SIGNED_OUT, by=actor_for(user), at=clock.now(), about=user):
        pass


def confirmed_again(user: User, *, means: str) -> None:
    """Somebody who was in showed again who they are."""
    with log.act(events.CONFIRMED_AGAIN, by=actor_for(user), at=clock.now(), about=user, facts={"means": means}):
        pass


def refused(user: User | None, *, step: str) -> None:
    """Somebody did not get in; ``user`` None when the address is nobody's. ``step``: password, factor, passkey."""
    log.record_denial(events.SIGN_IN_REFUSED, by=SYSTEM, at=clock.now(), about=user, facts={"step": step})
