""" "Wat gebeurt er als deze klant vertrekt?": the plan, saying it, another day, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, NotFound, Refused
from klantkaart.kernel.show import show_date
from klantkaart.office.forms.leaving import LeavingForm
from klantkaart.office.plans import Leaving, show_plan
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention.queries import holds_on, open_plan, other_places


@screen(Right.RETENTION_VIEW, methods=("GET", "POST"))
def leaving(request: StaffRequest, card: UUID) -> HttpResponse:
    """The plan for a day; posting says that the customer leaves on it. The plan was on the page before."""
    view = queries.view_card(card=card, by=request.actor)
    asked = request.POST or request.GET
    if request.method == "POST":
        form = LeavingForm(request.POST, companies=_companies(view))
        try:
            return _announce(request, view, form)
        except (Invalid, Refused) as error:
            form.say(error)
            return _page(request, view, form, asked, status=422 if isinstance(error, Invalid) else 409)
    form = LeavingForm(_first(view, asked), companies=_companies(view))
    try:
        form.last_day()
    except Invalid as error:
        form.say(error)
        return _page(request, view, form, asked, status=422)
    return _page(request, view, form, asked)


def _companies(view: queries.CardView) -> list[tuple[str, str]]:
    return [(str(row.uuid), str(row.company__name)) for row in view.relationships]


def _first(view: queries.CardView, asked: QueryDict) -> dict[str, Any]:
    """What the form starts with: what was announced, else everything from today."""
    ends = {str(row.uuid): row.ended_on for row in view.relationships if row.ended_on}
    every = list(ends) or [str(row.uuid) for row in view.relationships]
    asks = "ended_on" in asked and len(view.relationships) > 1
    chosen = asked.getlist("relatie") if asks else every
    first = max(ends.values(), default=clock.today())
    return {"ended_on": asked.get("ended_on") or first.isoformat(), "relatie": chosen}


def _page(
    request: StaffRequest, view: queries.CardView, form: LeavingForm, asked: QueryDict, *, status: int = 200
) -> HttpResponse:
    announced = {row.pk: row.ended_on for row in view.relationships if row.ended_on}
    asks = "ended_on" in asked
    day = form.day or clock.today()
    chosen = {row.pk: day for row in view.relationships if str(row.uuid) in form.chosen}
    days = {**announced, **chosen} if asks or not announced else announced
    said = days == announced
    plan = open_plan(
        subject="customer",
        uuid=view.card.uuid,
        ended_on=day,
        anchors=days,
        by=request.actor,
        at=request.at,
        purpose=view.purpose,
    )
    holds = holds_on(subject="customer", uuid=view.card.uuid, on=clock.today())
    shown = Leaving(view, days, announced=said, today=clock.today())
    context = {
        "view": view, "card": view.card, "form": form, "day": day, "said": said, "announced": bool(announced),
        "plan": show_plan(plan, shown, holds), "holds": holds, "places": other_places("customer"),
        "may_end": "customers.end" in view.rights, "act": _act(announced, day),
    }  # fmt: skip
    return render(request, "office/card/leaving.html", context, status=status)


def _act(announced: dict[int, date], day: date) -> str:
    """The words on the button."""
    said = _("Wijzig de laatste dag in %(day)s") if announced else _("Deze klant vertrekt op %(day)s")
    return said % {"day": show_date(day)}


def _announce(request: StaffRequest, view: queries.CardView, form: LeavingForm) -> HttpResponse:
    day = form.last_day()
    known = {str(row.uuid) for row in view.relationships}
    chosen = [UUID(text) for text in form.chosen if text in known]
    new = all(row.ended_on is None or row.ended_on == "" for row in view.relationships if row.uuid in chosen)
    actions.leave(card=view.card.uuid, relationships=chosen, ended_on=day, by=request.actor, at=request.at)
    back = reverse("office:staying", args=[view.card.uuid])
    ways = "&".join(f"relatie={uuid}" for uuid in chosen)
    done(
        request,
        _("Genoteerd: de laatste dag is %(day)s.") % {"day": show_date(day)},
        undo=f"{back}?{ways}" if new else "",
    )
    return redirect("office:leaving", card=view.card.uuid)


@screen(Right.CUSTOMERS_END, methods=("POST",))
def staying(request: StaffRequest, card: UUID) -> HttpResponse:
    """Blijft toch": the announced end is withdrawn, everywhere or at the companies that were named."""
    view = queries.view_card(card=card, by=request.actor)
    named = request.POST.getlist("relatie") or request.GET.getlist("relatie")
    ending = [row.uuid for row in view.relationships if row.ended_on and (not named or str(row.uuid) in named)]
    if not ending:
        raise NotFound(_("Deze klant heeft geen vertrek gemeld; er is niets in te trekken."))
    actions.stay(card=card, relationships=ending, by=request.actor, at=request.at)
    done(request, _("Het vertrek is ingetrokken; deze klant blijft."))
    return redirect("office:card", card=card)
