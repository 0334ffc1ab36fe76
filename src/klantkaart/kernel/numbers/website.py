"""Websites: an http(s) address that is safe to show as a link."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid

from .shape import plain

_LONGEST = 200
_NAMED = re.compile(r"\.[^.:0-9]+\.?$|\.xn--[^.:]+$")  # not localhost, not an IP address
_is_address = URLValidator(schemes=["http", "https"])


def parse_website(text: str) -> str:
    """``https://www.example.nl``: scheme added when missing, host in small letters, a lone slash dropped.

    Refuses other schemes, a name or password in the address, IP addresses, hosts without a dot, an e-mail
    address and more than 200 characters.
    """
    value = plain(text)
    if len(value) > _LONGEST:
        raise Invalid(_("Website mag hooguit 200 tekens lang zijn. Vul het adres van de voorpagina in."))
    if "://" not in value:
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
        if "@" not in parts.netloc:
            _is_address(value)
    except (ValidationError, ValueError):
        raise _unreadable() from None
    if "@" in parts.netloc:
        raise Invalid(_("Website heeft geen @ in de naam. Vul een e-mailadres in bij E-mailadres."))
    if not _NAMED.search(parts.hostname or ""):
        raise _unreadable()
    path = "" if parts.path == "/" else parts.path
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, parts.fragment))


def _unreadable() -> Invalid:
    return Invalid(_("Website is geen geldig adres. Schrijf het als www.example.nl."))
