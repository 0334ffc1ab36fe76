"""Techniek: the work that happens by itself, seen from what it leaves."""

from django.http import HttpResponse
from django.shortcuts import render

from klantkaart.accounts.roles import Right
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.promises.upkeep import states


@screen(Right.SETTINGS_VIEW)
def technics(request: StaffRequest) -> HttpResponse:
    """Every piece of work and whether it is late."""
    found = states(request.at)
    context = {"states": found, "late": [state for state in found if state.late]}
    return render(request, "office/settings/technics.html", context)
