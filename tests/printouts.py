"""Opening print-outs in tests: what is in the zip, and what the paper says."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.rights import printout


@dataclass(frozen=True)
class Opened:
    """A print-out, unpacked."""

    filename: str
    files: dict[str, bytes]
    to_review: int

    @property
    def pdf(self) -> bytes:
        return self.files["uittreksel.pdf"]

    @property
    def paper(self) -> str:
        """The text of the PDF on one line: where a line breaks is no matter of what it says."""
        pages = PdfReader(io.BytesIO(self.pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())

    def data(self, name: str = "gegevens.json") -> Any:
        return json.loads(self.files[name])

    def section(self, model: str, name: str = "gegevens.json") -> Any:
        """The section of a model; KeyError when it is not there."""
        return {section["model"]: section for section in self.data(name)["sections"]}[model]

    @property
    def everything(self) -> str:
        """All that can be read in any file, paper included."""
        return "\n".join([self.paper, *(content.decode("utf-8", "replace") for content in self.files.values())])


def opened(*, card: UUID, by: Actor, contact: UUID | None = None, language: str = "nl") -> Opened:
    """Make a print-out now and unpack it."""
    made = printout.build(card=card, contact=contact, by=by, at=clock.now(), language=language)
    with made, zipfile.ZipFile(made.content) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return Opened(made.filename, files, made.to_review)
