"""Typed settings from the environment: each value is read once, and a bad one stops the start with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, or the contents of the file that ``NAME_FILE`` points to (for secrets), or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read that file ({error.strerror}).") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """1/0, true/false, yes/no, on/off."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name).strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: write a whole number.") from error


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values separated by commas."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def folder(name: str, default: Path) -> Path:
    """A folder; it is made when it is first needed."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else default
