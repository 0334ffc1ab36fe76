"""P02 and P08: who took out many at once, what pages load, and whether a purpose really decides what is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from klantkaart.accounts.models import User
from klantkaart.audit.queries import Line, bulk_reads, names
from klantkaart.datamap import registry
from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.reads import Withheld, read_one
from klantkaart.kernel.pdf import PACKAGE
from klantkaart.kernel.show import show_moment

from ..database import stored
from ..verdicts import Verdict, broken, kept

# A page that loads from elsewhere; a link that somebody may follow is no load.
_LOADS = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*\b(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//"
    r"|url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//|\bfetch\(\s*[\"'`](?:https?:)?//",
    re.IGNORECASE,
)
_SCREENS = (".html", ".css", ".js", ".svg")
NOBODYS_PURPOSE = "newsletter"


def not_gathered_or_sold(on: date) -> Verdict:
    """The bulk reads of the last year each have a purpose and a person; no file of a screen loads from elsewhere, and
    the browser is told to refuse it."""
    since = datetime.combine(on.replace(year=on.year - 1, day=min(on.day, 28)), time(), tzinfo=UTC)
    lines = bulk_reads(since=since, limit=None)
    nameless = [f"{line.label}, {line.seq}" for line in lines if not _is_accounted_for(line)]
    if nameless:
        return broken(_("Van %(count)d keer ontbreekt het doel of de persoon.") % {"count": len(nameless)},
                      checked=len(lines), where=nameless)  # fmt: skip
    files, foreign = screens()
    allowed = sorted({source for source in _sources() if "//" in source or source == "*"})
    if foreign or allowed:
        return broken(_("Schermen halen iets op bij een ander."), checked=files, where=[*foreign, *allowed])
    said = {"lines": len(lines), "files": files}
    return kept(
        _(
            "%(lines)d keer zijn er in een jaar gegevens van velen tegelijk bekeken of opgehaald, elk met een doel en "
            "een persoon. %(files)d bestanden van schermen halen niets op bij een ander."
        )
        % said,
        checked=files,
        listed=list(_listed(lines)),
    )


def _is_accounted_for(line: Line) -> bool:
    codes = [code for code in line.purpose.split(",") if code]
    return bool(line.actor and codes) and all(code in registry.current().purposes for code in codes)


def _listed(lines: list[Line]) -> Iterator[str]:
    """Who did what, for which purpose, how often and when last: newest first. The log itself has every single line."""
    colleagues = names((user, user.name) for user in User.objects.all()) if lines else {}
    times = Counter(map(_kind, lines))
    newest = {_kind(line): line for line in reversed(lines)}
    for kind, line in sorted(newest.items(), key=lambda found: -found[1].seq):
        yield _("%(what)s, door %(who)s, voor %(purpose)s: %(times)d keer, het laatst op %(moment)s") % {
            "moment": show_moment(line.at),
            "what": line.label,
            "who": colleagues.get(line.actor) or _("het systeem of een oud-medewerker"),
            "purpose": line.purpose,
            "times": times[kind],
        }


def _kind(line: Line) -> tuple[str, str, str]:
    return line.event, line.actor, line.purpose


def _sources() -> list[str]:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [str(source) for sources in directives.values() for source in sources]


@lru_cache(maxsize=1)
def screens() -> tuple[int, tuple[str, ...]]:
    """How many files the screens are made of, and which of them load something from elsewhere."""
    found = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in _SCREENS]
    foreign = [path.relative_to(PACKAGE).as_posix() for path in found if _LOADS.search(_text(path))]
    return len(found), tuple(foreign)


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace").replace("http://www.w3.org/", "")


def used_for_its_purpose(_on: date) -> Verdict:
    """A row of every kind, read for every purpose and for one that nobody declared: what the purpose does not cover
    stays empty although the database holds it."""
    checked, wrong = 0, []
    for declaration in registry.current().of_subject("customer"):
        for name, purpose, held, given in _readings(declaration):
            if not held or purpose in declaration.field_purposes(name):
                continue
            checked += 1
            if not isinstance(given, Withheld):
                wrong.append(f"{declaration.model}.{name} / {purpose}")
    if wrong:
        return broken(_("%(count)d velden zijn te lezen voor een doel dat ze niet hebben.") % {"count": len(wrong)},
                      checked=checked, where=wrong)  # fmt: skip
    return kept(
        _("%(count)d keer gelezen op een rij met een waarde: buiten zijn doel bleef elk veld leeg.")
        % {"count": checked},
        checked=checked,
    )


def _readings(declaration: Declaration) -> Iterator[tuple[str, str, bool, object]]:
    """Field, purpose, whether the database holds a value, and what reading for that purpose gives."""
    model = registry.model_of(declaration.model)
    newest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return
    held = {name: stored(model, name, [newest])[0] not in (None, "") for name in declaration.personal}
    for purpose in (*registry.current().purposes, NOBODYS_PURPOSE):
        reading = read_one(model._base_manager.filter(pk=newest), [purpose])
        for name in declaration.personal:
            yield name, purpose, held[name], reading[name] if reading is not None else None
