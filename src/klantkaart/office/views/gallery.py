"""Every part of the look on one page, for who builds or reviews screens. It shows invented data only."""

from django.http import HttpResponse
from django.shortcuts import render

from klantkaart.accounts.roles import Right
from klantkaart.office.samples import gallery_context
from klantkaart.office.screens import StaffRequest, screen


@screen(Right.SETTINGS_VIEW)
def gallery(request: StaffRequest) -> HttpResponse:
    """The parts, in every state they have."""
    return render(request, "office/gallery.html", gallery_context())
