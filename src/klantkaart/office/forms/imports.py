"""Forms of an import: the file, the columns, and answers for the whole file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkaart.office.forms.parts import PlainForm

LAYOUT_HINT = _("Een .xlsx- of .csv-bestand van hooguit 50 MB, zoals Moneybird, SnelStart of WeFact het maakt.")


class UploadForm(PlainForm):
    company = forms.ChoiceField(label=_("Bedrijf"))
    file = forms.FileField(
        label=_("Bestand met klanten"), help_text=LAYOUT_HINT, widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"})
    )

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = companies


ANSWERS: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "kvk_seven": (
        _("KvK-nummers met zeven cijfers"),
        [("leave", _("Niet overnemen")), ("add_zero", _("Zet er een nul voor"))],
    ),
    "iban_differs": (
        _("IBAN voor incasso is een ander dan het rekeningnummer"),
        [("account", _("Neem het rekeningnummer")), ("sepa", _("Neem dat van de incasso")), ("both", _("Allebei"))],
    ),
    "same_name": (
        _("Rijen met dezelfde naam zonder nummer"),
        [("separate", _("Verschillende klanten")), ("together", _("Dezelfde klant"))],
    ),
}
