"""Klanten: the list, searching, and a new customer."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies.queries import companies
from klantkaart.customers import actions, queries
from klantkaart.customers.alike import KnownAlready
from klantkaart.customers.choices import SERVICES, STAGES
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Invalid, InvalidFields, Refused
from klantkaart.office.forms.parts import NewCustomerForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.office.typed import whole_number

SEARCHES = "searches"
KEPT = 20


@screen(Right.CUSTOMERS_VIEW)
def customers(request: StaffRequest) -> HttpResponse:
    """The list, or what a search found. What was typed is kept in the session, never in the address."""
    token = request.GET.get("zoek", "")
    typed = request.session.get(SEARCHES, {}).get(token, "")
    if typed:
        rows = queries.show_search(typed, by=request.actor, at=request.at)
        context: dict[str, Any] = {"rows": rows, "typed": typed, "token": token}
    else:
        page = queries.show_list(by=request.actor, at=request.at, filters=_filters(request), page=_page(request))
        context = {"page": page, "rows": page.rows}
    return render(request, "office/customers/list.html", {**context, **_choices(request)})


def _filters(request: StaffRequest) -> queries.Filters:
    return queries.Filters(
        stage=request.GET.get("stand", ""),
        company=whole_number(request.GET.get("bedrijf")),
        service=request.GET.get("dienst", "") if request.GET.get("dienst") in dict(SERVICES) else "",
        review=request.GET.get("nalopen") == "1",
        order=order if (order := request.GET.get("sorteer", "")) in queries.ORDERS else "",
    )


def _page(request: StaffRequest) -> int:
    return whole_number(request.GET.get("pagina"), digits=5) or 1


def _choices(request: StaffRequest) -> dict[str, Any]:
    known = companies(request.actor.companies_with(Right.CUSTOMERS_VIEW))
    return {
        "companies": known,
        "names": {company.pk: company for company in known},
        "stages": STAGES,
        "services": SERVICES,
        "filters": _filters(request),
        "may_create": request.actor.holds(Right.CUSTOMERS_CREATE),
        "may_import": request.actor.holds(Right.CUSTOMERS_IMPORT),
    }


@screen(Right.CUSTOMERS_VIEW, methods=("POST",))
def search(request: StaffRequest) -> HttpResponse:
    """Search: while typing it answers with rows; on Enter it remembers the words and goes to their page."""
    typed = request.POST.get("q", "").strip()[:200]
    if request.htmx and request.POST.get("live"):  # type: ignore[attr-defined]  # django-htmx's middleware
        rows = queries.show_search(typed, by=request.actor, at=request.at, limit=12) if typed else []
        return render(request, "office/customers/found.html", {"rows": rows, "typed": typed, **_choices(request)})
    if not typed:
        return redirect("office:customers")
    token = token_urlsafe(6)
    kept = dict(list(request.session.get(SEARCHES, {}).items())[-KEPT:])
    request.session[SEARCHES] = {**kept, token: typed}
    return HttpResponseRedirect(f"{reverse('office:customers')}?zoek={token}")


@screen(Right.CUSTOMERS_CREATE, methods=("GET", "POST"))
def new_customer(request: StaffRequest) -> HttpResponse:
    """A new customer from a short form; refused values stay typed."""
    mine = companies(request.actor.companies_with(Right.CUSTOMERS_CREATE))
    choices = [(str(company.pk), company.name) for company in mine]
    if request.method == "GET":
        form = NewCustomerForm(companies=choices, initial={"company": choices[0][0], "stage": "customer"})
        return render(request, "office/customers/new.html", {"form": form})
    form = NewCustomerForm(request.POST, companies=choices)
    values = form.values()
    sure = request.POST.get("toch") == "1"
    try:
        uuid = actions.create_card(
            new=_draft(values), company=_company(values), by=request.actor, at=request.at, unless_known=not sure
        )
    except KnownAlready as known:
        rows = queries.rows_of(cards=known.cards, by=request.actor)
        return render(request, "office/customers/new.html", {"form": form, "known": rows}, status=409)
    except (Invalid, InvalidFields, Refused) as error:
        form.say(_renamed(error))
        return render(request, "office/customers/new.html", {"form": form}, status=422)
    done(request, _("Klant toegevoegd."))
    return redirect("office:card", card=uuid)


def _company(values: dict[str, Any]) -> int:
    try:
        return int(values["company"])
    except ValueError:
        raise Invalid(_("Bedrijf: kies bij welk bedrijf deze klant hoort."), field="company") from None


def _draft(values: dict[str, Any]) -> actions.NewCard:
    channels = [{"kind": kind, "value": values[kind]} for kind in ("phone", "email") if values[kind].strip()]
    address = {name: values[name] for name in ("street", "postcode", "city")}
    contact = actions.NewContact(
        {"name": values["contact_name"]},
        [{"kind": kind, "value": typed} for kind in ("phone", "email") if (typed := values[f"contact_{kind}"]).strip()],
    )
    with_contact = bool(values["contact_name"].strip() or contact.channels)
    since = "prospect_since" if values["stage"] == "prospect" else "customer_since"
    return actions.NewCard(
        values={name: values[name] for name in ("kind", "name", "kvk_number")},
        relationship={since: clock.today().isoformat()},
        contacts=[contact] if with_contact else [],
        channels=channels,
        addresses=[address] if any(text.strip() for text in address.values()) else [],
    )


_NAMES = {"phone.value": "phone", "email.value": "email", "contact0.name": "contact_name"}


def _renamed(error: Invalid | InvalidFields | Refused) -> Invalid | InvalidFields | Refused:
    """From the domain's names to this form's."""
    if isinstance(error, InvalidFields):
        return InvalidFields({_NAMES.get(name, name): sentence for name, sentence in error.errors.items()})
    return error
