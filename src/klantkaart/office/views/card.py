"""The customer card: seeing it, changing its parts, taking a change back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkaart.accounts.roles import Right
from klantkaart.customers import actions, queries
from klantkaart.customers.showing import show_way
from klantkaart.kernel import clock
from klantkaart.kernel.errors import Conflict, Invalid, InvalidFields, NotFound, Refused
from klantkaart.kernel.numbers import show_iban
from klantkaart.kernel.show import show_moment
from klantkaart.office.forms.parts import FORMS, NewContactForm, PlainForm, both_versions
from klantkaart.office.plans import card_end, life_steps, next_step
from klantkaart.office.records import changed_by, recent, sections
from klantkaart.office.screens import StaffRequest, screen
from klantkaart.office.toasts import done
from klantkaart.retention.queries import holds_on

# What a form is about: changing, adding.
WORDS = {
    "card": (gettext_lazy("Gegevens wijzigen"), ""),
    "contact": (gettext_lazy("Contactpersoon wijzigen"), gettext_lazy("Nieuwe contactpersoon")),
    "channel": (gettext_lazy("Nummer of adres wijzigen"), gettext_lazy("Nieuw nummer of e-mailadres")),
    "address": (gettext_lazy("Adres wijzigen"), gettext_lazy("Nieuw adres")),
    "bank": (gettext_lazy("Bankrekening wijzigen"), gettext_lazy("Nieuwe bankrekening")),
    "note": (gettext_lazy("Notitie wijzigen"), gettext_lazy("Nieuwe notitie")),
    "relationship": (gettext_lazy("Relatie wijzigen"), ""),
}
ADDED = {
    "contact": gettext_lazy("Contactpersoon toegevoegd."),
    "channel": gettext_lazy("Toegevoegd."),
    "address": gettext_lazy("Adres toegevoegd."),
    "bank": gettext_lazy("Bankrekening toegevoegd."),
    "note": gettext_lazy("Notitie toegevoegd."),
}


@screen(Right.CUSTOMERS_VIEW)
def card(request: StaffRequest, card: UUID) -> HttpResponse:
    """The card; that it was opened is logged with its purpose."""
    view = queries.open_card(card=card, by=request.actor, at=request.at)
    today = clock.today()
    holds = holds_on(subject="customer", uuid=card, on=today)
    context = {
        "view": view, "card": view.card, "holds": holds, "steps": life_steps(view, today, ends=card_end(view, today)),
        "next": next_step(view, today, held=bool(holds)), "sections": sections(view),
        "lines": recent(view.subject),
    }  # fmt: skip
    return render(request, "office/card/card.html", context)


@screen(Right.CUSTOMERS_VIEW)
def history(request: StaffRequest, card: UUID) -> HttpResponse:
    """What happened and who looked, newest first."""
    lines = recent(queries.subject_of(card=card, by=request.actor), limit=60)
    name = queries.card_name(card=card, by=request.actor)
    return render(request, "office/card/history.html", {"lines": lines, "card_uuid": card, "card_name": name})


@screen(Right.CUSTOMERS_CHANGE, methods=("GET", "POST"))
def add_contact(request: StaffRequest, card: UUID) -> HttpResponse:
    """A new contact person, with number and e-mail address in one go."""
    form = NewContactForm(request.POST if request.method == "POST" else None, initial=_defaults("contact"))
    if request.method == "GET":
        queries.subject_of(card=card, by=request.actor, right=Right.CUSTOMERS_CHANGE)
        return _part_page(request, card, "contact", form)
    values = form.values()
    ways = {name: values.pop(name) for name in ("phone", "email")}
    try:
        actions.add_contact(card=card, values=values, ways=ways, by=request.actor, at=request.at)
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return _part_page(request, card, "contact", form, status=422)
    done(request, _("Contactpersoon toegevoegd."))
    return redirect("office:card", card=card)


@screen(Right.CUSTOMERS_CHANGE, methods=("GET", "POST"))
def add_part(request: StaffRequest, card: UUID, part: str) -> HttpResponse:
    """A new contact, channel, address, bank account or note."""
    form = _form(part)(request.POST if request.method == "POST" else None, initial=_defaults(part))
    if request.method == "GET":
        queries.subject_of(card=card, by=request.actor, right=Right.CUSTOMERS_CHANGE)
        return _part_page(request, card, part, form)
    try:
        actions.add_part(
            card=card, part=part, values=form.values(), by=request.actor, at=request.at,
            contact=_uuid(request.GET.get("contact")), relationship=_uuid(request.GET.get("relatie")),
        )  # fmt: skip
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return _part_page(request, card, part, form, status=422)
    done(request, ADDED.get(part, _("Toegevoegd.")))
    return redirect("office:card", card=card)


@screen(Right.CUSTOMERS_CHANGE, methods=("GET", "POST"))
def change_part(request: StaffRequest, card: UUID, part: str, uuid: UUID) -> HttpResponse:
    """Change a part. When someone else did so meanwhile, both versions are shown and nothing is lost."""
    values, seen = queries.part_values(card=card, part=_known(part), uuid=uuid, by=request.actor)
    if request.method == "GET":
        form = _form(part)(initial=_shown(values)).only(values)
        return _part_page(request, card, part, form, uuid=uuid, seen=seen)
    form = _form(part)(request.POST).only(values)
    try:
        seq = actions.change_part(
            card=card, part=part, uuid=uuid, values=form.values(), by=request.actor, at=request.at,
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except Conflict as error:
        who, at = changed_by(queries.subject_of(card=card, by=request.actor), part)
        more = {
            "conflict": both_versions(form, error),
            "who": who,
            "when": _("op %(moment)s") % {"moment": show_moment(at)} if at else "",
        }
        return _part_page(request, card, part, form, uuid=uuid, seen=seen, status=409, **more)
    except (Invalid, InvalidFields, Refused) as error:
        form.say(error)
        return _part_page(request, card, part, form, uuid=uuid, seen=request.POST.get("seen", ""), status=422)
    if seq:
        done(request, _("Gewijzigd."), undo=reverse("office:undo", args=[card, seq]))
    return redirect("office:card", card=card)


@screen(Right.CUSTOMERS_CHANGE, methods=("POST",))
def remove_part(request: StaffRequest, card: UUID, part: str, uuid: UUID) -> HttpResponse:
    """Take a part off the card; the toast has the way back."""
    seq = actions.remove_part(card=card, part=part, uuid=uuid, by=request.actor, at=request.at)
    done(request, _("Weggehaald."), undo=reverse("office:undo", args=[card, seq]))
    return redirect("office:card", card=card)


@screen(Right.CUSTOMERS_CHANGE, methods=("POST",))
def undo(request: StaffRequest, card: UUID, seq: int) -> HttpResponse:
    """Take one change back."""
    actions.undo(card=card, seq=seq, by=request.actor, at=request.at)
    done(request, _("Teruggezet zoals het was."))
    return redirect("office:card", card=card)


@screen(Right.CUSTOMERS_CHANGE, methods=("POST",))
def reviewed(request: StaffRequest, card: UUID) -> HttpResponse:
    """Klopt dit nog?" Yes."""
    actions.confirm_review(card=card, by=request.actor, at=request.at)
    done(request, _("Genoteerd dat de gegevens nog kloppen."))
    return redirect("office:card", card=card)


def _known(part: str) -> str:
    if part not in FORMS:
        raise NotFound(_("Dit onderdeel van de kaart bestaat niet."))
    return part


def _form(part: str) -> type[PlainForm]:
    return FORMS[_known(part)]


def _defaults(part: str) -> dict[str, Any]:
    return {"address": {"country": "NL"}, "contact": {"source": "customer"}}.get(part, {})


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """What was stored, as people write it; the domain reads it back."""
    shown = dict(values)
    if isinstance(shown.get("services"), str):
        shown["services"] = shown["services"].split(",")
    if "value" in shown:
        shown["value"] = show_way(shown["value"])
    if "iban" in shown:
        shown["iban"] = show_iban(shown["iban"])
    return shown


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(_("Dit onderdeel van de kaart bestaat niet.")) from None


def _part_page(
    request: StaffRequest, card: UUID, part: str, form: PlainForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form, "part": part, "words": WORDS[part], "card_uuid": card,
        "card_name": queries.card_name(card=card, by=request.actor),
    }  # fmt: skip
    return render(request, "office/card/part.html", {**context, **more}, status=status)
