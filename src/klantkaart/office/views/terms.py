"""Bewaartermijnen: retention terms with their source."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, NotFound, Refused
from klantkaart.kernel.periods import Period, Unit
from klantkaart.office.forms.parts import PlainForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention import actions as retention
from klantkaart.retention.queries import TermRow, term_rows


class TermForm(PlainForm):
    value = forms.CharField(label=gettext_lazy("Aantal"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    unit = forms.ChoiceField(
        label=gettext_lazy("Eenheid"),
        choices=[
            (Unit.DAYS.value, gettext_lazy("dagen")),
            (Unit.MONTHS.value, gettext_lazy("maanden")),
            (Unit.YEARS.value, gettext_lazy("jaar")),
        ],
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Geldt vanaf"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Waarom past deze termijn"), max_length=300)


@screen(Right.SETTINGS_VIEW)
def terms(request: StaffRequest) -> HttpResponse:
    """Every retention term with its source."""
    rows = term_rows(clock.today())
    context = {"rows": rows, "may_change": request.actor.holds(Right.SETTINGS_CHANGE)}
    return render(request, "office/settings/terms.html", context)


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def change_term(request: StaffRequest, code: str) -> HttpResponse:
    """A term from a day on; below what the law demands is refused."""
    row = _row(code)
    if request.method == "GET":
        first = {"value": row.period.value, "unit": row.period.unit.value, "valid_from": clock.today()}
        return render(request, "office/settings/term.html", {"form": TermForm(initial=first), "row": row})
    form = TermForm(request.POST)
    try:
        period, since = _read(form.values())
        retention.set_term(
            code=code, period=period, valid_from=since, reason=form.values()["reason"], by=request.actor, at=request.at
        )
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return render(request, "office/settings/term.html", {"form": form, "row": row}, status=422)
    done(request, _("Bewaartermijn vastgesteld."))
    return redirect("office:terms")


def _row(code: str) -> TermRow:
    for row in term_rows(clock.today()):
        if row.code == code:
            return row
    raise NotFound(_("Deze bewaartermijn bestaat niet."))


def _read(values: dict[str, Any]) -> tuple[Period, date]:
    if not str(values["value"]).isdigit() or len(str(values["value"])) > 4:  # noqa: PLR2004
        raise Invalid(_("Aantal: vul een heel getal in, bijvoorbeeld 30."), field="value")
    if values["unit"] not in Unit:
        raise Invalid(_("Eenheid: kies dagen, maanden of jaar."), field="unit")
    try:
        since = date.fromisoformat(values["valid_from"])
    except ValueError:
        raise Invalid(_("Geldt vanaf: deze datum bestaat niet. Kies een dag."), field="valid_from") from None
    return Period(int(values["value"]), Unit(values["unit"])), since
