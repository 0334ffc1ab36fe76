"""The files of the screens, gathered and compressed once for each version of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_MARK = ".gathered-from"


def gather_static() -> bool:
    """Gather the files again when one of them changed; whether that was needed."""
    mark = Path(settings.STATIC_ROOT) / _MARK
    sources = _sources()
    if mark.exists() and mark.read_text(encoding="ascii") == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(sources, encoding="ascii")
    return True


def _sources() -> str:
    """One hash over the names, sizes and times of every source file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
