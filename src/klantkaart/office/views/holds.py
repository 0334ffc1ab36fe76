"""Aanhoudingen: what may not be destroyed yet, why, until when, and who answers for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import queries
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, NotAllowed, Refused
from klantkaart.office.forms.holds import ExtendForm, HoldForm, ReleaseForm, review_day
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention import actions
from klantkaart.retention import queries as retention

Targets = dict[str, tuple[str, UUID]]
FIRST_REVIEW = timedelta(days=91)


@screen(Right.RETENTION_VIEW)
def holds(request: StaffRequest) -> HttpResponse:
    """Everything that is held; names only of customers this person may see."""
    rows = retention.holds(clock.today())
    names = queries.card_names([row.card for row in rows if row.card], by=request.actor)
    context = {
        "rows": [(row, names.get(row.card, "") if row.card else "") for row in rows],
        "may_manage": request.actor.holds(Right.HOLDS_MANAGE),
    }
    return render(request, "office/holds/list.html", context)


@screen(Right.HOLDS_MANAGE, methods=("GET", "POST"))
def place_hold(request: StaffRequest, card: UUID) -> HttpResponse:
    """Hold a card or a part of it."""
    view = queries.view_card(card=card, by=request.actor)
    if "holds.manage" not in view.rights:
        raise NotAllowed(_("Je rol bij dit bedrijf laat dit niet toe. Vraag het een eigenaar."))
    targets, choices = _targets(view)
    if request.method == "GET":
        first = {"what": "card", "review_on": clock.today() + FIRST_REVIEW}
        return _place_page(request, view, HoldForm(initial=first, targets=choices))
    form = HoldForm(request.POST, targets=choices)
    try:
        model, target = form.target(targets)
        values = form.values()
        actions.place_hold(
            model=model, target=target, reason=values["reason"], reference=values["reference"],
            review_on=review_day(form), by=request.actor, at=request.at,
        )  # fmt: skip
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return _place_page(request, view, form, status=409 if isinstance(error, Refused) else 422)
    done(request, _("Aangehouden. Dit verdwijnt niet tot iemand het opheft."))
    return redirect("office:leaving", card=card)


def _targets(view: queries.CardView) -> tuple[Targets, list[tuple[str, str]]]:
    """What can be held, and how the form calls it."""
    targets: Targets = {"card": ("customers.Card", view.card.uuid)}
    choices = [("card", _("De hele kaart"))]
    for row in view.relationships:
        targets[str(row.uuid)] = ("customers.Relationship", row.uuid)
        choices.append(
            (str(row.uuid), _("Alleen de relatie met %(company)s, met de notities") % {"company": row.company__name})
        )
    for one in view.contacts:
        targets[str(one.contact.uuid)] = ("customers.Contact", one.contact.uuid)
        choices.append(
            (str(one.contact.uuid), _("Alleen %(name)s, met nummers en adressen") % {"name": one.contact.name})
        )
    return targets, choices


def _place_page(request: StaffRequest, view: queries.CardView, form: HoldForm, *, status: int = 200) -> HttpResponse:
    return render(request, "office/holds/place.html", {"view": view, "form": form}, status=status)


@screen(Right.HOLDS_MANAGE, methods=("GET", "POST"))
def hold(request: StaffRequest, hold: UUID) -> HttpResponse:
    """One hold; posting extends it."""
    if request.method == "GET":
        return _hold_page(request, hold)
    form = ExtendForm(request.POST, auto_id="verleng_%s")
    try:
        actions.extend_hold(
            hold=hold, review_on=review_day(form), why=form.values()["why"], by=request.actor, at=request.at
        )
    except (Invalid, InvalidFields) as error:
        form.say(error)
        return _hold_page(request, hold, extend=form, status=422)
    done(request, _("Verlengd."))
    return redirect("office:holds")


@screen(Right.HOLDS_MANAGE, methods=("POST",))
def release_hold(request: StaffRequest, hold: UUID) -> HttpResponse:
    """End a hold."""
    form = ReleaseForm(request.POST, auto_id="hef_op_%s")
    try:
        actions.release_hold(hold=hold, why=form.values()["why"], by=request.actor, at=request.at)
    except (Invalid, InvalidFields) as error:
        form.say(error)
        return _hold_page(request, hold, release=form, status=422)
    done(request, _("Opgeheven. Wat had moeten verdwijnen, gaat bij de volgende ronde weg."))
    return redirect("office:holds")


def _hold_page(request: StaffRequest, hold: UUID, *, status: int = 200, **forms: Any) -> HttpResponse:
    row = retention.hold(hold, clock.today())
    names = queries.card_names([row.card] if row.card else [], by=request.actor)
    first = {"review_on": clock.today() + FIRST_REVIEW}
    context = {
        "row": row,
        "name": names.get(row.card, "") if row.card else "",
        "extend": ExtendForm(initial=first, auto_id="verleng_%s"),
        "release": ReleaseForm(auto_id="hef_op_%s"),
        **forms,
    }
    return render(request, "office/holds/hold.html", context, status=status)
