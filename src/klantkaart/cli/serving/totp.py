"""The code that an authenticator app would show (RFC 6238), for the sign-ins of the practice administration."""

import base64
import hashlib
import hmac

STEP, DIGITS = 30, 6


def code_at(secret: str, moment: float) -> str:
    """The six digits for this base32 secret at that moment (seconds since 1970)."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(moment // STEP).to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def seconds_left(moment: float) -> int:
    """How long the code of that moment can still be used."""
    return STEP - int(moment % STEP)
