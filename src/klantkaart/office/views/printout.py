"""The print-out: everything held on a customer or on one contact person, in one click (P11, P26)."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import queries
from klantkaart.kernel.errors import NotFound
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.rights.printout import build


@screen(Right.CUSTOMERS_PRINT)
def printout(request: StaffRequest, card: UUID) -> HttpResponse:
    """Choose for whom: the customer as a whole, or one person."""
    view = queries.open_card(card=card, by=request.actor, at=request.at)
    return render(request, "office/card/printout.html", {"view": view, "card": view.card})


@screen(Right.CUSTOMERS_PRINT, methods=("POST",))
def make_printout(request: StaffRequest, card: UUID) -> FileResponse:
    """The package itself; it is made now and stored nowhere."""
    chosen = request.POST.get("contact", "")
    try:
        contact = UUID(chosen) if chosen else None
    except ValueError:
        raise NotFound(_("Deze contactpersoon is er niet.")) from None
    made = build(card=card, contact=contact, by=request.actor, at=request.at, language=get_language() or "nl")
    return FileResponse(made.content, as_attachment=True, filename=made.filename, content_type="application/zip")
