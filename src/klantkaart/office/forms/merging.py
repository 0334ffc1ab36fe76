"""Which of two values wins."""

from __future__ import annotations

from typing import Any

from django import forms

from klantkaart.customers.actions import MergePlan
from klantkaart.office.forms.parts import PlainForm


class WinnersForm(PlainForm):
    """A choice per field that differs; what the kept card says comes first."""

    def __init__(self, *args: Any, plan: MergePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"] = forms.CharField(widget=forms.HiddenInput, initial=str(plan.drop))
        for choice in plan.choices:
            self.fields[choice.field] = forms.ChoiceField(
                label=choice.label,
                choices=[("keep", choice.kept), ("drop", choice.other)],
                widget=forms.RadioSelect,
                initial="keep",
            )

    @property
    def taken(self) -> list[str]:
        """Fields of which the other card's value wins."""
        return [name for name in self.fields if self.data.get(self.add_prefix(name)) == "drop"]
