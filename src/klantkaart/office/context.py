"""What every page of the office needs around it: the places that exist, who is signed in, theme and languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klantkaart.companies.queries import CompanyName, companies
from klantkaart.kernel.actor import Actor
from klantkaart.office.accents import DEFAULT, known

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


def _may_see(url: str, actor: Actor | None) -> bool:
    """Whether the screen at ``url`` asks a right this person holds; a screen without a rule is for all staff."""
    rule = getattr(resolve(url).func, "rule", None)
    return rule is None or actor is None or actor.holds(rule.right)


def places(path: str, actor: Actor | None = None) -> Iterator[Place]:
    """The places that have a screen this person may open, in their fixed order."""
    for name, label, drawing, key in PLACES:
        url = url_or_none(name)
        if url and _may_see(url, actor):
            current = path == url if url == "/" else path.startswith(url)
            yield Place(name, label, drawing, key, url, current)


def theme_of(request: HttpRequest) -> str:
    """What this browser asked for: light, dark, or auto (follow the system)."""
    asked = request.COOKIES.get(THEME_COOKIE, "")
    return asked if asked in {"light", "dark"} else "auto"


class Shell:
    """The frame of one page. Companies are read only when a whole page is drawn, not for a part of one."""

    themes = THEMES
    languages = settings.LANGUAGES

    def __init__(self, request: HttpRequest) -> None:
        self._actor: Actor | None = getattr(request, "actor", None)
        user = getattr(request, "user", None)
        self.signed_in = bool(user is not None and user.is_authenticated)
        self.user_name: str = getattr(user, "name", "") if self.signed_in else ""
        self.places = list(places(request.path, self._actor)) if self.signed_in else []
        self.dock, self.more = self.places[:4], self.places[4:]
        self.theme = theme_of(request)
        self.theme_url = url_or_none("office:theme")
        self.language = get_language() or settings.LANGUAGE_CODE
        self.language_url = url_or_none("set_language")
        self.search_url = url_or_none("office:search")
        self.account_url = url_or_none("account_overview")
        self.sign_out_url = url_or_none("account_logout")
        self.here = request.get_full_path() if request.method == "GET" else "/"

    @cached_property
    def companies(self) -> list[CompanyName]:
        """The companies this person works for."""
        return companies(self._actor.grants) if self._actor is not None and self._actor.grants else []

    @property
    def accent(self) -> str:
        """The colour of the one company; for several the product's own. A page about one overrides block ``accent``."""
        return known(self.companies[0].accent) if len(self.companies) == 1 else DEFAULT


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell`` for base.html, and ``frame``, the base template that fits who is looking."""
    around = Shell(request)
    return {"frame": "base.html" if around.places else "base_plain.html", "shell": around}
