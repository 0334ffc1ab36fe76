"""Handing the register over: on paper, as a table and for machines (REG-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from klantkaart.audit.log import act
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotFound
from klantkaart.sealing.files import write_private

from .events import EXPORTED
from .forms import as_csv, as_json, as_pdf, as_xlsx
from .queries import Register, register

KINDS = ("pdf", "csv", "xlsx", "json")


def export(*, out: Path, on: date, by: Actor, at: datetime, language: str = "nl") -> list[Path]:
    """Write ``register.pdf``, ``.csv``, ``.xlsx`` and ``.json`` into the folder ``out``; it is made when needed.

    Refuses (NotAllowed) who may not see the register, and (Invalid) a folder that cannot be written.
    """
    contents = files(on=on, by=by, at=at, language=language)
    return _write(contents, out)


def files(
    *, on: date, by: Actor, at: datetime, language: str = "nl", company: int | None = None, kinds: Iterable[str] = KINDS
) -> dict[str, bytes]:
    """The files by name, of all companies or one. Refuses (NotAllowed) who may not see the register, and (NotFound) a
    kind of file that is not made."""
    if unknown := set(kinds) - set(KINDS):
        raise NotFound(_("Zo'n bestand is er niet: %(kind)s. Kies %(kinds)s.")
                       % {"kind": ", ".join(unknown)[:20], "kinds": ", ".join(KINDS)})  # fmt: skip
    with translation.override(language):
        found = register(on, by=by, company=company)
        made = {f"register.{kind}": _made(kind, found, at=at, language=language) for kind in kinds}
    with act(EXPORTED, by=by, at=at, facts={"rows": len(found.rows), "day": on.isoformat()}):
        return made


def _made(kind: str, found: Register, *, at: datetime, language: str) -> bytes:
    if kind == "pdf":
        return as_pdf(found, at=at, language=language)
    return {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}[kind](found)


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
