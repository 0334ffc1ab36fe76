"""The arithmetic of the chain; pure functions, the same as in the offline verifier."""

import json
from collections.abc import Mapping
from hashlib import sha256

START = bytes(32)

Plain = int | str | Mapping[str, int | str]


def canonical(body: Mapping[str, Plain]) -> bytes:
    """The one way to write a body: sorted keys, no spaces, UTF-8; text, whole numbers and mappings of those."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf_of(body: bytes) -> bytes:
    """RFC 6962's leaf hash."""
    return sha256(b"\x00" + body).digest()


def link(previous: bytes, leaf: bytes) -> bytes:
    """The chain after this leaf."""
    return sha256(previous + leaf).digest()


def commitment(salted: bytes) -> str:
    """What the body says of a detail: the hash of its salt and text, which says nothing once the salt is gone."""
    return sha256(salted).hexdigest()
