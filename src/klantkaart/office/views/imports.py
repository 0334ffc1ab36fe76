"""Importeren: choose a file, say what its columns are, look at what will happen, take it over."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.companies.queries import companies
from klantkaart.customers import imports
from klantkaart.customers.imports import queries
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, on_field
from klantkaart.kernel.sheets import write_csv, write_xlsx
from klantkaart.office.forms.imports import ANSWERS, UploadForm
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.office.typed import whole_number
from klantkaart.office.uploads import is_too_large

BUSY = ("reading", "applying")
_WIDTHS = (18, 8, 26, 16, 18, 90, 20)


@screen(Right.CUSTOMERS_IMPORT, methods=("GET", "POST"))
def start(request: StaffRequest) -> HttpResponse:
    """Choose a file; below it the imports there were."""
    mine = companies(request.actor.companies_with(Right.CUSTOMERS_IMPORT))
    choices = [(str(company.pk), company.name) for company in mine]
    status = 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, companies=choices)
        try:
            return redirect("office:import_batch", batch=_started(request))
        except NotAllowed:
            raise
        except DomainError as error:
            form.say(error)
            status = 422
    else:
        form = UploadForm(companies=choices, initial={"company": choices[0][0]})
    lines = queries.list_batches(by=request.actor)
    names = {company.pk: company.name for company in mine}
    context = {"form": form, "lines": [(line, names.get(line.company, "")) for line in lines]}
    return render(request, "office/imports/start.html", context, status=status)


def _started(request: StaffRequest) -> UUID:
    if is_too_large(request):
        raise Invalid(_("Bestand met klanten: groter dan 50 MB. Verdeel de klanten over meer bestanden."), field="file")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.file is None:
        raise Invalid(_("Bestand met klanten: kies een bestand."), field="file")
    company = whole_number(request.POST.get("company"))
    if company is None:
        raise Invalid(_("Bedrijf: kies voor welk bedrijf de klanten zijn."), field="company")
    with on_field("file"):
        return imports.start_import(
            file=file.file,  # type: ignore[arg-type]  # what a browser sent is bytes
            name=file.name or "",
            company=company,
            by=request.actor,
            at=request.at,
        )


@screen(Right.CUSTOMERS_IMPORT)
def batch(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Where this import is: its columns, its progress, its preview or its result."""
    view = queries.batch_view(batch=batch, by=request.actor)
    if view.state == "mapping":
        return redirect("office:import_mapping", batch=batch)
    if view.state in BUSY:
        return render(request, "office/imports/busy.html", {"view": view})
    page = _page(request, batch)
    context: dict[str, Any] = {
        "view": view,
        "page": page,
        "choices": _choices(request, view),
        "reasons": imports.REASONS.items(),
    }
    if view.state == "preview":
        context["questions"] = _questions(request, batch)
    return render(request, f"office/imports/{'preview' if view.state == 'preview' else 'result'}.html", context)


def _page(request: StaffRequest, batch: UUID) -> Any:
    return queries.rows_page(
        batch=batch,
        by=request.actor,
        outcome=request.GET.get("uitkomst", ""),
        only_findings=request.GET.get("bevindingen") == "1",
        page=whole_number(request.GET.get("pagina"), digits=5) or 1,
    )


def _choices(request: StaffRequest, view: queries.BatchView) -> list[tuple[str, str, int | None, bool]]:
    now = request.GET.get("uitkomst", "")
    notes = request.GET.get("bevindingen") == "1"
    every = sum(tile.count for tile in view.tiles)
    found: list[tuple[str, str, int | None, bool]] = [("?", _("Alles"), every, not now and not notes)]
    found += [
        (f"?uitkomst={tile.outcome}", tile.label, tile.count, now == tile.outcome) for tile in view.tiles if tile.count
    ]
    return [*found, ("?bevindingen=1", _("Met bevindingen"), None, notes)]


def _questions(request: StaffRequest, batch: UUID) -> list[dict[str, Any]]:
    asked = queries.questions(batch=batch, by=request.actor)
    return [
        {"code": code, "label": ANSWERS[code][0], "choices": ANSWERS[code][1], "count": count, "answer": answer}
        for code, (count, answer) in asked.items()
    ]


@screen(Right.CUSTOMERS_IMPORT)
def progress(request: StaffRequest, batch: UUID) -> HttpResponse:
    """The bar that refreshes itself; when the work is done the page is loaded anew."""
    view = queries.batch_view(batch=batch, by=request.actor)
    answer = render(request, "office/imports/progress.html", {"view": view})
    if view.state not in BUSY:
        answer["HX-Refresh"] = "true"
    return answer


@screen(Right.CUSTOMERS_IMPORT, methods=("GET", "POST"))
def mapping(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Which column goes where, with the first values of each."""
    if queries.batch_view(batch=batch, by=request.actor).state not in {"mapping", "preview"}:
        return redirect("office:import_batch", batch=batch)
    columns, views = queries.mapping_view(batch=batch, by=request.actor)
    error, status = "", 200
    if request.method == "POST":
        try:
            chosen = queries.chosen_mapping(columns, _chosen(request), grouped=request.POST.get("grouped") == "1")
            imports.choose_mapping(batch=batch, mapping=chosen, by=request.actor)
            return redirect("office:import_batch", batch=batch)
        except Invalid as refusal:
            error, status = str(refusal), 422
            views = queries.with_choices(views, _chosen(request))
    context = {"columns": views, "targets": queries.targets(), "grouped": columns.grouped, "error": error}
    return render(request, "office/imports/mapping.html", {**context, "batch_uuid": batch}, status=status)


def _chosen(request: StaffRequest) -> dict[int, str]:
    return {
        column: value
        for name, value in request.POST.items()
        if name.startswith("kolom") and (column := whole_number(name[5:], digits=4)) is not None
        if isinstance(value, str)
    }


@screen(Right.CUSTOMERS_IMPORT, methods=("POST",))
def rows(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Take a row over, or leave it out."""
    row = whole_number(request.POST.get("rij"))
    if row is None:
        raise NotFound(_("Deze rij staat niet in het bestand."))
    reason = request.POST.get("reden", "")
    chosen = request.POST.get("overnemen") == "1"
    imports.choose_rows(batch=batch, rows=[row], chosen=chosen, reason=reason, by=request.actor)
    back = request.POST.get("terug", "")
    query = back if back.startswith("?") else ""
    return HttpResponseRedirect(f"{reverse('office:import_batch', args=[batch])}{query}#rij-{row}")


@screen(Right.CUSTOMERS_IMPORT, methods=("POST",))
def answers(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Answer questions about the whole file; it is read once more."""
    given = {code: request.POST[code] for code in ANSWERS if request.POST.get(code)}
    imports.read_again(batch=batch, answers=given, by=request.actor)
    return redirect("office:import_batch", batch=batch)


@screen(Right.CUSTOMERS_IMPORT, methods=("POST",))
def take_over(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Make cards of the chosen rows, in the background."""
    imports.begin_applying(batch=batch, by=request.actor)
    return redirect("office:import_batch", batch=batch)


@screen(Right.CUSTOMERS_IMPORT, methods=("POST",))
def resume(request: StaffRequest, batch: UUID) -> HttpResponse:
    """Go on with work that stands still."""
    imports.go_on(batch=batch, by=request.actor)
    return redirect("office:import_batch", batch=batch)


@screen(Right.CUSTOMERS_IMPORT, methods=("POST",))
def cancel(request: StaffRequest, batch: UUID) -> HttpResponse:
    """End it; the file and what was read go."""
    imports.cancel(batch=batch, by=request.actor, at=request.at)
    done(request, _("Import afgebroken. Het bestand en wat eruit gelezen was, zijn verwijderd."))
    return redirect("office:import")


@screen(Right.CUSTOMERS_IMPORT)
def report(request: StaffRequest, batch: UUID, kind: str) -> FileResponse:
    """The findings as a list to work through, as .xlsx or .csv; no values of customers are in it."""
    lines = queries.report_lines(batch=batch, by=request.actor)
    if kind not in {"csv", "xlsx"}:
        raise NotFound(_("Dit verslag is er als .xlsx en als .csv."))
    stream = BytesIO()
    if kind == "csv":
        write_csv(stream, lines)
    else:
        write_xlsx(stream, _("Bevindingen"), lines, _WIDTHS)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"bevindingen.{kind}")
