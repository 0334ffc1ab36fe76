"""Everything in one zip: paper, data, contacts, files and a note that says what is what."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from klantkaart.kernel import clock

from . import machine
from .contents import Contents, File
from .paper import uittreksel
from .vcards import vcards

IN_MEMORY = 8 * 1024 * 1024
_UNSAFE = re.compile(r"[^\w.() -]+")


def filename(contents: Contents) -> str:
    """Holds a customer number and a day, never a name: file names show in mails, folders and browsers."""
    about = contents.about
    whom = "contact-" if about.is_contact else ""
    return f"uittreksel-{slugify(about.number) or 'klant'}-{whom}{about.on:%Y-%m-%d}.zip"


def pack(contents: Contents) -> IO[bytes]:
    """The zip, at its beginning. Up to 8 MiB it stays in memory; beyond that in a file without a name, which is gone
    when it is closed."""
    out: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (handed out)
    try:
        with translation.override(contents.language), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _files(contents):
                archive.writestr(_entry(name, contents), content)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _files(contents: Contents) -> Iterator[File]:
    yield "LEESMIJ.txt", _readme()
    yield "uittreksel.pdf", uittreksel(contents)
    yield "gegevens.json", machine.everything(contents)
    yield "overdraagbaar.json", machine.portable(contents)
    for name, content in machine.tables(contents):
        yield f"csv/{name}", content
    cards = vcards(contents)
    if cards:
        yield "contacten.vcf", cards
    taken: set[str] = set()
    for name, content in contents.files:
        yield _free(f"bestanden/{_safe(name)}", taken), content


def _entry(name: str, contents: Contents) -> zipfile.ZipInfo:
    moment = clock.local(contents.about.at)
    entry = zipfile.ZipInfo(name, date_time=(moment.year, moment.month, moment.day, moment.hour, moment.minute, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _safe(name: str) -> str:
    """A name that stays inside its folder on every system."""
    parts = [_UNSAFE.sub("_", part).strip(" .") for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part) or "bestand"


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered when it was taken; capitals do not make a difference on every system."""
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"
    taken.add(candidate.lower())
    return candidate


def _readme() -> bytes:
    lines = [
        _("Uittreksel van uw gegevens"),
        "",
        _("Begin met uittreksel.pdf: daarin staat alles, met uitleg."),
        "",
        _("uittreksel.pdf      uw gegevens op papier, met uw rechten en wie uw gegevens zag"),
        _("gegevens.json       dezelfde gegevens voor een computer, met bij elk veld wat het betekent"),
        _("overdraagbaar.json  wat een andere leverancier kan overnemen"),
        _("csv                 per onderdeel een bestand dat u in een rekenprogramma opent"),
        _("contacten.vcf       contactpersonen voor uw telefoon of mailprogramma"),
        _("bestanden           documenten die wij van u bewaren"),
        "",
        _("Staat een van deze er niet bij, dan is er niets van die soort."),
        _("Staat in de PDF iets als [U+4E2D], dan kon dat teken niet worden afgedrukt. In gegevens.json staat het."),
        _("Dit bestand is niet versleuteld. Bewaar het op een plek waar anderen niet bij kunnen."),
        "",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")
