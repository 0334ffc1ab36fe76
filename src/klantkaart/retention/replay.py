"""Carrying out what the erasure ledger says and this database does not know: after a kill, or after an older backup.

The database keeps up to where it carried the ledger out (:class:`LedgerPosition`), so that only what came after is
read. A backup that is put back brings an older position along, and everything since is done again. Until then nobody
is served: :func:`refuse_unreplayed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import ngettext

from klantkaart.audit.log import act
from klantkaart.datamap import registry
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Refused

from . import events
from .destroy import destroy_rows, finish, in_turn, known_head, ledger
from .ledger import LedgerBroken, refuse_cut
from .ledger_lines import Head, Line, Position
from .ledger_walk import Finding, Problem
from .models import Certificate, LedgerPosition
from .units import Root


def resume(*, by: Actor, at: datetime) -> list[Certificate]:
    """Finish what a killed process began, and redo what an older backup undid: every ledger line gets its certificate,
    every certificate its files. Reads the ledger only from where this database left it.

    Refuses (LedgerBroken) a ledger that was cut off or replaced, before anything is done.
    """
    redone = []
    with in_turn():
        reached = _position()
        lines = _uncertified(reached)
        for line, behind in ledger().lines_from(reached):
            if line.n in lines:
                redone.append(_redo(line, by=by, at=at))
            reached = behind
        _keep(reached, at)
    unfinished = list(Certificate.objects.filter(files_at__isnull=True))
    for certificate in unfinished:
        finish(certificate, at=at)
    return list({one.pk: one for one in (*unfinished, *redone)}.values())


def unreplayed() -> int:
    """How many erasures in the ledger this database does not know of. Refuses as :func:`resume` does."""
    return len(_uncertified(_position()))


def refuse_unreplayed() -> None:
    """Refuses while the ledger holds an erasure that was not carried out here: somebody who is gone could be served."""
    count = unreplayed()
    if count:
        raise Refused(
            ngettext(
                "Het wisregister noemt %(n)d verwijdering die hier niet is uitgevoerd, zoals na het terugzetten van "
                "een back-up. Geef 'klantkaart erasures replay'; daarna kan er weer gewerkt worden.",
                "Het wisregister noemt %(n)d verwijderingen die hier niet zijn uitgevoerd, zoals na het terugzetten "
                "van een back-up. Geef 'klantkaart erasures replay'; daarna kan er weer gewerkt worden.",
                count,
            )
            % {"n": count}
        )


def disagreements() -> Iterator[Finding]:
    """Lines without a certificate, certificates without their line: the whole ledger against all certificates."""
    marks = dict(Certificate.objects.values_list("line", "mark"))
    for line in ledger().lines():
        mark = marks.pop(line.n, None)
        if mark is None:
            yield Finding(line.n, Problem.UNDONE)
        elif mark != line.mark:
            yield Finding(line.n, Problem.REPLACED)
    yield from (Finding(n, Problem.CUT) for n in sorted(marks))


def _position() -> Position:
    kept = LedgerPosition.objects.order_by("-n").values_list("n", "digest", "offset").first()
    return Position(Head(kept[0], kept[1]), kept[2]) if kept is not None else Position()


def _keep(reached: Position, at: datetime) -> None:
    values = {"n": reached.head.n, "digest": reached.head.digest, "offset": reached.offset, "at": at}
    LedgerPosition.objects.update_or_create(pk=1, defaults=values)


def _uncertified(position: Position) -> set[int]:
    """Numbers of the lines after the position that have no certificate. Refuses (LedgerBroken) when the ledger does not
    hold what the certificates say."""
    refuse_cut(ledger().head(), known_head())
    certified = dict(Certificate.objects.filter(line__gt=position.head.n).values_list("line", "mark"))
    missing = set()
    for line, _behind in ledger().lines_from(position):
        if certified.get(line.n, line.mark) != line.mark:
            raise LedgerBroken(Finding(line.n, Problem.REPLACED))
        if line.n not in certified:
            missing.add(line.n)
    return missing


def _redo(line: Line, *, by: Actor, at: datetime) -> Certificate:
    root = _root_of(line.kind, line.unit, line.scope)
    if root is not None:
        return destroy_rows(root, on=at.date(), by=by, at=at, line=line)
    with act(events.DESTROYED, by=by, at=at, facts={"kind": line.kind.lower(), "line": line.n, "rows": 0}):
        return Certificate.objects.create(
            at=at, on=at.date(), kind=line.kind, fields=list(line.scope), line=line.n, mark=line.mark,
            digest=line.head.digest, pending=[str(line.unit)], forced=True,
        )  # fmt: skip


def _root_of(kind: str, unit: UUID, fields: tuple[str, ...]) -> Root | None:
    declaration = registry.current().declarations.get(kind)
    if declaration is None or "uuid" not in {field.name for field in registry.model_of(kind)._meta.concrete_fields}:
        return None
    path = declaration.path or "pk"
    row = registry.model_of(kind)._base_manager.filter(uuid=unit).values("pk", path).first()
    return Root(declaration, row["pk"], row[path], fields) if row is not None else None
