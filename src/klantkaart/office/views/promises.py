"""The promises of the statement: each as it was last checked, with its evidence and where to look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.office.maps import tiles
from klantkaart.office.pictures import Tone
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.promises.catalogue import LATER
from klantkaart.promises.queries import Entry, failing, last_look, look_over
from klantkaart.promises.verdicts import State

TONES: Final[dict[State, Tone]] = {
    State.KEPT: "green",
    State.AT_RISK: "amber",
    State.BROKEN: "red",
    State.NOT_CONFIGURED: "blue",
}
# Where in the product a promise lives: the screen that shows it at work, and on which it is put right.
PLACES: Final = {
    "P01": ("office:register", Right.REGISTER_VIEW),
    "P02": ("office:register", Right.REGISTER_VIEW),
    "P04": ("office:customers", Right.CUSTOMERS_VIEW),
    "P05": ("office:customers", Right.CUSTOMERS_VIEW),
    "P07": ("office:settings", Right.SETTINGS_VIEW),
    "P08": ("office:register", Right.REGISTER_VIEW),
    "P10": ("office:customers", Right.CUSTOMERS_VIEW),
    "P11": ("office:customers", Right.CUSTOMERS_VIEW),
    "P13": ("office:people", Right.PEOPLE_MANAGE),
    "P20": ("office:destruction", Right.RETENTION_VIEW),
    "P21": ("office:destruction", Right.RETENTION_VIEW),
    "P26": ("office:customers", Right.CUSTOMERS_VIEW),
}


def place_of(name: str, by: Actor) -> str:
    """The address of the screen where a promise lives; empty for who may not open it."""
    url, right = PLACES[name]
    query = "?nalopen=1" if name == "P05" else ""
    return f"{reverse(url)}{query}" if by.holds(right) else ""


@screen(Right.PROMISES_VIEW, methods=("GET", "POST"))
def show(request: StaffRequest) -> HttpResponse:
    """Every promise as it was last checked, what needs somebody first; a POST checks them all now."""
    if request.method == "POST":
        look_over(on=clock.today(), at=request.at, by=request.actor)
        return redirect("office:promises")
    look = last_look(by=request.actor) or look_over(on=clock.today(), at=request.at, by=request.actor)
    found = look.entries
    first = failing(found)
    order = [*first, *(one for one in found if one.state is State.NOT_CONFIGURED)]
    order += [one for one in found if one not in order]
    context = {
        "promises": [_shown(one, request.actor) for one in order],
        "later": LATER,
        "counts": [(state.label, TONES[state], sum(one.state is state for one in found)) for state in State],
        "tiles": tiles([*_tiles(found), *((name, "grey", _("nog niet in deze versie"), "") for name, _title in LATER)]),
        "at": look.at,
        "may_register": request.actor.holds(Right.REGISTER_VIEW),
    }
    return render(request, "office/promises/promises.html", context)


def _tiles(found: Iterable[Entry]) -> list[tuple[str, Tone, str, str]]:
    return [(one.id, TONES[one.state], str(one.state.label), f"#{one.id}") for one in found]


def _shown(one: Entry, by: Actor) -> dict[str, object]:
    place = place_of(one.id, by)
    return {"entry": one, "tone": TONES[one.state], "place": place, "open": one.state is not State.KEPT}
