"""Text as people type and paste it: made regular before it is kept, folded before it is compared."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .errors import Invalid, Text

# Characters that show nothing and mean nothing; web pages, Excel and word processors leave them behind.
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# C0 and C1 controls except tab and newline, lone surrogates, and two code points that are no characters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_AROUND = " \t\n\u00a0"
_TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "\u0131": "i"})
_SOMETHING = _("Deze tekst")


def clean_line(text: str, max_length: int, *, name: Text = _SOMETHING) -> str:
    """One line: NFC, trimmed, runs of white space made one space. ``max_length`` in characters (code points).

    Refuses a line break inside, NUL and other control characters, characters that turn the reading direction,
    and text that is too long. ``name`` is how the sentence calls the field.
    """
    value = _regular(text)
    if "\n" in value:
        raise Invalid(_("%(name)s moet op één regel staan. Haal de regeleinden weg.") % {"name": name})
    return _checked(" ".join(value.split()), max_length, name)


def clean_block(text: str, max_length: int, *, name: Text = _SOMETHING) -> str:
    """Several lines: NFC, trimmed, line ends as ``\\n``, no spaces at their end; refuses as ``clean_line``."""
    return _checked(_TRAILING.sub("", _regular(text)).strip(_AROUND), max_length, name)


def fold(text: str) -> str:
    """For search and matching: lower case, no accents, white space collapsed; folding twice changes nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    value = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED).translate(_IGNORED)
    value = unicodedata.normalize("NFKD", value).casefold()
    kept = "".join(char for char in value if unicodedata.category(char) != "Mn")
    return " ".join(kept.split())


def _regular(text: str) -> str:
    """NFC, without what shows nothing, one kind of line end, trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_IGNORED))
    return _NEWLINE.sub("\n", text).strip(_AROUND)


def _checked(value: str, max_length: int, name: Text) -> str:
    if _CONTROL.search(value):
        raise Invalid(
            _("%(name)s bevat een onzichtbaar stuurteken. Typ de tekst opnieuw of plak die zonder opmaak.")
            % {"name": name}
        )
    if _BIDI.search(value):
        raise Invalid(
            _("%(name)s bevat een onzichtbaar teken dat de leesrichting omdraait. Typ de tekst opnieuw.")
            % {"name": name}
        )
    if len(value) > max_length:
        sentence = ngettext(
            "%(name)s mag hooguit %(most)d teken lang zijn; nu is het %(count)d. Maak de tekst korter.",
            "%(name)s mag hooguit %(most)d tekens lang zijn; nu is het %(count)d. Maak de tekst korter.",
            max_length,
        )
        raise Invalid(sentence % {"name": name, "most": max_length, "count": len(value)})
    return value
