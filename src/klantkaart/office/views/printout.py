"""The print-out: everything held on a customer or on one contact person, in one click (P11, P26)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import queries
from klantkaart.kernel.errors import NotFound
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.rights.printout import build
from klantkaart.rights.queries import glance


@screen(Right.CUSTOMERS_PRINT)
def printout(request: StaffRequest, card: UUID) -> HttpResponse:
    """Choose for whom - the customer as a whole, or one person - and see what it will hold."""
    view = queries.open_card(card=card, by=request.actor, at=request.at)
    contact = _contact(request.GET.get("contact", ""))
    seen = glance(card=card, contact=contact, by=request.actor, at=request.at, language=get_language() or "nl")
    chosen = next((str(one.contact.name) for one in view.contacts if one.contact.uuid == contact), "")
    context = {"view": view, "card": view.card, "seen": seen, "contact": contact, "chosen": chosen}
    return render(request, "office/card/printout.html", {**context, "choices": _choices(view, contact)})


def _choices(view: queries.CardView, contact: UUID | None) -> list[tuple[str, str, None, bool]]:
    """For whom: links, the chosen one marked."""
    people = [
        (
            f"?contact={one.contact.uuid}",
            _("Alleen %(name)s") % {"name": one.contact.name},
            None,
            one.contact.uuid == contact,
        )
        for one in view.contacts
    ]
    return [("?", _("De klant als geheel"), None, contact is None), *people]


def _contact(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(_("Deze contactpersoon is er niet.")) from None


@screen(Right.CUSTOMERS_PRINT, methods=("POST",))
def make_printout(request: StaffRequest, card: UUID) -> FileResponse:
    """The package itself, in the language of who gets it; it is made now and stored nowhere."""
    contact = _contact(request.POST.get("contact", ""))
    asked = request.POST.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
    made = build(card=card, contact=contact, by=request.actor, at=request.at, language=language)
    return FileResponse(made.content, as_attachment=True, filename=made.filename, content_type="application/zip")
