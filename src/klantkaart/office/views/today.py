"""Vandaag: what needs someone, and nothing else."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.work import work_of


@screen(Right.OFFICE_OPEN)
def today(request: StaffRequest) -> HttpResponse:
    """The work of today."""
    day = clock.today()
    return render(request, "office/today/today.html", {"work": work_of(request.actor, day), "day": day})


@screen(Right.OFFICE_OPEN)
def home(_request: StaffRequest) -> HttpResponse:
    """The office opens on Vandaag."""
    return redirect("office:today")
