"""E-mail addresses: form only, nothing is looked up."""

import re

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid

from .shape import plain

_LONGEST = 254  # RFC 5321
# The plain addresses, for which the library does nothing but say yes; a test holds the two together.
_SHORT_WAY = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?!.*--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:arpa|invalid|local|localhost|onion|test)$)"
    r"[a-z]{2,24}"
)


def parse_email(text: str) -> str:
    """The address with its domain in small letters (IDN in its own script); before the @ it stays as typed.

    Refuses two addresses, a name around it, a domain that can receive no mail and more than 254 characters.
    """
    value = plain(text)
    local, _at, domain = value.rpartition("@")
    candidate = f"{local}@{domain.lower()}"
    if len(value) < _LONGEST and _SHORT_WAY.fullmatch(candidate):
        return candidate
    return _by_library(value)


def _by_library(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  (4 MB)

    if len(value) > _LONGEST:
        raise Invalid(_("E-mailadres mag hooguit 254 tekens lang zijn. Vul één adres in, zonder naam erbij."))
    if value.count("@") > 1:
        raise Invalid(_("E-mailadres: vul er één in. Zet een tweede adres bij een tweede contactpersoon."))
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid(_("E-mailadres is niet geldig. Schrijf het als naam@example.nl, zonder spaties.")) from None
