"""Mijn account: who I am here, how I sign in, where I am signed in, and which language I read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from klantkaart.kernel import clock
from klantkaart.kernel.errors import DomainError, NotFound

from ... import actions, queries
from ...actors import actor_for
from .. import marks
from .common import frame, me

_YEAR = 365 * 24 * 60 * 60


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    user = me(request)
    context = {
        "me": queries.about(user),
        "factors": queries.factors_of(user),
        "sessions": queries.sessions_of(user, current=request.session.session_key or ""),
        "reset": queries.reset_of(user),
    }
    return render(request, "account/overview.html", context)


@require_GET
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Where the gate sends who has no second factor yet: what it is for, and two ways to set it up."""
    if marks.has_passed_factor(request):
        return HttpResponseRedirect(reverse("account_overview"))
    return render(request, "account/set_up_factor.html", {"frame": frame(request), "name": me(request).short_name})


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    found = queries.sessions_of(me(request), current=request.session.session_key or "")
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one session; ending this one signs out."""
    user = me(request)
    current = {row.id for row in queries.sessions_of(user, current=request.session.session_key or "") if row.is_current}
    if session in current:
        return HttpResponseRedirect(reverse("account_logout"))
    try:
        actions.end_session(session=session, by=actor_for(user), at=clock.now())
    except NotFound as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Die sessie is beëindigd."))
    return HttpResponseRedirect(reverse("usersessions_list"))


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user = me(request)
    actions.end_sessions(person=user, by=actor_for(user), at=clock.now(), keep=request.session.session_key or "")
    messages.success(request, _("Je bent nu alleen nog hier aangemeld."))
    return HttpResponseRedirect(reverse("usersessions_list"))


@require_POST
def withdraw_reset(request: HttpRequest) -> HttpResponse:
    """It was not me who lost a second factor, or I found it again."""
    user = me(request)
    waiting = queries.reset_of(user)
    if waiting is not None:
        try:
            actions.withdraw_factor_reset(reset=waiting.uuid, by=actor_for(user), at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Ingetrokken. Je tweede factor blijft zoals hij is."))
    return HttpResponseRedirect(reverse("account_overview"))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language: kept with the person, and in this browser for the sign-in page."""
    code = request.POST.get("language", "")
    onwards = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onwards, allowed_hosts=None):
        onwards = "/"
    response = HttpResponseRedirect(onwards)
    if code not in dict(settings.LANGUAGES):
        messages.error(request, _("Die taal is er niet. Kies Nederlands of Engels."))
        return response
    user = marks.staff(request)
    if user is not None:
        with override(code):
            actions.set_language(person=user, language=code, by=actor_for(user), at=clock.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=_YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    """The password was right, but this person may not sign in any more."""
    if marks.staff(request) is not None:
        logout(request)
    return render(request, "account/account_inactive.html", status=403)
