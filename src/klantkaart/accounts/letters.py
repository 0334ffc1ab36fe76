"""Mail about signing in. No letter carries a secret in an address, and none stops an act when it cannot be sent."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from klantkaart.datamap.reads import may_read

from .models import User
from .queries.own import STAFF_PURPOSES

logger = logging.getLogger(__name__)


def invitation(person: User) -> bool:
    """You have a place here: choose a password through a code that is mailed when you ask for it."""
    return _send("invitation", person, person.email, address=_url("account_reset_password"))


def address_changed(person: User, before: str) -> bool:
    """The sign-in address changed: told to the old address and to the new one."""
    old = _send("address_changed", person, before)
    return _send("address_changed", person, person.email) and old


def factor_lost(person: User, *, alone: bool) -> bool:
    """Somebody with your password says that your second factor is lost."""
    return _send("factor_lost", person, person.email, alone=alone, address=_url("account_login"))


def factor_reset_confirmed(person: User) -> bool:
    """A colleague confirmed: you can sign in and set up a new second factor."""
    return _send("factor_reset_confirmed", person, person.email, address=_url("account_login"))


def _send(letter: str, person: User, to: str, **facts: object) -> bool:
    """Whether the mail server took it. A failure is logged without name or address."""
    if not may_be_written():
        return False
    with translation.override(person.language):
        context = {"name": person.short_name if may_read(User, "name", STAFF_PURPOSES) else "", **facts}
        subject = render_to_string(f"account/letters/{letter}_subject.txt", context)
        body = render_to_string(f"account/letters/{letter}.txt", context)
    message = EmailMessage(" ".join(subject.split()), body, to=[to])
    return deliver(message, letter)


def may_be_written() -> bool:
    """Whether the address of a colleague serves a purpose for which letters are sent (P01)."""
    return may_read(User, "email", STAFF_PURPOSES)


def deliver(message: EmailMessage, letter: str) -> bool:
    """Hand a message to the mail server; False, and a line without personal data in the log, when it refuses."""
    try:
        return bool(message.send())
    except (OSError, SMTPException) as error:
        logger.warning("Sign-in letter %s was not accepted by the mail server (%s).", letter, type(error).__name__)
        return False


def _url(name: str) -> str:
    return settings.SITE_URL + reverse(name)
