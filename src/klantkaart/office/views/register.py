"""The register of processing activities (AVG art. 30), generated from what the product declares."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from klantkaart.accounts.roles import Right
from klantkaart.companies.queries import companies
from klantkaart.kernel import clock
from klantkaart.office.maps import flow
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.register.actions import KINDS, files
from klantkaart.register.queries import Register, register
from klantkaart.register.rows import Row

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@screen(Right.REGISTER_VIEW)
def show(request: StaffRequest) -> HttpResponse:
    """The register of today, of all companies or one; narrowed to a purpose or a kind of data."""
    found = register(clock.today(), by=request.actor, company=_company(request.GET.get("bedrijf")))
    purpose, category = request.GET.get("doel", ""), request.GET.get("soort", "")
    context = {
        "register": found,
        "rows": _narrowed(found, purpose, category),
        "flow": flow([(f"#{row.code}", row.processing, row.people) for row in found.rows]),
        "companies": companies(request.actor.companies_with(Right.REGISTER_VIEW)),
        "chosen": {"company": _company(request.GET.get("bedrijf")), "purpose": purpose, "category": category},
        "categories": sorted({name for row in found.rows for name in row.categories}),
        "kinds": KINDS,
        "may_promises": request.actor.holds(Right.PROMISES_VIEW),
    }
    return render(request, "office/register/register.html", context)


def _company(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004  (longer than any key)


def _narrowed(found: Register, purpose: str, category: str) -> list[Row]:
    return [
        row
        for row in found.rows
        if (not purpose or row.code == purpose) and (not category or category in row.categories)
    ]


@screen(Right.REGISTER_VIEW, methods=("POST",))
def download(request: StaffRequest, kind: str) -> HttpResponse:
    """The register as a file; that it was taken out is logged."""
    made = files(
        on=clock.today(),
        by=request.actor,
        at=request.at,
        language=get_language() or "nl",
        company=_company(request.POST.get("bedrijf")),
        kinds=(kind,),
    )
    ((name, content),) = made.items()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
