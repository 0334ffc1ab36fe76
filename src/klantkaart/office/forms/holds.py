"""Holding a destruction, looking at it again, and ending it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid, NotFound
from klantkaart.office.forms.parts import PlainForm
from klantkaart.retention.choices import HOLD_REASONS


def _review_day() -> forms.DateField:
    return forms.DateField(
        label=_("Opnieuw bekijken op"),
        help_text=_("Ten hoogste een half jaar later."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Waarom"),
        help_text=_("Komt in de geschiedenis van de kaart en gaat met de kaart mee weg."),
        widget=forms.TextInput(attrs={"maxlength": "300", "autocomplete": "off"}),
    )


class HoldForm(PlainForm):
    """What to hold: the whole card, one relationship, or one contact person."""

    what = forms.ChoiceField(label=_("Wat moet blijven"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Reden"), choices=HOLD_REASONS, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Dossierkenmerk"),
        required=False,
        help_text=_("Het nummer van de zaak; geen namen."),
        widget=forms.TextInput(attrs={"maxlength": "60", "autocomplete": "off"}),
    )
    review_on = _review_day()

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = targets

    def target(self, known: dict[str, tuple[str, Any]]) -> tuple[str, Any]:
        """Model and identity of what was chosen; refuses a choice that was not offered."""
        chosen = str(self.data.get("what", ""))
        if not chosen:
            raise Invalid(gettext("Wat moet blijven: kies de hele kaart of een deel."), field="what")
        if chosen not in known:
            raise NotFound(gettext("Wat je wilt aanhouden, is er niet."))
        return known[chosen]


class ExtendForm(PlainForm):
    review_on = _review_day()
    why = _why()


class ReleaseForm(PlainForm):
    why = _why()


def review_day(form: PlainForm) -> date:
    """The day that was typed; refuses one that does not exist."""
    try:
        return date.fromisoformat(str(form.data.get(form.add_prefix("review_on"), "")))
    except ValueError:
        raise Invalid(gettext("Opnieuw bekijken: deze datum bestaat niet. Kies een dag."), field="review_on") from None
