"""Whose data a customer is: of a legal person, a sole trader or partnership, or a consumer (PD-1, PD-2)."""

import re
from collections.abc import Collection

from klantkaart.kernel.numbers.shape import mod97, passes_elfproef
from klantkaart.kernel.text import fold

from .drafts import Kind

_LEGAL = re.compile(
    r"(?<![a-z])(?:b\. ?v|bv|bvba|b\.v\.b\.a|n\. ?v|nv|stichting|vereniging|vve|cooperatie|gmbh|ag|ltd|limited|"
    r"inc|llc|plc|s\.?a\.?r\.?l|srl|s\.r\.l|sprl|asbl|vzw|gemeente|provincie|waterschap)(?![a-z])|(?<![a-z])u\. ?a\.?$"
)
_PARTNERSHIP = re.compile(
    r"(?<![a-z])(?:v\.? ?o\.? ?f|vennootschap onder firma|maatschap|c\. ?v|commanditaire vennootschap)(?![a-z])"
)
_TRADER = re.compile(r"(?<![a-z])(?:t?\.?h\.? ?o\.? ?d\.? ?n|handelend onder de naam|eenmanszaak|zzp)(?![a-z])")
_NO_NAME = re.compile(
    r"[\d&@/+()]|(?<![a-z])(?:en zonen|zn|en co|groep|group|holding|advies|service|services|bureau|bouw|shop)(?![a-z])"
)
_DUTCH_VAT = re.compile(r"NL([0-9]{9})B[0-9]{2}")
_FEWEST, _MOST = 2, 6


def is_partnership(name: str) -> bool:
    """By name a vof, maatschap or cv: its card is personal data throughout, but its btw-id holds an RSIN and no BSN."""
    return _PARTNERSHIP.search(fold(name)) is not None


def is_trader_vat(vat_id: str) -> bool:
    """Of a btw-id that was accepted: the form only natural persons have, which fails the elfproef (UAVG-46b)."""
    found = _DUTCH_VAT.fullmatch(vat_id)
    return found is not None and not passes_elfproef(found[1])


def hides_bsn(vat_id: str) -> bool:
    """A Dutch number that is right by the elfproef only: of a sole trader, its digits are a BSN (UAVG-46b)."""
    found = _DUTCH_VAT.fullmatch(vat_id)
    return found is not None and passes_elfproef(found[1]) and mod97(vat_id) != 1


def kind_of(
    name: str, folded: str, *, has_company: bool, kvk: str, vat_id: str, contacts: Collection[str]
) -> tuple[Kind, bool]:
    """The kind, and whether that is certain or a guess for the user to look at.

    ``folded`` is the name and ``contacts`` the contact persons as ``kernel.text.fold`` gives them. ``has_company`` is
    False when the name comes from the fields of a person. Without a legal form, a name that reads like that of a
    person, without KvK-nummer and btw-id and with no other contact person, is taken for a consumer's.
    """
    if not has_company:
        return (Kind.SOLE_TRADER, False) if kvk or vat_id else (Kind.PERSON, True)
    if _TRADER.search(folded) or _PARTNERSHIP.search(folded):
        return Kind.SOLE_TRADER, True
    if _LEGAL.search(folded):
        return Kind.ORGANISATION, True
    if is_trader_vat(vat_id):
        return Kind.SOLE_TRADER, True
    others = [contact for contact in contacts if contact != folded]
    if not kvk and not vat_id and not others and _reads_like_a_person(name, folded):
        return Kind.PERSON, bool(contacts)
    return Kind.ORGANISATION, False


def _reads_like_a_person(name: str, folded: str) -> bool:
    words = name.split()
    return (
        _FEWEST <= len(words) <= _MOST
        and _NO_NAME.search(folded) is None
        and words[0][:1].isupper()
        and words[-1].lstrip("'")[:1].isalpha()
    )
