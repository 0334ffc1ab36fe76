"""Light, dark, or as the device says: kept in a cookie of this browser, because it belongs to the desk it stands on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from klantkaart.office.context import THEME_COOKIE

YEAR = 365 * 24 * 60 * 60


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on; anything unknown means "as this device"."""
    onwards = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onwards, allowed_hosts=None):
        onwards = "/"
    response = HttpResponseRedirect(onwards)
    asked = request.POST.get("theme", "")
    if asked in {"light", "dark"}:
        response.set_cookie(THEME_COOKIE, asked, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
