"""Signed notes (C2SP signed-note, Ed25519): a text, an empty line, and a line per signature. Pure functions.

Any tool that knows the format checks them; offline/verify_log.py does so with nothing of this product.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_MARK = "\u2014 "  # an em dash begins a signature line
_HINT = 4


class NoteBroken(ValueError):
    """The text is no signed note, or not signed by this key, or was changed."""


def key_line(name: str, key: Ed25519PublicKey) -> str:
    """How a public key is written down: name, hint and key, joined by plus signs."""
    data = _ED25519 + key.public_bytes_raw()
    return f"{name}+{_identity(name, key)[:_HINT].hex()}+{base64.b64encode(data).decode()}"


def key_id(name: str, key: Ed25519PublicKey) -> str:
    """64 hex digits that only this name and key have; the first 8 are the hint in notes."""
    return _identity(name, key).hex()


def _identity(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note. Refuses (ValueError) a text that does not end with a line end or holds control characters."""
    if not text.endswith("\n") or any(ord(letter) < ord(" ") and letter != "\n" for letter in text):
        raise ValueError("The text of a note is lines without control characters.")
    signature = _identity(name, key.public_key())[:_HINT] + key.sign(text.encode())
    return f"{text}\n{_MARK}{name} {base64.b64encode(signature).decode()}\n"


def opened(note: str, name: str, key: Ed25519PublicKey) -> str:
    """The text of a note with exactly one signature, by this key. Refuses (NoteBroken) anything else, also a note
    that says the same in other bytes."""
    text, gap, signature = note.rpartition("\n\n")
    start = f"{_MARK}{name} "
    if not gap or not signature.startswith(start) or not signature.endswith("\n"):
        raise NoteBroken("not a signed note")
    text += "\n"
    try:
        data = base64.b64decode(signature.removeprefix(start)[:-1], validate=True)
    except (binascii.Error, ValueError):
        raise NoteBroken("not a signature") from None
    written = f"{text}\n{start}{base64.b64encode(data).decode()}\n"
    if data[:_HINT] != _identity(name, key)[:_HINT] or written != note:
        raise NoteBroken("signed with another key")
    try:
        key.verify(data[_HINT:], text.encode())
    except InvalidSignature:
        raise NoteBroken("the signature does not belong to the text") from None
    return text
