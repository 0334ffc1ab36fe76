"""The gate: no address without a session that passed a second factor, except those listed here (ASVS 6.3.3, 6.3.4)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from ..models import User
from ..queries import has_second_factor
from . import marks

# Addresses for who is not signed in. Adding one is a decision: tests/unit/accounts/test_gate.py lists them too.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_lost_factor",
        "account_reset_password",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "account_password_reset_completed",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "set_language",
        "office:theme",
    }
)
# Addresses for who gave a password and has no second factor yet: what it takes to set one up.
SETTING_UP = frozenset(
    {
        "account_set_up_factor",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)


class SecondFactorGate:
    """Middleware, after authentication: lets through, sends to the sign-in page, or to setting up a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Nothing that was made for somebody may be kept by a browser or a proxy (ASVS 14.3.2).
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Decide before the view runs."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or marks.has_passed_factor(request):
            return None
        user = marks.staff(request)
        if user is None:
            return _go(request, _sign_in(request))
        return self._without_factor(request, user, name)

    def _without_factor(self, request: HttpRequest, user: User, name: str) -> HttpResponseBase | None:
        if has_second_factor(user):  # set up meanwhile, in another session: this one must show it
            logout(request)
            return _go(request, _sign_in(request))
        if name in SETTING_UP:
            return None
        return _go(request, reverse("account_set_up_factor"))


def _sign_in(request: HttpRequest) -> str:
    """The sign-in page, which leads back here. Only the path goes along: what was searched for stays out of URLs."""
    address = reverse(settings.LOGIN_URL)
    if request.method != "GET" or request.path == "/":
        return address
    return f"{address}?next={quote(request.path)}"


def _go(request: HttpRequest, address: str) -> HttpResponseBase:
    """A redirect; for a part of a page, one of the whole page."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
