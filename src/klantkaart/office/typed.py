"""Reading what an address or a hidden field holds: what cannot be read is no thing, never an error of the server."""

from __future__ import annotations

import re
from uuid import UUID

from klantkaart.kernel.errors import NotFound, Text

_DIGITS = 9  # fits every column for whole numbers


def whole_number(text: str | None, *, digits: int = _DIGITS) -> int | None:
    """The number written in at most so many digits 0-9; None for anything else, also other scripts' digits."""
    return int(text) if text and re.fullmatch(rf"[0-9]{{1,{digits}}}", text) else None


def identity(text: str | None, sentence: Text) -> UUID:
    """The identity. Refuses (NotFound, with that sentence) anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound(sentence) from None
