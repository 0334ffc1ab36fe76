"""The ledger of promises: each with its state and its evidence, for the screen and the terminal (PROM-1)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.datamap.vocabulary import Text
from klantkaart.kernel.actor import SYSTEM, Actor
from klantkaart.kernel.errors import NotAllowed, NotFound

from .catalogue import PROMISES, Promise
from .verdicts import State, Verdict, broken

_LOOKED = "promises:looked-over"


@dataclass(frozen=True, slots=True)
class Entry:
    """A promise with what its check said just now."""

    id: str
    title: Text
    says: Text
    does: Text
    stricter: bool
    verdict: Verdict
    tests: tuple[str, ...]

    @property
    def state(self) -> State:
        return self.verdict.state


def ledger(on: date, *, by: Actor) -> list[Entry]:
    """Every promise, checked now as on that day. Refuses (NotAllowed) who may not see it."""
    _require(by)
    return [_entry(promise, on) for promise in PROMISES]


def entry(name: str, on: date, *, by: Actor) -> Entry:
    """One promise by its id ("P11"). Refuses (NotFound) an id that is not checked here."""
    _require(by)
    for promise in PROMISES:
        if promise.id == name.strip().upper():
            return _entry(promise, on)
    known = ", ".join(promise.id for promise in PROMISES)
    raise NotFound(_("Belofte %(name)s wordt hier niet gecontroleerd. Kies een van: %(known)s.")
                   % {"name": name[:10], "known": known})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """A promise that was broken or at risk when they were last looked over."""

    id: str
    title: Text
    state: State


@dataclass(frozen=True, slots=True)
class Look:
    """Every promise as it was found at a moment."""

    at: datetime
    entries: tuple[Entry, ...]


def look_over(*, on: date, at: datetime, by: Actor = SYSTEM) -> Look:
    """As :func:`ledger`, and remember what was found: checking everything takes seconds, and a page must not."""
    found = Look(at, tuple(ledger(on, by=by)))
    said = {"at": at.isoformat(), "risks": [[one.id, one.state.value] for one in failing(found.entries)]}
    cache.set(_LOOKED, json.dumps(said), timeout=None)
    cache.set(_said(), _kept(found), timeout=None)
    return found


def last_look(*, by: Actor) -> Look | None:
    """What was found when they were last looked over for a reader of this language; None when that was never, or
    before this version. Refuses (NotAllowed) who may not see it."""
    _require(by)
    kept = cache.get(_said())
    if not kept or [row[0] for row in kept["verdicts"]] != [promise.id for promise in PROMISES]:
        return None
    verdicts = [Verdict(State(state), *rest) for _name, state, *rest in kept["verdicts"]]
    entries = (_told(promise, verdict) for promise, verdict in zip(PROMISES, verdicts, strict=True))
    return Look(kept["at"], tuple(entries))


def _said() -> str:
    """Evidence is a sentence, so what was found is kept per language."""
    return f"promises:verdicts:{get_language() or settings.LANGUAGE_CODE}"


def _kept(look: Look) -> dict[str, object]:
    names = ("state", "evidence", "checked", "since", "where", "listed")
    return {
        "at": look.at,
        "verdicts": [(one.id, *(getattr(one.verdict, name) for name in names)) for one in look.entries],
    }


def looked_over_at() -> datetime | None:
    """When the promises were last looked over."""
    said = cache.get(_LOOKED)
    return datetime.fromisoformat(json.loads(said)["at"]) if said else None


def risks() -> list[Risk]:
    """What needed somebody when they were last looked over, worst first."""
    said = cache.get(_LOOKED)
    known = {promise.id: promise for promise in PROMISES}
    found = json.loads(said)["risks"] if said else []
    return [Risk(name, known[name].title, State(state)) for name, state in found if name in known]


def failing(entries: Iterable[Entry]) -> list[Entry]:
    """Those that need somebody: broken first, then at risk."""
    order = [State.BROKEN, State.AT_RISK]
    return sorted((one for one in entries if one.state in order), key=lambda one: order.index(one.state))


def _require(by: Actor) -> None:
    if not by.holds(Right.PROMISES_VIEW):
        raise NotAllowed(_("Je rol laat de beloften niet zien. Vraag het een eigenaar."))


def _entry(promise: Promise, on: date) -> Entry:
    return _told(promise, _checked(promise, on))


def _told(promise: Promise, verdict: Verdict) -> Entry:
    return Entry(promise.id, promise.title, promise.says, promise.does, promise.stricter, verdict, promise.tests)


def _checked(promise: Promise, on: date) -> Verdict:
    """A check that cannot finish proves nothing: the promise counts as broken, and the others are still told. What was
    raised is named by its kind only, for its words could hold a value of a person."""
    try:
        return promise.check(on)
    except Exception as error:  # noqa: BLE001  (see above)
        return broken(_("De controle zelf liep vast (%(kind)s).") % {"kind": type(error).__name__}, since=on)
