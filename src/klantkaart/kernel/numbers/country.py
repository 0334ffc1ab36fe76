"""Countries: ISO 3166 alpha-2 codes and their names in Dutch and English (CLDR, through Babel)."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.text import fold

from .shape import plain

# CLDR regions that are no country: unions, islands without a code of their own, placeholders.
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# What people also write: other names, the code Greece uses for tax, and the road codes of the neighbours.
_ALSO = {
    **dict.fromkeys(("holland", "the netherlands"), "NL"),
    **dict.fromkeys(("uk", "engeland", "england", "schotland", "scotland", "wales"), "GB"),
    **dict.fromkeys(("groot-brittannie", "great britain"), "GB"),
    **dict.fromkeys(("vs", "usa", "amerika"), "US"),
    "el": "GR",
    "b": "BE",
    "d": "DE",
    "f": "FR",
    "l": "LU",
}


def country_code(text: str) -> str:
    """The alpha-2 code, from either code or from the name in Dutch or English. Refuses the unknown."""
    code = _codes().get(fold(plain(text)))
    if code is None:
        raise Invalid(
            _("Land is niet herkend. Schrijf de naam, zoals Nederland of België, of de code, zoals NL of BE.")
        )
    return code


def show_country(code: str) -> str:
    """The name in the language of the reader; an unknown code shows as itself."""
    language = (get_language() or "nl").partition("-")[0]
    return _names("en" if language == "en" else "nl").get(code, code)


@lru_cache(maxsize=2)
def _names(language: str) -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415  (10 MB, only when a country is read or shown)

    names = Locale(language).territories
    return {code: name for code, name in names.items() if code.isalpha() and code not in _NO_COUNTRY}


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """Everything that names a country, folded -> its code."""
    from babel.core import get_global  # noqa: PLC0415

    found: dict[str, str] = {}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:  # noqa: PLR2004  (alpha-3)
            found[fold(alias)] = codes[0]
    for language in ("en", "nl"):
        found |= {fold(name): code for code, name in _names(language).items()}
    found |= {fold(code): code for code in _names("nl")}
    return found | _ALSO
