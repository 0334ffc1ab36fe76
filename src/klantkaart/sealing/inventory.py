"""The key inventory (ASVS 11.1.1): every key, where it is, what it is for and when it changes.

A test compares it with the code: a key that is asked for by a name that is not listed here fails.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One key or kind of key. ``place`` is a pattern relative to the key folder."""

    name: str
    place: str
    algorithm: str
    use: str | Promise
    rotation: str | Promise


_NEVER = _("Niet, want oude kenmerken moeten herkenbaar blijven. Na diefstal: alles opnieuw opbouwen.")
_ON_THEFT = _("Na een vermoeden van diefstal.")

_INVENTORY = (
    KeyUse(
        "epoch",
        "installation/epoch-*.key",
        "X25519 (age)",
        _("Verpakt de sleutels van de onderdelen."),
        _("Elke maand een nieuwe. De oude wordt vernietigd na de bewaartijd van back-ups."),
    ),
    KeyUse(
        "unit",
        "units/??/*.age",
        "X25519 (age)",
        _("Verzegelt alles wat samen eindigt, zoals de documenten van één klant bij één bedrijf."),
        _("Niet: het onderdeel eindigt met zijn sleutel. Wel elke maand opnieuw verpakt."),
    ),
    KeyUse(
        "field",
        "secrets/field*.key",
        "AES-256-GCM",
        _("Versleutelt losse velden in de database, zoals IBAN's."),
        _("Na een vermoeden van diefstal, of na vier miljard waarden."),
    ),
    KeyUse(
        "log-pseudonym",
        "secrets/log-pseudonym.key",
        "HMAC-SHA-256",
        _("Maakt de schuilnamen in het logboek."),
        _NEVER,
    ),
    KeyUse(
        "recognition",
        "secrets/recognition.key",
        "HMAC-SHA-256",
        _("Herkent een waarde zonder haar te bewaren: dubbele IBAN's en wie verwijderd is."),
        _NEVER,
    ),
    KeyUse(
        "ledger",
        "secrets/ledger.key",
        "HMAC-SHA-256",
        _("Bewijst dat een regel in het wisregister hier is geschreven."),
        _NEVER,
    ),
    KeyUse(
        "checkpoint",
        "signing/checkpoint.key",
        "Ed25519",
        _("Ondertekent de tussenstanden van het logboek."),
        _ON_THEFT,
    ),
    KeyUse(
        "session-signing",
        "session-signing.key",
        "HMAC-SHA-256",
        _("Ondertekent sessies en koppelingen in e-mails."),
        _("Na een vermoeden van diefstal. Iedereen meldt zich dan opnieuw aan."),
    ),
)
_NO_KEYS = (".lock", "installation/rotating")


def inventory() -> tuple[KeyUse, ...]:
    """Every key of an installation."""
    return _INVENTORY


def unlisted(root: Path) -> list[str]:
    """Files in the key folder that the inventory does not know, relative to it.

    What a killed write left behind is among them: it may hold a key.
    """
    known = (*(use.place for use in _INVENTORY), *_NO_KEYS)
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [name for name in files if not any(fnmatchcase(name, place) for place in known)]
