"""Forms about the companies of the group and what they arranged. The domain judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from klantkaart.companies.queries import CompanyName
from klantkaart.kernel.errors import Invalid
from klantkaart.office.accents import ACCENTS, DEFAULT
from klantkaart.office.forms.parts import PlainForm


def _line(label: Any, length: int, *, needed: bool = False, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"maxlength": str(length), **attrs})
    return forms.CharField(label=label, required=needed, help_text=hint, widget=widget, strip=False)


class AccentChoice(PlainForm):
    """A colour out of twelve, each shown as the company's mark in it."""

    accent = forms.ChoiceField(label=_("Kleur"), choices=ACCENTS, initial=DEFAULT)

    def accents(self) -> list[tuple[str, Promise, bool]]:
        """Name, words, chosen: for the template."""
        chosen = self["accent"].value()
        return [(name, words, name == chosen) for name, words in ACCENTS]

    def values(self) -> dict[str, Any]:
        """Refuses a colour that the style sheet does not have: every one that it has is readable (WCAG 1.4.3)."""
        found = super().values()
        if found["accent"] not in dict(ACCENTS):
            raise Invalid(now("Kleur: kies een van de kleuren."), field="accent")
        return found


class CompanyForm(AccentChoice):
    """Everything about one company."""

    name = _line(_("Handelsnaam"), 120, needed=True, hint=_("Zo kennen klanten het bedrijf."))
    legal_name = _line(_("Statutaire naam"), 160, needed=True, hint=_("Zo heet het bij de KvK."))
    kvk_number = _line(_("KvK-nummer"), 12, inputmode="numeric")
    vat_id = _line(_("Btw-id"), 20)
    iban = _line(_("IBAN"), 42, hint=_("Komt op facturen."))
    street = _line(_("Adres"), 160)
    postcode = _line(_("Postcode"), 12)
    city = _line(_("Plaats"), 80)
    phone = _line(_("Telefoon"), 30, inputmode="tel")
    email = _line(_("E-mail"), 254, inputmode="email")
    website = _line(_("Website"), 200, inputmode="url")
    privacy_contact = _line(_("Naam of afdeling"), 120)
    privacy_email = _line(_("E-mail"), 254, inputmode="email")
    privacy_phone = _line(_("Telefoon"), 30, inputmode="tel")
    book_year_end_month = forms.ChoiceField(
        label=_("Boekjaar eindigt na"),
        choices=[(str(number), name) for number, name in MONTHS.items()],
        help_text=_("Van hier af telt de bewaartermijn van facturen (AWR artikel 52)."),
    )
    next_number = _line(
        _("Verder tellen vanaf"),
        10,
        inputmode="numeric",
        hint=_("Klantnummer. Leeg is gewoon doortellen; alleen hoger kan, want een nummer komt nooit twee keer voor."),
    )


class NewCompanyForm(AccentChoice):
    """A sister company: the little that is needed to begin."""

    name = _line(_("Handelsnaam"), 120, needed=True, hint=_("Zo kennen klanten het bedrijf."))
    legal_name = _line(_("Statutaire naam"), 160, needed=True, hint=_("Zo heet het bij de KvK."))
    first_number = _line(_("Eerste klantnummer"), 10, inputmode="numeric")

    def first(self) -> int:
        """The number the series begins with. Refuses what is no number."""
        text = str(self.values()["first_number"]).strip()
        if not text.isascii() or not text.isdigit() or len(text) > 8:  # noqa: PLR2004
            raise Invalid(
                now("Eerste klantnummer: vul een heel getal van hooguit acht cijfers in, bijvoorbeeld 10001."),
                field="first_number",
            )
        return int(text)


class ArrangementForm(PlainForm):
    """What companies arranged between them."""

    companies = forms.MultipleChoiceField(label=_("Tussen"), widget=forms.CheckboxSelectMultiple)
    signed_on = forms.DateField(
        label=_("Getekend op"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    signed_by = _line(_("Getekend door"), 200, hint=_("Wie namens elk bedrijf tekende."))
    reference = _line(_("Vindplaats van het stuk"), 120, hint=_("Bijvoorbeeld: map Contracten, nummer 2026-04."))
    essence = forms.CharField(
        label=_("Kern van de regeling"),
        help_text=_(
            "Klanten krijgen dit te lezen (AVG artikel 26 lid 2): wie waarvoor zorgt, en waar zij terechtkunnen."
        ),
        widget=forms.Textarea(attrs={"rows": "6", "maxlength": "4000"}),
        strip=False,
    )

    def __init__(self, *args: Any, companies: Sequence[CompanyName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["companies"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = [(str(company.pk), company.name) for company in companies]

    def chosen(self) -> list[int]:
        """Ids of the companies that are ticked; anything that is no id is left out."""
        getlist = getattr(self.data, "getlist", None)
        return [
            int(value) for value in (getlist("companies") if getlist else []) if value.isascii() and value.isdigit()
        ]


class EndForm(PlainForm):
    """The last day of something."""

    ended_on = forms.DateField(
        label=_("Laatste dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def day_of(values: dict[str, Any], field: str, label: Promise | str) -> date:
    """The day somebody typed. Refuses one that does not exist."""
    try:
        return date.fromisoformat(str(values[field]).strip())
    except ValueError:
        raise Invalid(
            now("%(label)s: deze datum bestaat niet. Kies een dag.") % {"label": label}, field=field
        ) from None
