"""Sealing to a unit's key in the age format: stock ``age`` opens the result with the unit's identity.

age has no context in what it seals: whether this is the right object in the right place is for the caller to
know, who keeps a hash of it beside the reference.
"""

from uuid import UUID

import pyrage

from .errors import SealBroken
from .keys import keystore
from .streams import Readable, Sink, Source, Writable, chunks_of, decrypt, encrypt


def seal(unit: UUID, data: bytes) -> bytes:
    """``data`` sealed for ``unit``, whose key is made on first use (never seal for an erased unit)."""
    sealed: bytes = pyrage.encrypt(data, [keystore().recipient(unit)])
    return sealed


def open_box(unit: UUID, sealed: bytes) -> bytes:
    """What was sealed. Refuses with KeyGone after the unit's end and SealBroken when a single bit differs."""
    identity = keystore().identity(unit)
    try:
        opened: bytes = pyrage.decrypt(sealed, [identity])
    except pyrage.DecryptError:
        raise SealBroken from None
    return opened


def seal_stream(unit: UUID, src: Readable, dst: Writable) -> None:
    """Seal ``src`` to ``dst`` in pieces: memory stays flat. What either raises comes out unchanged."""
    encrypt(Source(chunks_of(src)), Sink(dst), keystore().recipient(unit))


def open_stream(unit: UUID, src: Readable, dst: Writable) -> None:
    """Open ``src`` to ``dst`` in pieces. Refuses as :func:`open_box` does.

    Each piece is checked before it is written, but only the end shows that nothing was cut off: after a
    refusal throw away what ``dst`` got.
    """
    decrypt(Source(chunks_of(src)), Sink(dst), keystore().identity(unit))
