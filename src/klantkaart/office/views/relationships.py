"""A card's relationships with companies: one more, and a prospect who becomes a customer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies.queries import companies
from klantkaart.customers import actions, queries
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, Refused
from klantkaart.office.forms.parts import NewRelationshipForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done


@screen(Right.CUSTOMERS_CREATE, methods=("GET", "POST"))
def add_relationship(request: StaffRequest, card: UUID) -> HttpResponse:
    """The customer also comes to a sister company. Without an arrangement on file the cards stay separate."""
    view = queries.view_card(card=card, by=request.actor)
    choices = others(request, view)
    if request.method == "GET":
        first = {"company": choices[0][0] if len(choices) == 1 else ""}
        return _page(request, view, NewRelationshipForm(companies=choices, initial=first))
    form = NewRelationshipForm(request.POST, companies=choices)
    try:
        values = form.values()
        actions.add_relationship(
            card=card, company=values["company"], services=values["services"], since=_since(values["customer_since"]),
            by=request.actor, at=request.at,
        )  # fmt: skip
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return _page(request, view, form, status=409 if isinstance(error, Refused) else 422)
    done(request, _("De relatie staat op de kaart."))
    return redirect("office:card", card=card)


def others(request: StaffRequest, view: queries.CardView) -> list[tuple[str, str]]:
    """Companies of this person that are not on the card yet."""
    here = {row.company for row in view.relationships}
    mine = companies(request.actor.companies_with(Right.CUSTOMERS_CREATE))
    return [(str(company.pk), company.name) for company in mine if company.pk not in here]


def _since(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = _("Klant sinds: deze datum bestaat niet. Schrijf hem als dag, maand en jaar.")
        raise Invalid(sentence, field="customer_since") from None


def _page(
    request: StaffRequest, view: queries.CardView, form: NewRelationshipForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "office/card/relationship.html", {"view": view, "form": form}, status=status)


@screen(Right.CUSTOMERS_CHANGE, methods=("POST",))
def won(request: StaffRequest, card: UUID, relationship: UUID) -> HttpResponse:
    """A prospect becomes a customer, from today; another day is set by changing the relationship."""
    seq = actions.become_customer(
        card=card, relationship=relationship, since=clock.today(), by=request.actor, at=request.at
    )
    done(request, _("Klant vanaf vandaag."), undo=reverse("office:undo", args=[card, seq]))
    return redirect("office:card", card=card)
