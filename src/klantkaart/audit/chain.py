"""The chain: what is hashed and how. Pure functions; the offline checker (offline/verify_log.py) has its own.

::

    leaf    = SHA-256(0x00 || body)          as in RFC 6962, so that a tree can be grown over the same leaves
    chain_0 = 32 zero bytes
    chain_n = SHA-256(chain_(n-1) || leaf_n)
"""

import hashlib
import json
from collections.abc import Mapping

HASH_SIZE = 32
START = bytes(HASH_SIZE)
_LEAF = b"\x00"
_LARGEST = 2**53 - 1  # beyond this, readers that know only floating point numbers disagree
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)

Plain = int | str | Mapping[str, int | str]


def canonical(body: Mapping[str, Plain]) -> bytes:
    """The one way to write a body as JSON: keys sorted, no spaces, ASCII only, whole numbers and text only.

    Refuses (ValueError) anything else: fractions, truth values, null, lists, and numbers beyond 2^53 - 1.
    """
    return _JSON.encode(_checked(body)).encode("ascii")


def _checked(value: object) -> object:
    if type(value) is str:
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("Keys are text.")
        return {key: _checked(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return int(value)
    raise ValueError(f"A log line holds whole numbers and text, not this {type(value).__name__}.")


def leaf_of(body: bytes) -> bytes:
    """The hash that stays when the body is removed after its term."""
    return hashlib.sha256(_LEAF + body).digest()


def link(previous: bytes, leaf: bytes) -> bytes:
    """The chain after ``leaf``. Refuses (ValueError) hashes of another length."""
    if len(previous) != HASH_SIZE or len(leaf) != HASH_SIZE:
        raise ValueError("A hash has 32 bytes.")
    return hashlib.sha256(previous + leaf).digest()


def commitment(salted_detail: bytes) -> str:
    """What a body says of its detail: SHA-256(salt || detail) in hex. Says nothing once the salt is gone."""
    return hashlib.sha256(salted_detail).hexdigest()
