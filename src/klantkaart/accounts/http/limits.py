"""Sessions end: after 30 minutes of silence, and after 8 hours in any case (ASVS 7.3)."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from klantkaart.kernel import clock

from ..sessions import drop_session
from . import marks


class SessionLimits:
    """Middleware, after authentication and before the gate: an overdue session is signed out where it stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if marks.staff(request) is not None:
            at = clock.now()
            limit = marks.overdue(request, at=at)
            if limit is None:
                marks.touch(request, at=at)
            else:
                self._end(request, idle=limit == marks.IDLE)
        return self.get_response(request)

    def _end(self, request: HttpRequest, *, idle: bool) -> None:
        if request.session.session_key:
            drop_session(request.session.session_key)
        logout(request)
        messages.info(
            request,
            _("Je bent afgemeld omdat er 30 minuten niets gebeurde. Meld je opnieuw aan.")
            if idle
            else _("Je was 8 uur aangemeld. Meld je opnieuw aan."),
        )
