"""Handing the register over: on paper, as a table and for machines (REG-3)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from klantkaart.audit.log import act
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid
from klantkaart.sealing.files import write_private

from .events import EXPORTED
from .forms import as_csv, as_json, as_pdf
from .queries import register


def export(*, out: Path, on: date, by: Actor, at: datetime, language: str = "nl") -> list[Path]:
    """Write ``register.pdf``, ``register.csv`` and ``register.json`` into the folder ``out``; it is made when needed.

    Refuses (NotAllowed) who may not see the register, and (Invalid) a folder that cannot be written.
    """
    contents = files(on=on, by=by, at=at, language=language)
    return _write(contents, out)


def files(*, on: date, by: Actor, at: datetime, language: str = "nl") -> dict[str, bytes]:
    """The three files by name, for a screen that offers them. Refuses (NotAllowed) who may not see the register."""
    with translation.override(language):
        found = register(on, by=by)
        made = {
            "register.pdf": as_pdf(found, at=at, language=language),
            "register.csv": as_csv(found),
            "register.json": as_json(found),
        }
    with act(EXPORTED, by=by, at=at, facts={"rows": len(found.rows), "day": on.isoformat()}):
        return made


def _write(contents: dict[str, bytes], out: Path) -> list[Path]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            write_private(out / name, content)
    except OSError:
        raise Invalid(
            _("De map %(folder)s kan niet worden beschreven. Kies een andere map of geef schrijfrechten.")
            % {"folder": out},
            field="out",
        ) from None
    return [out / name for name in contents]
