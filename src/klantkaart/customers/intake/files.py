"""The door: a file from a browser or the terminal is opened only when it is what it says it is, and not too much."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid, NotFound

from . import limits
from .archives import check_workbook
from .magic import Content, content_of
from .refusals import wrong_content

_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm"})
_TEXT_NAMES = frozenset({".csv", ".txt", ".tsv"})
_OLD_NAMES = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
_HEAD_BYTES = 64 * 1024
_ODD = re.compile(r"[^\w .,()&+'-]")
_SHOWN_NAME = 80


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that came through the door. ``opened`` gives it from its first byte, as often as asked."""

    name: str
    kind: FileKind
    size: int
    place: Path | BinaryIO

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes from the start. A file that was handed over open stays open."""
        if isinstance(self.place, Path):
            with self.place.open("rb") as stream:
                yield stream
        else:
            self.place.seek(0)
            yield self.place


def open_file(file: str | Path | BinaryIO, name: str = "") -> Source:
    """Check a file and say what it is; nothing is kept and nothing is read that is too large.

    ``name`` is what the user calls it (needed for an open file). Refuses, with the remedy: no file or an empty one,
    more than 50 MB, another type than the name says, old, protected or other spreadsheets, binary data, zip bombs.
    """
    place = Path(file) if isinstance(file, (str, Path)) else _rewindable(file)
    shown = shown_name(name or (place.name if isinstance(place, Path) else ""))
    size = _size_of(place, shown)
    if size == 0:
        raise Invalid(_("%(file)s is leeg. Kies het bestand met de klanten.") % {"file": shown})
    if size > limits.FILE_BYTES:
        raise _too_large(shown)
    with Source(shown, FileKind.CSV, size, place).opened() as stream:
        kind = _kind_of(stream, shown)
    return Source(shown, kind, size, place)


def shown_name(name: str) -> str:
    """The name without folders and without characters that could mislead in a sentence."""
    last = re.split(r"[\\/]", name.strip())[-1]
    clean = _ODD.sub("", last)[-_SHOWN_NAME:].strip()
    return clean or _("Dit bestand")


def _rewindable(file: BinaryIO) -> BinaryIO:
    """The file itself, or its bytes when it can only be read once (an unsealing stream); never more than allowed."""
    if file.seekable():
        return file
    return BytesIO(file.read(limits.FILE_BYTES + 1))


def _size_of(place: Path | BinaryIO, shown: str) -> int:
    if not isinstance(place, Path):
        return place.seek(0, os.SEEK_END)
    try:
        found = place.stat()
    except (OSError, ValueError):
        raise NotFound(
            _("%(file)s is niet gevonden of niet leesbaar. Controleer de plaats en de naam.") % {"file": shown}
        ) from None
    if not stat.S_ISREG(found.st_mode):
        raise Invalid(_("%(file)s is geen bestand. Geef de plaats van een .xlsx- of .csv-bestand.") % {"file": shown})
    return found.st_size


def _too_large(shown: str) -> Invalid:
    return Invalid(
        _(
            "%(file)s is groter dan %(most)d MB. Bewaar alleen het blad met de klanten, "
            "of verdeel de klanten over meer bestanden."
        )
        % {"file": shown, "most": limits.FILE_MEGABYTES}
    )


def _kind_of(stream: BinaryIO, shown: str) -> FileKind:
    """What it is, when the content is what the name says."""
    suffix = Path(shown).suffix.lower()
    content = content_of(stream.read(_HEAD_BYTES))
    if content is Content.ZIP and suffix in _WORKBOOK_NAMES:
        stream.seek(0)
        check_workbook(stream, shown)
        return FileKind.XLSX
    if content is Content.TEXT and suffix in _TEXT_NAMES:
        return FileKind.CSV
    stream.seek(0)
    raise wrong_content(content, suffix, stream, shown)
