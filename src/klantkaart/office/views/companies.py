"""Bedrijven: the companies of the group, what they are called and how they are reached, and what they arranged."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies import actions, queries
from klantkaart.companies.queries import CompanyPage
from klantkaart.customers.sharing import shared_cards
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Conflict, Invalid, InvalidFields, NotAllowed, Refused
from klantkaart.office.forms.companies import ArrangementForm, CompanyForm, EndForm, NewCompanyForm, day_of
from klantkaart.office.forms.parts import both_versions
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done

REFUSALS = (Invalid, InvalidFields, Refused)


@screen(Right.SETTINGS_VIEW)
def companies(request: StaffRequest) -> HttpResponse:
    """The companies of the group and the arrangement between them."""
    found = queries.company_pages(by=request.actor)
    context = {
        "companies": [(page, request.actor.holds(Right.SETTINGS_CHANGE, page.pk)) for page in found],
        "arrangements": queries.arrangement_rows(by=request.actor, on=clock.today()),
        "alone": len(found) < 2,  # noqa: PLR2004
        "may_change": request.actor.holds(Right.SETTINGS_CHANGE),
        "labels": _labels(),
    }
    return render(request, "office/settings/companies.html", context)


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def company(request: StaffRequest, company: UUID) -> HttpResponse:
    """Change a company. When a colleague did so meanwhile, both versions are shown and nothing is lost."""
    page = queries.company_page(company, by=request.actor)
    if not request.actor.holds(Right.SETTINGS_CHANGE, page.pk):
        raise NotAllowed(_("Je rol laat dit niet toe. Vraag het een eigenaar."))
    form = CompanyForm(_posted(request), initial=page.values | {"next_number": ""})
    if request.method == "GET":
        return _company_page(request, page, form, seen=page.seen)
    try:
        changed = actions.change_company(
            company=company, values=form.values(), by=request.actor, at=request.at, seen=request.POST.get("seen", "")
        )
    except Conflict as error:
        told = Conflict(error.message, theirs=page.values | {"next_number": ""}, yours=form.values())
        return _company_page(request, page, form, seen=page.seen, status=409, conflict=both_versions(form, told))
    except REFUSALS as error:
        form.say(error)
        return _company_page(request, page, form, seen=request.POST.get("seen", ""), status=422)
    done(request, _("Bewaard.") if changed else _("Er was niets gewijzigd."))
    return redirect("office:settings")


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def new_company(request: StaffRequest) -> HttpResponse:
    """A sister company; who adds it is its first owner."""
    form = NewCompanyForm(_posted(request), initial={"first_number": queries.free_series()})
    if request.method == "GET":
        return render(request, "office/settings/new_company.html", {"form": form})
    try:
        values = form.values()
        actions.add_company(
            name=values["name"], legal_name=values["legal_name"], accent=values["accent"], first_number=form.first(),
            by=request.actor, at=request.at,
        )  # fmt: skip
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/new_company.html", {"form": form}, status=422)
    done(request, _("%(name)s is toegevoegd; jij bent er eigenaar van.") % {"name": values["name"]})
    return redirect("office:settings")


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def new_arrangement(request: StaffRequest) -> HttpResponse:
    """Put on file what companies arranged (AVG art. 26)."""
    mine = queries.companies(request.actor.companies_with(Right.SETTINGS_CHANGE))
    form = ArrangementForm(_posted(request), companies=mine, initial={"companies": [str(one.pk) for one in mine]})
    if request.method == "GET":
        return render(request, "office/settings/arrangement.html", {"form": form})
    values = form.values()
    try:
        actions.add_arrangement(
            companies=form.chosen(), signed_on=day_of(values, "signed_on", _("Getekend op")),
            signed_by=values["signed_by"], reference=values["reference"], essence=values["essence"],
            by=request.actor, at=request.at,
        )  # fmt: skip
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/arrangement.html", {"form": form}, status=422)
    done(request, _("De regeling is vastgelegd. Deze bedrijven kunnen nu één klantkaart delen."))
    return redirect("office:settings")


@screen(Right.SETTINGS_CHANGE, methods=("GET", "POST"))
def end_arrangement(request: StaffRequest, arrangement: UUID) -> HttpResponse:
    """The last day of an arrangement: what that means for cards that are shared, then one button."""
    row = queries.arrangement_row(arrangement, by=request.actor, on=clock.today())
    form = EndForm(_posted(request), initial={"ended_on": clock.today()})
    context = {"row": row, "form": form, "shared": shared_cards(row.company_ids)}
    if request.method == "GET":
        return render(request, "office/settings/end_arrangement.html", context)
    try:
        last = day_of(form.values(), "ended_on", _("Laatste dag"))
        actions.end_arrangement(arrangement=arrangement, ended_on=last, by=request.actor, at=request.at)
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/end_arrangement.html", context, status=422)
    done(request, _("Het einde van de regeling is vastgelegd."))
    return redirect("office:settings")


def _labels() -> dict[str, object]:
    """What to call a field that is empty."""
    found: dict[str, object] = {name: field.label for name, field in CompanyForm().fields.items()}
    return found | {"privacy_email": _("Aanspreekpunt privacy")}


def _posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _company_page(
    request: StaffRequest, page: CompanyPage, form: CompanyForm, *, seen: str, status: int = 200, **more: object
) -> HttpResponse:
    context = {"form": form, "company": page, "seen": seen, **more}
    return render(request, "office/settings/company.html", context, status=status)
