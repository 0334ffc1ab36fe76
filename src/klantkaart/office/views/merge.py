"""Two cards of one customer become one: choose, preview, do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries
from klantkaart.kernel.errors import Invalid, InvalidFields, NotFound
from klantkaart.office.forms.merging import WinnersForm
from klantkaart.office.merging import comes, vanishes
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done


@screen(Right.CUSTOMERS_MERGE, methods=("GET", "POST"))
def merge(request: StaffRequest, card: UUID) -> HttpResponse:
    """Cards that look alike, a search for another, and the preview of a merge. Posting a search shows what it found."""
    other = request.GET.get("met")
    if other:
        return _preview(request, card, _uuid(other))
    typed = request.POST.get("q", "").strip()[:200]
    found = queries.show_search(typed, by=request.actor, at=request.at, limit=10) if typed else []
    context = {
        "card_uuid": card,
        "card_name": queries.card_name(card=card, by=request.actor),
        "alike": queries.likely_duplicates(card=card, by=request.actor),
        "found": [row for row in found if row.uuid != card],
        "typed": typed,
    }
    return render(request, "office/card/merge.html", context)


def _preview(
    request: StaffRequest, card: UUID, other: UUID, *, form: WinnersForm | None = None, status: int = 200
) -> HttpResponse:
    plan = actions.plan_merge(keep=card, drop=other, by=request.actor)
    drop = queries.list_row(card=other, by=request.actor)
    context = {
        "plan": plan,
        "card_uuid": card,
        "keep": queries.list_row(card=card, by=request.actor),
        "drop": drop,
        "form": form or WinnersForm(plan=plan),
        "comes": list(comes(plan)),
        "vanishes": list(vanishes(plan, drop.name)),
    }
    return render(request, "office/card/merge_preview.html", context, status=status)


@screen(Right.CUSTOMERS_MERGE, methods=("POST",))
def do_merge(request: StaffRequest, card: UUID) -> HttpResponse:
    """Merge as the preview said, with the values that were chosen."""
    other = _uuid(request.POST.get("met", ""))
    plan = actions.plan_merge(keep=card, drop=other, by=request.actor)
    form = WinnersForm(request.POST, plan=plan)
    try:
        actions.merge_cards(keep=card, drop=other, take=form.taken, by=request.actor, at=request.at)
    except (Invalid, InvalidFields) as error:
        form.say(error)
        return _preview(request, card, other, form=form, status=422)
    done(request, _("Samengevoegd. Alles staat nu op deze kaart; wat verschilde staat in een notitie."))
    return redirect("office:card", card=card)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("Deze klant is er niet, of niet voor jou.")) from None
