"""Bewaartermijnen: each with its source, what another term would do, and changes that are planned."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, NotFound, Refused
from klantkaart.office.forms.terms import TermForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention import actions
from klantkaart.retention.effects import term_effect
from klantkaart.retention.queries import TermRow, term_rows


@screen(Right.SETTINGS_VIEW)
def terms(request: StaffRequest) -> HttpResponse:
    """Every retention term with its source, and what is already decided for later."""
    rows = term_rows(clock.today())
    context = {"rows": rows, "may_change": request.actor.holds(Right.SETTINGS_CHANGE)}
    return render(request, "office/settings/terms.html", context)


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def change_term(request: StaffRequest, code: str) -> HttpResponse:
    """A term from a day on: fill in, look at what it does, then decide. Below what the law demands is refused."""
    row = _row(code)
    if request.method == "GET":
        first = {"value": row.period.value, "unit": row.period.unit.value, "valid_from": clock.today()}
        return render(request, "office/settings/term.html", {"form": TermForm(initial=first), "row": row})
    form = TermForm(request.POST)
    try:
        period, since = form.term()
        if request.POST.get("step") != "do":
            effect = term_effect(code=code, period=period, valid_from=since, by=request.actor)
            values = form.values()
            ask = TermForm(initial={"reason": values["reason"]})
            context = {"row": row, "effect": effect, "values": values, "ask": ask}
            return render(request, "office/settings/term_preview.html", context)
        actions.set_term(
            code=code, period=period, valid_from=since, reason=form.values()["reason"], by=request.actor, at=request.at
        )
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return render(request, "office/settings/term.html", {"form": form, "row": row}, status=422)
    undo = f"{reverse('office:withdraw_term', args=[code, since])}" if since > clock.today() else ""
    done(request, _("Bewaartermijn vastgesteld."), undo=undo)
    return redirect("office:terms")


@screen(Right.SETTINGS_CHANGE, methods=("POST",))
def withdraw_term(request: StaffRequest, code: str, since: str) -> HttpResponse:
    """A planned change does not happen."""
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise NotFound(_("Deze wijziging staat niet meer gepland.")) from None
    actions.withdraw_term(code=code, valid_from=day, by=request.actor, at=request.at)
    done(request, _("De geplande wijziging is ingetrokken."))
    return redirect("office:terms")


def _row(code: str) -> TermRow:
    for row in term_rows(clock.today()):
        if row.code == code:
            return row
    raise NotFound(_("Deze bewaartermijn bestaat niet."))
