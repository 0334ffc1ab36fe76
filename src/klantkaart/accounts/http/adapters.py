"""Where allauth asks this product what to do (ACCOUNT_ADAPTER, MFA_ADAPTER)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkaart.kernel import clock
from klantkaart.sealing.fields import open_value, seal_value

from .. import queries
from ..letters import deliver, may_be_written
from ..models import User
from ..sessions import drop_session
from . import marks, record

_AAD = "mfa.Authenticator.data"
_WAYS = {
    "reauthenticate": gettext_lazy("Gebruik je wachtwoord"),
    "mfa_reauthenticate": gettext_lazy("Gebruik een code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Gebruik je passkey"),
}


def display_name(user: User) -> str:
    """What a passkey is called by on the person's own device (ACCOUNT_USER_DISPLAY)."""
    return user.name


class StaffAdapter(DefaultAccountAdapter):
    """Sign-in for staff: nobody signs up, everybody is invited; every way in and every refusal is logged."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Met dit account kun je niet meer aanmelden. Vraag het de eigenaar."),
        "email_password_mismatch": gettext_lazy(
            "E-mailadres of wachtwoord klopt niet. Kijk of Caps Lock aan staat, of stel een nieuw wachtwoord in."
        ),
        "enter_current_password": gettext_lazy("Dit is niet je huidige wachtwoord. Typ het opnieuw."),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Wacht op de volgende code en typ die over."),
        "incorrect_password": gettext_lazy("Dit wachtwoord klopt niet. Typ het opnieuw."),
        "too_many_login_attempts": gettext_lazy("Te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
        "rate_limited": gettext_lazy("Te vaak geprobeerd. Wacht een paar minuten en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago and has no second factor yet goes straight on to setting one up, and then to the
        recovery codes."""
        user, at = marks.staff(self.request), clock.now()
        if marks.just_enrolled(self.request, at=at):
            return False
        if user is not None and marks.just_began(self.request, at=at) and not queries.has_second_factor(user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """allauth's ways to show again who one is, in this product's words."""
        return [way | {"description": _WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Five wrong passwords close the door for this address *from this computer*: others cannot lock anybody out."""
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beside that, one address can be tried thirty times per quarter of an hour from everywhere together."""
        address = str(credentials.get("email", "")).lower()
        if not ratelimit.consume(request, action="login_anywhere", key=address):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, _request: HttpRequest, **credentials: Any) -> None:
        record.refused(queries.by_email(str(credentials.get("email", ""))), step="password")

    def login(self, request: HttpRequest, user: User) -> None:
        """Logged before it happens; a new session id; both clocks start; a factor that was shown counts."""
        shown = [entry for entry in get_authentication_records(request, user) if entry.get("method") == "mfa"]
        record.signed_in(user, means=str(shown[-1].get("type")) if shown else "password")
        super().login(request, user)
        marks.begin(request, at=clock.now())
        if shown:
            marks.pass_factor(request, user)

    def logout(self, request: HttpRequest) -> None:
        user, key = marks.staff(request), request.session.session_key
        if user is not None:
            record.signed_out(user)
        super().logout(request)
        if key:
            drop_session(key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down stops nobody from changing a password; the log says that the letter is missing."""
        if not may_be_written():
            return
        message: EmailMessage = self.render_mail(template_prefix, email, context)
        deliver(message, template_prefix.rsplit("/", 1)[-1])


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed at rest, Dutch names, and never the last one taken away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Dit is je enige tweede factor. Voeg eerst een passkey toe; daarna kun je deze weghalen."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Stel eerst een tweede factor in; daarna krijg je herstelcodes."
        ),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Wacht op de volgende code en typ die over."),
    }

    def encrypt(self, text: str) -> str:
        return seal_value(_AAD, text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_value(_AAD, encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.email

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_factor(authenticator)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  (allauth's name)
        """What a new passkey is called until its owner gives it a better name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Klantkaart"}


def is_last_factor(authenticator: Authenticator) -> bool:
    """Whether nothing but recovery codes would be left without it."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
    return not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
