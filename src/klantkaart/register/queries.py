"""The register for a screen, an export and the authority: head, rows and measures of one day (REG-1, REG-3, REG-5)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies.controllers import Agreed, Controller, arrangements, controllers
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import NotAllowed, NotFound

from .measures import Measure, measures
from .rows import Row
from .rows import rows as build_rows


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register on one day, in the words of the language in use. ``fingerprint`` is the same in every
    language and changes exactly when something in the register does (REG-6)."""

    on: date
    controllers: tuple[Controller, ...]
    arrangements: tuple[Agreed, ...]
    rows: tuple[Row, ...]
    measures: tuple[Measure, ...]
    fingerprint: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Companies of which art. 30(1)(a) needs more than was filled in."""
        return tuple(one.name for one in self.controllers if one.missing)


def _fingerprint(found: Register) -> str:
    said = {name: value for name, value in asdict(found).items() if name not in {"on", "fingerprint"}}
    return sha256(json.dumps(said, sort_keys=True, default=_plain).encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def require(by: Actor) -> None:
    """Refuses (NotAllowed) who may not see the register."""
    if not by.holds(Right.REGISTER_VIEW):
        raise NotAllowed(_("Je rol laat het register niet zien. Vraag het een eigenaar."))


def register(on: date, *, by: Actor, company: int | None = None) -> Register:
    """The register as it is on that day, of every company this person may see it of, or of one. Refuses (NotAllowed)
    who may not see it, and (NotFound) a company of others."""
    require(by)
    mine = by.companies_with(Right.REGISTER_VIEW)
    if company is not None:
        if mine is not None and company not in mine:
            raise NotFound(_("Dit bedrijf is er niet, of je mag het register ervan niet zien."))
        mine = frozenset({company})
    with translation.override(settings.LANGUAGE_CODE):
        fingerprint = _fingerprint(_built(on, mine))
    return replace(_built(on, mine), fingerprint=fingerprint)


def _built(on: date, ids: frozenset[int] | None) -> Register:
    companies = controllers(ids)
    return Register(
        on=on,
        controllers=tuple(companies),
        arrangements=tuple(arrangements(on, among=ids)),
        rows=tuple(build_rows(on, {company.pk: company.name for company in companies})),
        measures=measures(),
    )


def rows(on: date, *, by: Actor) -> list[Row]:
    """Only the rows."""
    return list(register(on, by=by).rows)
