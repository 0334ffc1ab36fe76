"""Destruction: what is due, what was destroyed, and doing it now."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention import actions, queries


@screen(Right.RETENTION_VIEW)
def destruction(request: StaffRequest) -> HttpResponse:
    """What is due today and the newest certificates."""
    context = {
        "due": queries.due_list(clock.today()),
        "certificates": queries.certificates(),
        "unfinished": queries.unfinished(),
        "may_run": request.actor.holds(Right.RETENTION_RUN),
    }
    return render(request, "office/settings/destruction.html", context)


@screen(Right.RETENTION_RUN, methods=("POST",))
def run(request: StaffRequest) -> HttpResponse:
    """Destroy what is due today; the page before showed it."""
    report = actions.run(on=clock.today(), by=request.actor, at=request.at)
    done(request, _("Vernietigd: %(n)d. Niet gelukt: %(failed)d.") % {
        "n": sum(report.units.values()) + report.resumed, "failed": sum(report.failed.values()),
    })  # fmt: skip
    return redirect("office:destruction")
