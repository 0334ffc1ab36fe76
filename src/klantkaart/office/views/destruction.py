"""Destruction: what is due, what is coming, what was destroyed, and doing it now."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkaart.accounts.roles import Right
from klantkaart.customers.queries import names_of
from klantkaart.kernel import clock
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done, failed
from klantkaart.retention import actions, overview, queries

SOON = timedelta(days=30)


@screen(Right.RETENTION_VIEW)
def destruction(request: StaffRequest) -> HttpResponse:
    """What is due today, what the next thirty days bring, and the newest certificates."""
    today = clock.today()
    due, coming = overview.due_overview(today), overview.due_overview(today + SOON, beyond=today)
    customers = [row.subject for row in (*due.rows, *coming.rows) if row.kind == "customer"]
    context = {
        "due": due,
        "coming": coming,
        "names": names_of(cards=customers, by=request.actor),
        "proofs": overview.proofs(),
        "unfinished": queries.unfinished(),
        "may_run": request.actor.holds(Right.RETENTION_RUN),
    }
    return render(request, "office/settings/destruction.html", context)


@screen(Right.RETENTION_VIEW)
def certificate(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One certificate, to show or to print."""
    return render(request, "office/settings/certificate.html", {"proof": overview.proof(uuid)})


@screen(Right.RETENTION_RUN, methods=("POST",))
def run(request: StaffRequest) -> HttpResponse:
    """Destroy what is due today; the page before showed it."""
    report = actions.run(on=clock.today(), by=request.actor, at=request.at)
    gone, broken = sum(report.units.values()) + report.resumed, sum(report.failed.values())
    if broken:
        sentence = _("%(gone)d vernietigd, %(broken)d niet. Wat niet lukte, staat er nog; vannacht wordt het herhaald.")
        failed(request, sentence % {"gone": gone, "broken": broken})
    else:
        done(request, ngettext("%(n)d eenheid vernietigd.", "%(n)d eenheden vernietigd.", gone) % {"n": gone})
    return redirect("office:destruction")
