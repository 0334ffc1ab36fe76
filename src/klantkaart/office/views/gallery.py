"""Every part of the look on one page, for who builds or reviews screens. It shows invented data only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klantkaart.office.samples import gallery_context


def gallery(request: HttpRequest) -> HttpResponse:
    """The parts, in every state they have."""
    return render(request, "office/gallery.html", gallery_context())
