"""The one door to every screen: who may come in, for which right, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.denials import record_not_allowed
from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import DomainError, Invalid, InvalidFields, NotAllowed, NotFound


class StaffRequest(HttpRequest):
    """A request of a member of staff who passed the second factor. ``at`` is the moment of the act, in UTC."""

    actor: Actor
    at: datetime


View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a screen asks: a right at some company. The meta-test over all addresses reads it."""

    right: Right


def screen(right: Right, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Guard a view: signed in (the gate before it wants the second factor), holding ``right`` somewhere.

    Outsiders - people of none of the companies - get 404. Domain errors become 404, 403, 409 or 422 with their
    sentence; nothing was changed then. That a role did not allow it is logged before it is said.
    """

    def guard(view: View) -> View:
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.actor = actor_for(request.user)
            request.at = clock.now()
            if not request.actor.grants:
                raise Http404
            try:
                _require(request.actor, right)
                return view(request, *args, **kwargs)
            except NotAllowed as error:
                record_not_allowed(
                    by=request.actor, at=request.at, action=_screen_of(request), method=str(request.method).lower()
                )
                return refuse(request, error)
            except DomainError as error:
                return refuse(request, error)

        guarded.rule = Rule(right)  # type: ignore[attr-defined]  # read by the test over all addresses
        return guarded

    return guard


def _require(actor: Actor, right: Right) -> None:
    if not actor.holds(right):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))


def _screen_of(request: HttpRequest) -> str:
    """The code of the screen: its address would say which customer."""
    return request.resolver_match.view_name if request.resolver_match is not None else ""


def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for a refusal that no form shows."""
    if isinstance(error, NotFound):
        raise Http404(str(error))
    status = 403 if isinstance(error, NotAllowed) else 422 if isinstance(error, Invalid | InvalidFields) else 409
    return render(request, f"{status}.html", {"sentence": str(error)}, status=status)
