""" "Wat gebeurt er als deze klant vertrekt?": the plan, saying it, and taking it back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention.queries import leaving_plan


@screen(Right.RETENTION_VIEW, methods=("GET", "POST"))
def leaving(request: StaffRequest, card: UUID) -> HttpResponse:
    """The plan for a day; posting says that the customer leaves on it. The plan was on the page before."""
    view = queries.open_card(card=card, by=request.actor, at=request.at)
    error = ""
    day = clock.today()
    try:
        day = _day(request.POST.get("ended_on") or request.GET.get("dag"), view)
        if request.method == "POST":
            return _announce(request, card, day)
    except Invalid as refused:
        error = str(refused)
    plan = leaving_plan(subject="customer", uuid=card, on=clock.today(), ended_on=day)
    context = {"view": view, "card": view.card, "plan": plan, "day": day, "error": error}
    return render(request, "office/card/leaving.html", context, status=422 if error else 200)


def _day(text: str | None, view: queries.CardView) -> date:
    announced = [row.ended_on for row in view.relationships if row.ended_on]
    if not text:
        return max(announced) if announced else clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Laatste dag: deze datum bestaat niet. Kies een dag.")) from None


def _announce(request: StaffRequest, card: UUID, day: date) -> HttpResponse:
    chosen = request.POST.getlist("relatie")
    if not chosen:
        raise Invalid(_("Bedrijf: kies bij welk bedrijf de klant vertrekt."))
    for relationship in chosen:
        actions.announce_leaving(
            card=card, relationship=UUID(relationship), ended_on=day, by=request.actor, at=request.at
        )
    done(
        request,
        _("Vertrek genoteerd. De kaart verdwijnt volgens het plan."),
        undo=reverse("office:staying", args=[card]),
    )
    return redirect("office:leaving", card=card)


@screen(Right.CUSTOMERS_END, methods=("POST",))
def staying(request: StaffRequest, card: UUID) -> HttpResponse:
    """The customer stays: every announced end is withdrawn."""
    view = queries.open_card(card=card, by=request.actor, at=request.at)
    for row in view.relationships:
        if row.ended_on:
            actions.withdraw_leaving(card=card, relationship=row.uuid, by=request.actor, at=request.at)
    done(request, _("Het vertrek is ingetrokken; deze klant blijft."))
    return redirect("office:card", card=card)
