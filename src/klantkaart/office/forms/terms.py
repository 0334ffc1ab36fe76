"""The form of a retention term. The domain judges what a term may be."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.periods import Period, Unit
from klantkaart.office.forms.companies import day_of
from klantkaart.office.forms.parts import PlainForm

_DIGITS = 4


class TermForm(PlainForm):
    """How long, from when, and why."""

    value = forms.CharField(label=_("Aantal"), widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}))
    unit = forms.ChoiceField(
        label=_("Eenheid"),
        choices=[
            (Unit.DAYS.value, _("dagen")),
            (Unit.WEEKS.value, _("weken")),
            (Unit.MONTHS.value, _("maanden")),
            (Unit.YEARS.value, _("jaar")),
        ],
    )
    valid_from = forms.DateField(
        label=_("Geldt vanaf"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Waarom past deze termijn"),
        help_text=_("Blijft bij de termijn staan, voor wie er later naar vraagt."),
        widget=forms.TextInput(attrs={"maxlength": "300"}),
    )

    def term(self) -> tuple[Period, date]:
        """The term and its first day. Refuses what is no number, no unit or no day."""
        values: dict[str, Any] = self.values()
        count = str(values["value"]).strip()
        if not count.isascii() or not count.isdigit() or len(count) > _DIGITS:
            raise Invalid(now("Aantal: vul een heel getal in, bijvoorbeeld 30."), field="value")
        if values["unit"] not in set(Unit) - {Unit.HOURS}:
            raise Invalid(now("Eenheid: kies dagen, weken, maanden of jaar."), field="unit")
        return Period(int(count), Unit(values["unit"])), day_of(values, "valid_from", now("Geldt vanaf"))
