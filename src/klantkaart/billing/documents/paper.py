"""The invoice on paper: PDF/A-3a and PDF/UA-1 in one file, with the e-invoice inside as its alternative.

The same values and moment make the same bytes. A name in a script that no font here shows, and a logo that is no
picture, never stop an invoice: the result says what could not be printed, and the e-invoice has the real name.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from klantkaart.kernel import pdf

from .face import face
from .parts import Invoice
from .totals import Totals, totals

TEMPLATE = "billing/typst/factuur.typ"
GREEN = "#1f6b45"
_LOGO_MOST = 200_000
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE = 4.5  # WCAG contrast of text on white
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Look:
    """The company's own: ``accent`` as #rrggbb (darkened until it reads on white), ``logo`` PNG, JPEG or SVG."""

    accent: str = GREEN
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Paper:
    """``file``: name of the e-invoice inside. ``lost``: characters printed as numbers. ``logo_left_out``: it is no
    picture that can be printed."""

    pdf: bytes
    file: str
    lost: tuple[str, ...]
    logo_left_out: bool


def render(
    invoice: Invoice, document: bytes, *, at: datetime, look: Look | None = None, sums: Totals | None = None
) -> Paper:
    """The paper of an invoice whose e-invoice is ``document`` (UBL, UTF-8). ``at``: the moment of issue, aware."""
    look = look or Look()
    file = attachment_name(invoice)
    kind = logo_kind(look.logo)
    data = face(invoice, sums or totals(invoice)) | {"accent": readable(look.accent), "file": file, "logo": kind}
    verbatim = {"attachment": document.decode()}
    if kind:
        try:
            return _paper(data, verbatim | {"logo": _logo(look.logo, kind)}, at, file, left_out=False)
        except pdf.PdfFailed:
            kind = ""
    return _paper(data, verbatim, at, file, left_out=bool(look.logo))


def _paper(data: Mapping[str, Any], verbatim: Mapping[str, str], at: datetime, file: str, *, left_out: bool) -> Paper:
    made = pdf.make(TEMPLATE, data, at=at, verbatim=verbatim)
    return Paper(made.pdf, file, made.lost, left_out)


def attachment_name(invoice: Invoice) -> str:
    """``e-factuur-2026-0042.xml``."""
    word = "e-invoice" if invoice.language == "en" else "e-factuur"
    return f"{word}-{_UNSAFE.sub('-', invoice.number).strip('-.') or 'x'}.xml"


def logo_kind(logo: bytes) -> str:
    """``png``, ``jpg``, ``svg``, or "" for what is no picture or larger than 200 kB."""
    if not logo or len(logo) > _LOGO_MOST:
        return ""
    for magic, kind in _MAGIC:
        if logo.startswith(magic):
            return kind
    return "svg" if _SVG.match(logo) else ""


def _logo(logo: bytes, kind: str) -> str:
    """A text, the only thing a template takes: SVG as it is, the others as a list of their bytes."""
    return logo.decode(errors="replace") if kind == "svg" else json.dumps(list(logo))


def readable(accent: str) -> str:
    """The colour, darkened until text in it reads on white. What is no colour becomes the product's own."""
    if not _HEX.fullmatch(accent):
        return GREEN
    parts = [int(accent[place : place + 2], 16) for place in (1, 3, 5)]
    while _contrast(parts) < _READABLE:
        parts = [part * 95 // 100 for part in parts]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _contrast(parts: list[int]) -> float:
    linear = [(part / 255 / 12.92) if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004  (sRGB)
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
