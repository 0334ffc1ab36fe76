"""The words of the terminal, in Dutch unless the environment asks for English.

Reads the same catalogues as the screens, without Django: what starts and watches the server stays small.
"""

import gettext as catalogues
import os
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("nl", "en")
_VARIABLES = ("KLANTKAART_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_FOLDER = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """The first of KLANTKAART_LANG, LC_ALL, LC_MESSAGES and LANG that is set decides; anything but English is Dutch."""
    asked = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "en" if asked.lower().startswith("en") else "nl"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> catalogues.NullTranslations:
    return catalogues.translation("django", _FOLDER, [code], fallback=True)


def gettext(text: str) -> str:
    """The text in the language of this terminal; Dutch when there is no translation."""
    return _catalogue(language()).gettext(text)


def gettext_noop(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that many."""
    return _catalogue(language()).ngettext(one, many, count)
