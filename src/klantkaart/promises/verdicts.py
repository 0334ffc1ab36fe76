"""What a check says about a promise. Nothing is ever kept because nothing was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST = 20


class State(TextChoices):
    """The four states of a promise (PROM-1)."""

    KEPT = "kept", gettext_lazy("nagekomen")
    AT_RISK = "at_risk", gettext_lazy("in gevaar")
    BROKEN = "broken", gettext_lazy("niet nagekomen")
    NOT_CONFIGURED = "not_configured", gettext_lazy("niet ingesteld")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``evidence`` is a sentence with counts and never a value of a person. ``checked``: how many things were compared.
    ``where``: identities or names of what is wrong, twenty at most. ``listed``: what the promise says is listed.
    ``since``: the day from which it is wrong, as far as that is known."""

    state: State
    evidence: str
    checked: int = 0
    since: date | None = None
    where: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def kept(evidence: str, *, checked: int, listed: Iterable[str] = ()) -> Verdict:
    """The check ran and held; with nothing checked it is not configured instead."""
    if checked <= 0:
        return not_configured(_("Er was nog niets om na te lopen."))
    return Verdict(State.KEPT, evidence, checked, listed=tuple(listed))


def at_risk(evidence: str, *, checked: int = 0, since: date | None = None, where: Iterable[object] = ()) -> Verdict:
    """Something is about to fail."""
    return Verdict(State.AT_RISK, evidence, checked, since, _some(where))


def broken(evidence: str, *, checked: int = 0, since: date | None = None, where: Iterable[object] = ()) -> Verdict:
    """The check failed."""
    return Verdict(State.BROKEN, evidence, checked, since, _some(where))


def not_configured(evidence: str) -> Verdict:
    """What it needs is not filled in, or does not exist yet."""
    return Verdict(State.NOT_CONFIGURED, evidence)


def _some(where: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in where)[:MOST]
