"""Medewerkers: who works here, asking colleagues in, what they may see and do, and the end of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts import actions, queries
from klantkaart.accounts.http.again import shown_again
from klantkaart.accounts.roles import Right
from klantkaart.companies.queries import CompanyName, companies
from klantkaart.datamap.reads import Reading
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, Refused
from klantkaart.office.forms.people import InviteForm, PersonForm, RolesForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention.queries import leaving_plan

REFUSALS = (Invalid, InvalidFields, Refused)


@screen(Right.PEOPLE_MANAGE)
def people(request: StaffRequest) -> HttpResponse:
    """Colleagues with their roles, when they were last here, and whether their second factor is in place."""
    context = {"rows": queries.people(by=request.actor), "resets": queries.open_resets(by=request.actor)}
    return render(request, "office/settings/people.html", context)


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
def invite(request: StaffRequest) -> HttpResponse:
    """A new colleague: name, address, roles. The letter goes out once this is certain."""
    mine = _mine(request)
    form = InviteForm(_posted(request), companies=mine)
    if request.method == "GET":
        return render(request, "office/settings/invite.html", {"form": form})
    try:
        values = form.values()
        person = actions.invite(
            name=values["name"], email=values["email"], language=values["language"], roles=form.roles(),
            by=request.actor, at=request.at,
        )  # fmt: skip
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/invite.html", {"form": form}, status=422)
    done(
        request,
        _("%(name)s is uitgenodigd.") % {"name": person.name},
        undo=reverse("office:withdraw_invitation", args=[person.uuid]),
    )
    return redirect("office:person", person=person.uuid)


@screen(Right.PEOPLE_MANAGE)
def person(request: StaffRequest, person: UUID) -> HttpResponse:
    """One colleague: roles, signing in, what happened."""
    who = queries.colleague(person, by=request.actor)
    context = {"who": who, "names": queries.names_by_pseudonym(), "companies": companies(who.last_roles)}
    return render(request, "office/settings/person.html", context)


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
def roles(request: StaffRequest, person: UUID) -> HttpResponse:
    """Other roles: tick, look at what they come down to, then do it."""
    who, mine = queries.person(person, by=request.actor), _mine(request)
    page = queries.colleague(person, by=request.actor)
    form = RolesForm(_posted(request), companies=mine, chosen=_held(page))
    if request.method == "GET":
        return _roles_page(request, page, form)
    try:
        if request.POST.get("step") != "do":
            names = {company.pk: company.name for company in mine}
            outlooks = queries.roles_outlook(who, form.roles(), by=request.actor, names=names)
            return _roles_page(request, page, form, outlooks=outlooks)
        actions.change_roles(person=who, roles=form.roles(), by=request.actor, at=request.at)
    except REFUSALS as error:
        form.say(error)
        return _roles_page(request, page, form, status=422)
    done(request, _("De rollen van %(name)s zijn gewijzigd.") % {"name": page.name})
    return redirect("office:person", person=person) if not page.is_me else redirect("office:home")


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
@shown_again
def details(request: StaffRequest, person: UUID) -> HttpResponse:
    """Another name or sign-in address: who asks has just shown again who they are (ASVS 7.5.1)."""
    page = queries.colleague(person, by=request.actor)
    form = PersonForm(_posted(request), initial={"name": page.name, "email": page.email})
    context = {"form": form, "who": page}
    if request.method == "GET":
        return render(request, "office/settings/person_details.html", context)
    try:
        actions.change_person(
            person=queries.person(person, by=request.actor), **form.values(), by=request.actor, at=request.at
        )
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/person_details.html", context, status=422)
    done(request, _("Gewijzigd."))
    return redirect("office:person", person=person)


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
def end_access(request: StaffRequest, person: UUID) -> HttpResponse:
    """Nobody gets in any more: what ends at once, what stays and until when; then one button."""
    page = queries.colleague(person, by=request.actor)
    if request.method == "POST":
        actions.disable(person=queries.person(person, by=request.actor), by=request.actor, at=request.at)
        done(
            request,
            _("%(name)s heeft geen toegang meer.") % {"name": page.name},
            undo=reverse("office:undo_end", args=[person]),
        )
        return redirect("office:people")
    today = clock.today()
    plan = leaving_plan(subject="staff", uuid=person, on=today, ended_on=today)
    return render(request, "office/settings/end_access.html", {"who": page, "plan": plan})


@screen(Right.PEOPLE_MANAGE, methods=("POST",))
def undo_end(request: StaffRequest, person: UUID) -> HttpResponse:
    """Access came to an end by mistake: the same roles again, and an invitation to choose a new password."""
    page = queries.colleague(person, by=request.actor)
    who = queries.person(person, by=request.actor)
    actions.enable(person=who, roles=page.last_roles, by=request.actor, at=request.at)
    done(request, _("%(name)s is opnieuw uitgenodigd, met dezelfde rollen.") % {"name": page.name})
    return redirect("office:person", person=person)


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
def back(request: StaffRequest, person: UUID) -> HttpResponse:
    """Somebody who left works here again: roles, and an invitation."""
    page = queries.colleague(person, by=request.actor)
    form = RolesForm(_posted(request), companies=_mine(request), chosen=page.last_roles)
    if request.method == "GET":
        return render(request, "office/settings/back.html", {"form": form, "who": page})
    try:
        actions.enable(
            person=queries.person(person, by=request.actor), roles=form.roles(), by=request.actor, at=request.at
        )
    except REFUSALS as error:
        form.say(error)
        return render(request, "office/settings/back.html", {"form": form, "who": page}, status=422)
    done(request, _("%(name)s is opnieuw uitgenodigd.") % {"name": page.name})
    return redirect("office:person", person=person)


@screen(Right.PEOPLE_MANAGE, methods=("POST",))
def invite_again(request: StaffRequest, person: UUID) -> HttpResponse:
    """The letter once more."""
    actions.invite_again(person=queries.person(person, by=request.actor), by=request.actor, at=request.at)
    done(request, _("De uitnodiging gaat opnieuw de deur uit."))
    return redirect("office:person", person=person)


@screen(Right.PEOPLE_MANAGE, methods=("POST",))
def withdraw_invitation(request: StaffRequest, person: UUID) -> HttpResponse:
    """Not after all."""
    actions.withdraw_invitation(person=queries.person(person, by=request.actor), by=request.actor, at=request.at)
    done(request, _("De uitnodiging is ingetrokken."), undo=reverse("office:undo_end", args=[person]))
    return redirect("office:people")


@screen(Right.PEOPLE_MANAGE, methods=("POST",))
def end_sessions(request: StaffRequest, person: UUID) -> HttpResponse:
    """Out of every device at once, for instance after a theft; signing in again stays possible."""
    ended = actions.end_sessions(
        person=queries.person(person, by=request.actor), by=request.actor, at=request.at,
        keep=request.session.session_key or "",
    )  # fmt: skip
    done(request, _("Sessies beëindigd: %(count)d.") % {"count": ended})
    return redirect("office:person", person=person)


@screen(Right.PEOPLE_MANAGE, methods=("GET", "POST"))
@shown_again
def confirm_reset(request: StaffRequest, reset: UUID) -> HttpResponse:
    """A colleague lost the second factor: a second person, who just showed again who they are, says that it is true."""
    found = queries.open_reset(reset, by=request.actor)
    if request.method == "GET":
        context = {"reset": found, "who": found.person, "is_me": found.person.uuid == request.actor.uuid}
        return render(request, "office/settings/reset.html", context)
    actions.confirm_factor_reset(reset=reset, by=request.actor, at=request.at)
    done(request, _("Bevestigd. %(name)s kan nu een nieuwe tweede factor instellen.") % {"name": found.person.name})
    return redirect("office:people")


@screen(Right.PEOPLE_MANAGE, methods=("POST",))
def withdraw_reset(request: StaffRequest, reset: UUID) -> HttpResponse:
    """It was somebody else, or the factor was found again."""
    actions.withdraw_factor_reset(reset=reset, by=request.actor, at=request.at)
    done(request, _("Het verzoek is ingetrokken. De tweede factor blijft zoals hij is."))
    return redirect("office:people")


def _posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _mine(request: StaffRequest) -> list[CompanyName]:
    return companies(request.actor.companies_with(Right.PEOPLE_MANAGE))


def _held(page: Reading) -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    for one in page.roles:
        held.setdefault(one.company, []).append(one.role)
    return held


def _roles_page(
    request: StaffRequest, page: Reading, form: RolesForm, *, status: int = 200, **more: object
) -> HttpResponse:
    template = "office/settings/roles_preview.html" if more else "office/settings/roles.html"
    return render(request, template, {"form": form, "who": page, **more}, status=status)
