"""Passwords and factors given from the terminal: a new installation and the demo start with a working sign-in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klantkaart.audit import log
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, Refused

from .. import events
from ..models import User
from ..queries import has_second_factor
from ..sessions import drop_sessions


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What must be shown once to the person, and is kept nowhere in the clear."""

    totp_secret: str
    recovery_codes: tuple[str, ...]


def set_password(*, person: User, password: str, by: Actor, at: datetime) -> None:
    """A password from the terminal; every session ends. Refuses a weak one with what to do about it."""
    _require_terminal(by)
    _refuse_weak(password, person)
    with log.act(events.PASSWORD_CHANGED, by=by, at=at, about=person) as entry:
        person.set_password(password)
        person.save(update_fields=["password"])
        entry.facts = {"sessions": drop_sessions(person)}


def refuse_weak_password(password: str, *, name: str, email: str) -> None:
    """For who is not there yet. Refuses a password that somebody called so could not have."""
    _refuse_weak(password, User(name=name, email=email))


def enrol(*, person: User, by: Actor, at: datetime) -> Enrolment:
    """A one-time-password secret and recovery codes, from the terminal. Refuses somebody who has a factor."""
    _require_terminal(by)
    if has_second_factor(person):
        raise Refused(_("Deze collega heeft al een tweede factor."))
    with log.act(events.FACTOR_ADDED, by=by, at=at, about=person, facts={"factor": "totp"}):
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
        codes = RecoveryCodes.activate(person).get_unused_codes()
    return Enrolment(secret, tuple(codes))


def _require_terminal(by: Actor) -> None:
    if not by.is_system:
        raise NotAllowed(_("Dit kan alleen op de server zelf. Op het scherm doet iedereen dit voor zichzelf."))


def _refuse_weak(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from None
