"""How to reach somebody: telephone numbers, e-mail addresses, websites, alone or several in one cell."""

import re

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_email, parse_phone, parse_website, repair_phone

from .around import Around
from .cells import Kind
from .findings import Level

_HOST = re.compile(r"(https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})/?")
_APART = re.compile(r"\s*(?:[;,|/]|\ben\b|\bof\b)\s*")
_MAIL_APART = re.compile(r"[;,|\s]+")
_IN_BRACKETS = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")


def phones(value: str, kind: Kind, around: Around) -> list[str]:
    """One number, or several with a sign or word between them; what Excel left off is put back."""
    country = around.country()
    if kind is Kind.TEXT:
        try:
            return [_phone(value, country)]
        except Invalid:
            several = _phones_apart(value, country)
            if several:
                around.tell("split_phones")
                return several
    repaired = repair_phone(value, country)
    if repaired.note:
        around.tell("repaired", reason=str(repaired.note))
    return [repaired.value]


def emails(value: str, _kind: Kind, around: Around) -> list[str]:
    """A list with commas, semicolons or spaces; also as mail programs write it, with a name around it."""
    if "," not in value and ";" not in value and " " not in value and "<" not in value:
        return [parse_email(value.removeprefix("mailto:"))]
    named = _IN_BRACKETS.findall(value)
    parts = named or [part for part in _MAIL_APART.split(value) if part]
    return _usable(parts, around)


def website(value: str, _kind: Kind, _around: Around) -> list[str]:
    found = _HOST.fullmatch(value)
    if found and "--" not in value:
        return [(found[1] or "https://") + found[2]]
    return [parse_website(value)]


def _usable(addresses: list[str], around: Around) -> list[str]:
    """The addresses that are good; the others are told. None good: the cell is refused."""
    good: dict[str, None] = {}
    wrong = None
    for address in addresses:
        try:
            good[parse_email(address)] = None
        except Invalid as error:
            wrong = error
    if wrong is not None and not good:
        raise wrong
    if wrong is not None:
        around.tell("part_refused", Level.REFUSED_CELL, reason=str(wrong.message))
    return list(good)


def _phone(value: str, country: str) -> str:
    """In the plan of the customer's country; a number that only exists in the Netherlands is a Dutch one."""
    try:
        return parse_phone(value, country)
    except Invalid:
        if country == "NL" or not value.lstrip("(").startswith("0"):
            raise
        try:
            return parse_phone(value)
        except Invalid:
            pass
        raise


def _phones_apart(value: str, country: str) -> list[str]:
    parts = [part for part in _APART.split(value) if part]
    if len(parts) < 2:  # noqa: PLR2004  (one part is no list)
        return []
    try:
        return list(dict.fromkeys(_phone(part, country) for part in parts))
    except Invalid:
        return []
