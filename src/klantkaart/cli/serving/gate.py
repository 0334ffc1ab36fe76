"""Nobody is served before the erasure ledger was replayed: who is gone must not be seen again (DESIGN 7).

``klantkaart run`` replays at its start. This gate holds for any other server too, and when the replay was refused.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.template.loader import render_to_string

from klantkaart.retention.replay import refuse_unreplayed

from ..failures import sentences_of

STEPS, PAUSE = 5, 0.4  # a destruction that runs now has its line before its certificate, for a moment
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def why_closed(steps: int = STEPS) -> str:
    """Why nobody may be served now, with what to do; empty when all is well."""
    sentence = ""
    for step in range(steps):
        if step:
            time.sleep(PAUSE)
        try:
            refuse_unreplayed()
        except Exception as error:
            sentences = sentences_of(error)
            if not sentences:
                raise
            sentence = "\n".join(sentences)
        else:
            return ""
    return sentence


class Gate:
    """The web application, behind a door that opens when the ledger is replayed, and then stays open."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner
        self._open = False
        if sentence := self._closed(STEPS):
            sys.stderr.write(f"{sentence}\n")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._open or environ.get("PATH_INFO", "").startswith("/static/"):
            return self._inner(environ, start_response)
        sentence = self._closed(1)
        return self._refused(sentence, start_response) if sentence else self._inner(environ, start_response)

    def _closed(self, steps: int) -> str:
        sentence = why_closed(steps)
        self._open = not sentence
        if not connection.in_atomic_block:
            connection.close()  # nobody else does: this is no request of the application
        return sentence

    def _refused(self, sentence: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, page = _page(sentence)
        heads = [
            ("Content-Type", f"text/{kind}; charset=utf-8"),
            ("Content-Length", str(len(page))),
            ("Retry-After", "60"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"),
        ]
        start_response("503 Service Unavailable", heads)
        return [page]


def _page(sentence: str) -> tuple[str, bytes]:
    """The refusal as a page; as plain words where the files of the screens were not gathered yet."""
    try:
        return "html", render_to_string("503.html", {"sentence": sentence}).encode()
    except ValueError:
        return "plain", f"{sentence}\n".encode()
