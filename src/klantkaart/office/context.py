"""What every page of the office needs around it: the places that exist, who is signed in, theme and languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klantkaart.office.accents import DEFAULT

THEME_COOKIE: Final = "theme"
THEMES: Final[tuple[tuple[str, Promise], ...]] = (
    ("auto", _("Als dit apparaat")),
    ("light", _("Licht")),
    ("dark", _("Donker")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail. ``key`` is the letter after ``g``; ``current`` says that the page lies inside it."""

    name: str
    label: Promise
    icon: str
    key: str
    url: str
    current: bool


# url name, label, icon, letter after "g": the ten places of the product. One that has no screen yet is not shown.
PLACES: Final[tuple[tuple[str, Promise, str, str], ...]] = (
    ("office:today", _("Vandaag"), "today", "v"),
    ("office:customers", _("Klanten"), "customers", "k"),
    ("office:quotes", _("Offertes"), "quotes", "o"),
    ("office:invoices", _("Facturen"), "invoices", "f"),
    ("office:sharing", _("Delen"), "sharing", "d"),
    ("office:rights", _("Rechten"), "rights", "r"),
    ("office:vault", _("Kluis"), "vault", "u"),
    ("office:incidents", _("Incidenten"), "incidents", "i"),
    ("office:register", _("Register"), "register", "g"),
    ("office:settings", _("Beheer"), "settings", "b"),
)


def url_or_none(name: str) -> str:
    """The address of a screen, or "" while that screen does not exist: the frame never shows a dead link."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def places(path: str) -> Iterator[Place]:
    """The places that have a screen, in their fixed order."""
    for name, label, drawing, key in PLACES:
        url = url_or_none(name)
        if url:
            current = path == url if url == "/" else path.startswith(url)
            yield Place(name, label, drawing, key, url, current)


def theme_of(request: HttpRequest) -> str:
    """What this browser asked for: light, dark, or auto (follow the system)."""
    asked = request.COOKIES.get(THEME_COOKIE, "")
    return asked if asked in {"light", "dark"} else "auto"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` for base.html, and ``frame``, the base template that fits who is looking."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    found = list(places(request.path)) if signed_in else []
    return {
        "frame": "base.html" if found else "base_plain.html",
        "shell": {
            "places": found,
            "dock": found[:4],
            "more": found[4:],
            "user_name": (getattr(user, "name", "") or "") if signed_in else "",
            "accent": DEFAULT,
            "theme": theme_of(request),
            "themes": THEMES,
            "theme_url": url_or_none("office:theme"),
            "language": get_language() or settings.LANGUAGE_CODE,
            "languages": settings.LANGUAGES,
            "language_url": url_or_none("set_language"),
            "search_url": url_or_none("office:search") or url_or_none("office:customers"),
            "live_search": bool(url_or_none("office:search")),
            "account_url": url_or_none("office:account"),
            "sign_out_url": url_or_none("account_logout"),
            "here": request.get_full_path() if request.method == "GET" else "/",
        },
    }
