"""Naming somebody in the log without naming them.

HMAC-SHA-256 under the installation's "log-pseudonym" key over the person's own salt and uuid. The salt sits on the
person's row and dies with it: from then on nobody, the key's holder included, can tell whose lines these are.
"""

import hmac
from uuid import UUID

from klantkaart.kernel.actor import Pseudonymous
from klantkaart.sealing.keys import keystore

_SIZE = 16
LENGTH = 2 * _SIZE


def pseudonym(about: Pseudonymous, *, key: bytes = b"") -> str:
    """The 32 hex digits under which the log knows this person, company or thing; ``key`` saves looking it up again.

    Refuses (ValueError) an empty salt: such a pseudonym would outlive its owner.
    """
    return _keyed(key or log_key(), bytes(about.log_salt), about.uuid)


def object_pseudonym(obj: UUID, about: Pseudonymous | None, *, key: bytes = b"") -> str:
    """The pseudonym of a thing. One that belongs to somebody is keyed with their salt and dies with it."""
    return _keyed(key or log_key(), bytes(about.log_salt) if about is not None else b"object", obj)


def log_key() -> bytes:
    """The installation's key for pseudonyms."""
    return keystore().secret("log-pseudonym")


def _keyed(key: bytes, salt: bytes, uuid: UUID) -> str:
    if not salt:
        raise ValueError("A pseudonym needs a salt.")
    return hmac.digest(key, salt + uuid.bytes, "sha256")[:_SIZE].hex()
