"""Short values sealed with the installation's field key: IBANs, one-time-password secrets and the like.

Stored as ``k<version>:`` and base64url of a random 96-bit nonce and AES-256-GCM output. What a value belongs
to is authenticated with it, so that a stored value copied into another column does not open. The version says
which field key: version 1 is the secret ``field``, version 2 ``field-2`` and so on.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Callable
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealBroken
from .keys import KeyStore, keystore

_NONCE = 12
_STORED = re.compile(r"k([1-9][0-9]{0,3}):([A-Za-z0-9_-]+={0,2})")


def seal_value(aad: str, value: str) -> str:
    """``value`` as it is stored. The empty string stays empty: there is nothing to hide."""
    return sealer(aad)(value) if value else ""


def sealer(aad: str) -> Callable[[str], str]:
    """:func:`seal_value` for many values in a row: the key is looked up once."""
    version = current_version()
    cipher, bound = _cipher(version), aad.encode()

    def seal(value: str) -> str:
        if not value:
            return ""
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + cipher.encrypt(nonce, value.encode(), bound)
        return f"k{version}:{base64.urlsafe_b64encode(sealed).decode()}"

    return seal


def open_value(aad: str, stored: str) -> str:
    """What was sealed for the same ``aad``. Refuses with SealBroken: changed, moved, or another key."""
    if not stored:
        return ""
    version = version_of(stored)
    try:
        text = stored.split(":", 1)[1]
        sealed = base64.urlsafe_b64decode(text)
        if base64.urlsafe_b64encode(sealed).decode() != text:  # one spelling per value
            raise SealBroken
        return _cipher(version).decrypt(sealed[:_NONCE], sealed[_NONCE:], aad.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise SealBroken from None


def rewrap_value(aad: str, stored: str) -> str:
    """The same value under the newest field key; unchanged if it was. Refuses as :func:`open_value`."""
    if not stored or version_of(stored) == current_version():
        return stored
    return seal_value(aad, open_value(aad, stored))


def version_of(stored: str) -> int:
    """Which field key a stored value needs. Refuses with SealBroken what was never sealed here."""
    match = _STORED.fullmatch(stored)
    if match is None:
        raise SealBroken
    return int(match[1])


def current_version() -> int:
    """The newest field key: what new values are sealed with."""
    store = keystore()
    return next(version for version in count(1) if not store.has_secret(_name(version + 1)))


def new_field_key() -> int:
    """Make the next field key and return its version. Stored values stay readable; rewrap them afterwards."""
    version = current_version() + 1
    keystore().secret(_name(version))
    return version


def _cipher(version: int) -> AESGCM:
    store: KeyStore = keystore()
    if version > 1 and not store.has_secret(_name(version)):
        raise SealBroken  # never make a key to open something with
    return AESGCM(store.secret(_name(version)))


def _name(version: int) -> str:
    return "field" if version == 1 else f"field-{version}"
