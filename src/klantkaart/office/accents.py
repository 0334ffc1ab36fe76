"""The twelve colours a company can call its own. The names are the data-accent values of static/css/tokens.css."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCENTS: Final[tuple[tuple[str, Promise], ...]] = (
    ("sea", _("zeeblauw")),
    ("ice", _("ijsblauw")),
    ("teal", _("petrol")),
    ("green", _("bosgroen")),
    ("grass", _("grasgroen")),
    ("mustard", _("mosterd")),
    ("orange", _("oranje")),
    ("brick", _("baksteen")),
    ("cherry", _("kersrood")),
    ("purple", _("paars")),
    ("indigo", _("indigo")),
    ("slate", _("leisteen")),
)
DEFAULT: Final = "sea"


def known(name: str) -> str:
    """The name itself if the stylesheet knows it, else the default: a colour never breaks a page."""
    return name if any(name == key for key, _label in ACCENTS) else DEFAULT
