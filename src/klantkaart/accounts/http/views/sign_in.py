"""Coming in: second factor, passkey, showing again who one is, a new password."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from django.http import HttpResponseBase

from klantkaart.audit import log
from klantkaart.kernel import clock

from ... import events
from ...actors import actor_for
from ...sessions import drop_sessions
from .. import marks, record
from .common import Framed, me


class ShowFactor(factor.AuthenticateView):
    """The second step after a password. A wrong code is logged."""

    def form_invalid(self, form: Any) -> HttpResponseBase:
        record.refused(self.stage.login.user, step="factor")
        response: HttpResponseBase = super().form_invalid(form)
        return response


class SignInWithPasskey(passkey.LoginWebAuthnView):
    """Without a password: the passkey is both factors. A passkey that is not known is logged."""

    def form_invalid(self, form: Any) -> HttpResponseBase:
        record.refused(None, step="passkey")
        response: HttpResponseBase = super().form_invalid(form)
        return response


class _ShowAgain(Framed):
    """Before something sensitive: show again who you are, and get another session id (ASVS 7.2.4, 7.5.1)."""

    means = ""

    def form_valid(self, form: Any) -> HttpResponseBase:
        record.confirmed_again(me(self.request), means=self.means)
        marks.rotate(self.request)
        response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]  # allauth's view, mixed in
        return response


class PasswordAgain(_ShowAgain, account.ReauthenticateView):
    means = "password"


class FactorAgain(_ShowAgain, factor.ReauthenticateView):
    means = "code"


class PasskeyAgain(_ShowAgain, passkey.ReauthenticateWebAuthnView):
    means = "passkey"


class ChangePassword(Framed, account.PasswordChangeView):
    """Takes the current password; every other session ends."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        user = me(self.request)
        with log.act(events.PASSWORD_CHANGED, by=actor_for(user), at=clock.now(), about=user) as entry:
            response: HttpResponseBase = super().form_valid(form)
            entry.facts = {"sessions": drop_sessions(user, keep=self.request.session.session_key or "")}
        return response


class NewPassword(account.CompletePasswordResetView):
    """After the mailed code. Every session ends, and the second factor stays exactly what it was (ASVS 6.4.3)."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        user = self._process.user
        with log.act(events.PASSWORD_RESET, by=actor_for(user), at=clock.now(), about=user) as entry:
            response: HttpResponseBase = super().form_valid(form)
            entry.facts = {"sessions": drop_sessions(user)}
        return response
