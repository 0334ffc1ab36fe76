"""Tell what was done after a redirect, with one way back: a toast."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo="


def done(request: HttpRequest, sentence: str | Promise, *, undo: str = "") -> None:
    """Show a whole sentence on the next page. ``undo`` is the address that takes it back by a POST."""
    messages.success(request, str(sentence), extra_tags=f"{UNDO}{undo}" if undo else "")


def failed(request: HttpRequest, sentence: str | Promise) -> None:
    """Show on the next page what did not work, and what is safe."""
    messages.error(request, str(sentence))


def undo_url(extra_tags: str | None) -> str:
    """The address :func:`done` was given, or ""."""
    tags = extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
