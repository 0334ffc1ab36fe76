"""A burgerservicenummer that strayed into a field (UAVG art. 46, rule UAVG-46): found, so that it is refused.

The choice made here. One number in eleven passes the elfproef by chance, so digits are weighed with what stands
around them:

- Nine digits that pass are probable, written as one or grouped 3-3-3 or 4-2-3 with spaces, dots or dashes.
- Eight digits (a BSN without its leading zero, or a KvK number) only count with the word BSN or sofi near them.
- The nearest name of another number before it (KvK, RSIN, btw, telefoon, factuur ...) speaks it free.
- Part of something longer is never one: more digits, letters, an IBAN, digits after a plus or 00, an amount,
  a link.
"""

import re

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.text import fold

from .shape import passes_elfproef, plain

_NEAR_BEFORE = 30
_NEAR_AFTER = 15
_CANDIDATE = re.compile(
    r"(?:(?<![^\W_])|(?<=bsn)|(?<=sofi)|(?<=nummer)|(?<=nr))(?<![0-9][.,/-])"
    r"(?:[0-9]{3}([ .-]?)[0-9]{3}\1[0-9]{3}|[0-9]{4}([ .-]?)[0-9]{2}\2[0-9]{3}|[0-9]{8})"
    r"(?![^\W_]|[.,/-]?[0-9]|,-)"
)
_ENOUGH = re.compile(r"[0-9][0-9 .-]{6,}[0-9]")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_CODE = re.compile(r"[a-z]-$")
_GROUPS_BEFORE, _GROUPS_AFTER = re.compile(r"[0-9][ .-]$"), re.compile(r"[ .-][0-9]")
_DIALLED = re.compile(r"(?:(?:\+|\b00) ?[0-9]{1,3}[ .-]?(?:\(0\))?|\(0[0-9]*\)|\b0)[ .-]?$")
_BSN_WORD = re.compile(r"\b(?:bsn|sofi|burger ?service|sociaal[ -]fiscaal)")
_OTHER_WORD = re.compile(
    r"\b(?:kvk|k\.v\.k|kamer van koophandel|handelsregister|rsin|btw|vat\b|(?<!\.)nl ?$|iban|rekening|"
    r"tel(?:\b|ef|n)|mob(?:\b|iel|n)|gsm|fax|phone|imei|icc|sim(?:\b|kaart|n)|serie|serial|s/n|sn\b|mac\b|"
    r"factu|invoice|order|bestel|klantn|klantcode|debiteur|crediteur|contract|polis|ticket|zaakn|dossiern|"
    r"artikeln|project|ref(?:\b|er)|kenmerk|offerte|pakbon|eur\b)|€"
)
_HEADING_WORD = re.compile(r"(?:bsn|sofi)(?:nr|nrs|no|num|nummer|nummers|number)?")
_HEADING_WHOLE = re.compile(r"burgerservice(?:n|$)|sociaalfiscaal|citizenservicen|socialsecurityn")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_probable_bsn(text: str) -> bool:
    """Whether the whole value is nine digits, grouped or not, that pass the elfproef."""
    value = plain(text)
    return _CANDIDATE.fullmatch(value) is not None and _is_bsn(value, 9)


def find_probable_bsn(text: str) -> bool:
    """Whether a probable BSN stands anywhere in a free text, by the choice above."""
    value = plain(text)
    if not _ENOUGH.search(value):
        return False
    value = _LINK.sub(lambda link: link[0] if _BSN_WORD.search(link[0]) else " ", fold(value))
    return any(_counts(value, found) for found in _CANDIDATE.finditer(value))


def refuse_bsn(text: str) -> None:
    """Refuse a text that holds a probable BSN; the sentence does not repeat it."""
    if find_probable_bsn(text):
        raise Invalid(
            _(
                "Hier staat mogelijk een burgerservicenummer. Dat mag alleen worden bewaard als een wet het "
                "voorschrijft (artikel 46 UAVG). Haal het weg, of zet ervoor welk nummer het wel is, zoals "
                "'factuur' of 'RSIN'."
            )
        )


def is_bsn_heading(text: str) -> bool:
    """Whether a column heading announces BSNs: BSN-nummer, sofinummer, burger service nr, KlantBSN ..."""
    words = re.split(r"[^a-z0-9]+", fold(_CAMEL.sub(" ", plain(text))))
    return any(_HEADING_WORD.fullmatch(word) for word in words) or bool(_HEADING_WHOLE.search("".join(words)))


def _is_bsn(found: str, length: int) -> bool:
    digits = re.sub("[ .-]", "", found)
    return len(digits) == length and passes_elfproef(digits.zfill(9))


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether this candidate is probable, given what stands before and after it."""
    before = text[max(0, found.start() - _NEAR_BEFORE) : found.start()]
    after = text[found.end() : found.end() + _NEAR_AFTER]
    named = _named_bsn(re.split("[0-9]", before)[-1], after)
    if named is False or (named is None and _is_part(before, found[0], after)):
        return False
    return _is_bsn(found[0], 9) or (named is True and _is_bsn(found[0], 8))


def _is_part(before: str, found: str, after: str) -> bool:
    """Whether it belongs to a telephone number, an article code or a longer row of groups."""
    if _DIALLED.search(before) or _CODE.search(before):
        return True
    grouped = not found.isdigit()
    return grouped and bool(_GROUPS_BEFORE.search(before) or _GROUPS_AFTER.match(after))


def _named_bsn(before: str, after: str) -> bool | None:
    """True: called a BSN; False: called something else; None: not named. The nearest word wins."""
    own = [word.start() for word in _BSN_WORD.finditer(before)]
    other = [word.start() for word in _OTHER_WORD.finditer(before)]
    if own or other:
        return max(own, default=-1) > max(other, default=-1)
    return True if _BSN_WORD.search(after) else None
