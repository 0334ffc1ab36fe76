"""Setting up and taking away second factors. Every change is logged and ends the other sessions (ASVS 7.4.3)."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from klantkaart.audit import log
from klantkaart.audit.events import EventType
from klantkaart.kernel import clock

from ... import events, queries
from ...actors import actor_for
from ...sessions import drop_sessions
from .. import marks
from ..adapters import FactorAdapter, is_last_factor
from .common import Framed, me


class _ChangesFactors(Framed):
    """The change and its line in the log, or neither. The session goes on under another id."""

    event: EventType
    factor = ""

    def form_valid(self, form: Any) -> HttpResponseBase:
        user, request = me(self.request), self.request
        facts, newcomer = {"factor": self.factor}, not marks.has_passed_factor(request)
        with log.act(self.event, by=actor_for(user), at=clock.now(), about=user, facts=facts) as entry:
            response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]  # allauth's view, mixed in
            marks.rotate(request)
            entry.facts = facts | {"sessions": drop_sessions(user, keep=str(request.session.session_key))}
        if not queries.has_second_factor(user):
            marks.unpass_factor(request)
        elif newcomer:
            marks.enrol(request, user, at=clock.now())
        return response


class AddTotp(_ChangesFactors, totp.ActivateTOTPView):
    event = events.FACTOR_ADDED
    factor = "totp"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the secret in groups of four, for who types it over."""
        context = super().get_context_data(**kwargs)
        return context | {"secret": " ".join(re.findall(".{1,4}", context["form"].secret))}


class RemoveTotp(_ChangesFactors, totp.DeactivateTOTPView):
    event = events.FACTOR_REMOVED
    factor = "totp"


class AddPasskey(_ChangesFactors, passkey.AddWebAuthnView):
    event = events.FACTOR_ADDED
    factor = "webauthn"


class RemovePasskey(_ChangesFactors, passkey.RemoveWebAuthnView):
    """Refuses the last factor, which allauth does not."""

    event = events.FACTOR_REMOVED
    factor = "webauthn"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Authenticator.objects.filter(user=me(request), pk=kwargs["pk"]).first()
        if found is not None and is_last_factor(found):
            messages.error(request, FactorAdapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("account_overview"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class RenamePasskey(Framed, passkey.EditWebAuthnView):
    """Another name for the same passkey. The names are its owner's: sealed, and gone with them."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        user = me(self.request)
        before, after = {"name": form.initial["name"]}, {"name": form.cleaned_data["name"]}
        if before == after:
            return super().form_valid(form)  # type: ignore[no-any-return]  # allauth is not typed
        with log.act(events.PASSKEY_RENAMED, by=actor_for(user), at=clock.now(), about=user) as entry:
            response: HttpResponseBase = super().form_valid(form)
            entry.detail = {"before": before, "after": after}
        return response


class MakeRecoveryCodes(_ChangesFactors, recovery.GenerateRecoveryCodesView):
    """The old codes stop working at once."""

    event = events.RECOVERY_CODES_MADE
    factor = "recovery_codes"


class RecoveryCodes(Framed, recovery.ViewRecoveryCodesView):
    """The codes that were not used yet, after showing again who one is."""
