"""Placing, extending and ending a hold: a destruction that waits, with an owner, a reason and a day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.datamap import registry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, InvalidFields, NotAllowed, NotFound, Refused, Text, on_field
from klantkaart.kernel.text import clean_line

from . import events
from .models import Hold, HoldReason

LONGEST_REVIEW_DAYS = 183
REFERENCE, WHY = 60, 300


def place_hold(
    *, model: str, target: UUID, reason: str, review_on: date, by: Actor, at: datetime, reference: str = ""
) -> UUID:
    """Stop the destruction of one row or one subject. Refuses without a reason, a review later than half a year
    (RET-6), what is not there for ``by``, and what is already held."""
    today = clock.local(at).date()
    with on_field("reference"):
        reference = clean_line(reference, REFERENCE, name=_("Dossierkenmerk"))
    errors: dict[str, Text] = {}
    if reason not in HoldReason.values:
        errors["reason"] = _("Reden: kies waarom dit moet blijven.")
    if (sentence := _review_error(review_on, today)) is not None:
        errors["review_on"] = sentence
    if errors:
        raise InvalidFields(errors)
    about = _subject(model, target, by)
    with act(events.HELD, by=by, at=at, about=about, facts={"model": model.lower(), "reason": reason}) as line:
        if Hold.objects.filter(model=model, target=target, released_on__isnull=True).exists():
            raise Refused(_("Dit wordt al aangehouden. Verleng die aanhouding, of hef haar eerst op."))
        hold = Hold.objects.create(
            model=model, target=target, reason=reason, reference=reference, since=today, review_on=review_on,
            owner_id=_staff_pk(by),
        )  # fmt: skip
        line.obj = hold.uuid
    return hold.uuid


def extend_hold(*, hold: UUID, review_on: date, why: str, by: Actor, at: datetime) -> None:
    """Look again on a later day; who extends becomes the owner. Refuses without a reason, a day that is not within
    half a year (RET-6), and a hold that has ended."""
    today = clock.local(at).date()
    said = _said(why)
    errors: dict[str, Text] = {}
    if not said:
        errors["why"] = _("Waarom: schrijf op waarom dit nog moet blijven.")
    if (sentence := _review_error(review_on, today)) is not None:
        errors["review_on"] = sentence
    if errors:
        raise InvalidFields(errors)
    found, about = _running(hold, by)
    facts: dict[str, int | str] = {"review": review_on.isoformat()}
    with act(events.EXTENDED, by=by, at=at, about=about, obj=hold, facts=facts, detail=_detail(about, said)):
        Hold.objects.filter(pk=_locked(found)).update(review_on=review_on, owner_id=_staff_pk(by))


def release_hold(*, hold: UUID, why: str, by: Actor, at: datetime) -> None:
    """End a hold; what was due meanwhile goes with the next run. Refuses without a reason, and one that has ended."""
    said = _said(why)
    if not said:
        raise Invalid(_("Waarom: schrijf op waarom dit niet langer hoeft te blijven."), field="why")
    found, about = _running(hold, by)
    with act(events.RELEASED, by=by, at=at, about=about, obj=hold, detail=_detail(about, said)):
        Hold.objects.filter(pk=_locked(found)).update(released_on=clock.local(at).date())


def _said(why: str) -> str:
    with on_field("why"):
        return clean_line(why, WHY, name=_("Waarom"))


def _review_error(review_on: date, today: date) -> Text | None:
    if today < review_on <= date.fromordinal(today.toordinal() + LONGEST_REVIEW_DAYS):
        return None
    return _("Opnieuw bekijken: kies een dag na vandaag en binnen een half jaar.")


def _running(hold: UUID, by: Actor) -> tuple[Hold, Any]:
    """The hold and whom it is about; the target may be gone, the hold then still ends."""
    found = Hold.objects.filter(uuid=hold).first()
    if found is None:
        raise NotFound(_("Deze aanhouding is er niet."))
    about = _subject(found.model, found.target, by, gone=True)
    if found.released_on is not None:
        raise Refused(_("Deze aanhouding is al opgeheven."))
    return found, about


def _locked(hold: Hold) -> int:
    """Its key, when it still runs now that nobody else can end it."""
    if not Hold.objects.select_for_update().filter(pk=hold.pk, released_on__isnull=True).exists():
        raise Refused(_("Deze aanhouding is al opgeheven."))
    return hold.pk


def _detail(about: Any, said: str) -> Mapping[str, object] | None:
    """Free text may name somebody: it is sealed with its subject, and not kept without one."""
    return {"why": said} if about is not None else None


def _subject(model: str, target: UUID, by: Actor, *, gone: bool = False) -> Any:
    """The subject the row belongs to, for the log. Refuses (NotAllowed, NotFound) who may not hold there."""
    if not by.holds(Right.HOLDS_MANAGE):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))
    declaration = registry.current().declarations.get(model)
    if declaration is None or not declaration.subject:
        raise NotFound(_("Wat je wilt aanhouden, is er niet."))
    kind = registry.current().subjects[declaration.subject]
    rows = registry.model_of(model)._base_manager.filter(uuid=target)
    subject = registry.model_of(kind.model)._base_manager.filter(pk__in=rows.values(declaration.path or "pk")).first()
    if subject is None and gone:
        return None
    companies = by.companies_with(Right.HOLDS_MANAGE)
    if subject is None or (companies is not None and not _of(kind, subject.pk, companies)):
        raise NotFound(_("Wat je wilt aanhouden, is er niet."))
    return subject


def _of(kind: Any, pk: int, companies: frozenset[int]) -> bool:
    """Whether one of these companies has something to do with the subject."""
    if not kind.company:
        return True
    anchors = registry.model_of(kind.anchors or kind.model)._base_manager
    path = kind.anchor_path if kind.anchors else "pk"
    return anchors.filter(**{path: pk, f"{kind.company}__in": sorted(companies)}).exists()


def _staff_pk(by: Actor) -> int | None:
    model = Hold._meta.get_field("owner").related_model
    if by.is_system or not isinstance(model, type):
        return None
    return model._base_manager.filter(uuid=by.uuid).values_list("pk", flat=True).first()
