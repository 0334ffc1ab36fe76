"""A workbook is a zip made by a stranger: weighed from its directory before anything in it is unpacked."""

import struct
import zlib
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Invalid

from . import limits

WORKBOOK = "xl/workbook.xml"
BROKEN = (BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError)

_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".xlsx", ".xlsm", ".docx", ".jar")
_EMBEDDED = "xl/embeddings/"


def check_workbook(stream: BinaryIO, shown: str) -> None:
    """Refuse a zip that is no .xlsx, that is damaged or protected, or that would unpack to more than the limits."""
    with opened(stream, shown) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if WORKBOOK not in names:
            raise Invalid(_other_zip(names) % {"file": shown})
        if len(names) != len(entries) or any(_is_nested(name) for name in names):
            raise _suspicious(shown)
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Invalid(
                _("%(file)s heeft een wachtwoord. Haal dat er in Excel af en sla het bestand op als .xlsx.")
                % {"file": shown}
            )
        _weigh(entries, shown)


def opened(stream: BinaryIO, shown: str) -> ZipFile:
    """The archive; refuses a damaged one and a directory too large to read."""
    try:
        if _directory_bytes(stream) > limits.DIRECTORY_BYTES:
            raise _suspicious(shown)
        stream.seek(0)
        return ZipFile(stream)
    except (*BROKEN, ValueError):
        raise damaged(shown) from None


def damaged(shown: str) -> Invalid:
    """The sentence for a workbook that cannot be unpacked or understood."""
    return Invalid(
        _("%(file)s is beschadigd. Open het in Excel, sla het opnieuw op als .xlsx en kies dat bestand.")
        % {"file": shown}
    )


def _suspicious(shown: str) -> Invalid:
    return Invalid(
        _(
            "%(file)s wordt uitgepakt veel groter dan een klantenlijst kan zijn, of bevat andere archieven. "
            "Kopieer de klanten naar een nieuw Excel-bestand en kies dat."
        )
        % {"file": shown}
    )


def _weigh(entries: list[ZipInfo], shown: str) -> None:
    """The sizes in the directory bind: zipfile never gives more of an entry than it declares."""
    too_dense = any(
        entry.file_size > limits.RATIO_COUNTS_FROM and entry.file_size > limits.PART_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    odd = any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries)
    if too_dense or odd or len(entries) > limits.ENTRIES or total > limits.UNPACKED_BYTES:
        raise _suspicious(shown)


def _is_nested(name: str) -> bool:
    """An archive inside; a workbook embedded in a sheet is common, harmless, and never opened."""
    return name.lower().endswith(_ARCHIVES) and not name.lower().startswith(_EMBEDDED)


def _other_zip(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return _("%(file)s is een binair Excel-bestand (.xlsb). Sla op als .xlsx of CSV en kies dat bestand.")
    if "content.xml" in names or "Index/Document.iwa" in names:
        return _("%(file)s is een rekenblad van een ander programma. Sla op als .xlsx of CSV en kies dat bestand.")
    return _("%(file)s is een zipbestand en geen Excel-bestand. Pak het uit en kies de klantenlijst (.xlsx of .csv).")


def _directory_bytes(stream: BinaryIO) -> int:
    """How large the zip's directory says it is, found as zipfile finds it; zipfile reads it whole."""
    size = stream.seek(0, 2)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE)
    stream.seek(start)
    tail = stream.read()
    at = len(tail) - _END_SIZE
    if tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0:
        raise BadZipFile
    locator = tail[max(0, at - _LOCATOR_SIZE) : at]
    if locator.startswith(_LOCATOR):
        stream.seek(struct.unpack("<Q", locator[8:16])[0])
        return int(struct.unpack("<Q", stream.read(56)[40:48])[0])
    return int(struct.unpack("<L", tail[at + 12 : at + 16])[0])
