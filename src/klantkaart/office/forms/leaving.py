"""The last day of a customer, and at which companies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Invalid
from klantkaart.office.forms.parts import PlainForm

_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class LeavingForm(PlainForm):
    """Shown twice: to choose, and hidden under the plan it led to."""

    ended_on = forms.DateField(
        label=_("Laatste dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    relatie = forms.MultipleChoiceField(label=_("Bij welk bedrijf"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["relatie"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = companies

    @property
    def chosen(self) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return getlist("relatie") if getlist else list(self.data.get("relatie", []))

    @property
    def day(self) -> date | None:
        """The day that was typed, when it exists and a term can be counted from it."""
        try:
            day = date.fromisoformat(str(self.data.get("ended_on", "")))
        except ValueError:
            return None
        return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None

    @property
    def carried(self) -> SafeString:
        """The choice, hidden under the plan it led to: what is done is what was shown."""
        pairs = [("ended_on", self.data.get("ended_on", "")), *(("relatie", one) for one in self.chosen)]
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)

    def last_day(self) -> date:
        """Refuses a day that does not exist."""
        if self.day is None:
            raise Invalid(
                gettext("Laatste dag: deze datum bestaat niet of ligt te ver weg. Kies een dag."), field="ended_on"
            )
        return self.day
