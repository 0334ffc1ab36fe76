"""Forms of the parts of a card. They only show and carry; the domain judges (customers.parts)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkaart.customers.choices import (
    ADDRESS_USES,
    CARD_KINDS,
    CHANNEL_KINDS,
    CHANNEL_USES,
    CONTACT_KINDS,
    SERVICES,
    SOURCES,
)
from klantkaart.customers.showing import show_way
from klantkaart.kernel.errors import Conflict, DomainError, Invalid, InvalidFields
from klantkaart.kernel.show import show_date


class PlainForm(forms.Form):
    """Fields without rules of their own: every sentence about them comes from the domain, and comes once."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Judges nothing: a field that is left empty would else be told twice, by the form and by the domain."""
        self.cleaned_data = {}
        self._errors = ErrorDict()

    def say(self, error: DomainError) -> None:
        """Put a refusal of the domain at the fields it is about."""
        self.full_clean()
        errors: Mapping[str, str | Promise] = (
            error.errors if isinstance(error, InvalidFields) else {error.field: error.message}
        )
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))

    def only(self, names: Iterable[str]) -> Self:
        """Without the fields that may not be read, which stay as they are."""
        for name in set(self.fields) - set(names):
            del self.fields[name]
        return self

    def values(self) -> dict[str, Any]:
        """What was typed, by field name."""
        return {name: self.data.get(self.add_prefix(name), "") for name in self.fields}


def _line(label: Any, *, length: int, needed: bool = False, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"maxlength": str(length), **attrs})
    return forms.CharField(label=label, required=needed, help_text=hint, widget=widget, strip=False)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=hint, widget=widget)


class CardForm(PlainForm):
    kind = _choice(_("Soort klant"), CARD_KINDS)
    name = _line(_("Naam"), length=160, needed=True, autocomplete="off")
    kvk_number = _line(_("KvK-nummer"), length=12, inputmode="numeric")
    establishment_number = _line(_("Vestigingsnummer"), length=16, inputmode="numeric")
    vat_id = _line(_("Btw-id"), length=20)
    source = _choice(_("Herkomst"), SOURCES)


class ContactForm(PlainForm):
    name = _line(_("Naam"), length=120, needed=True, autocomplete="off")
    function = _line(_("Functie"), length=80)
    kind = _choice(_("Rol"), CONTACT_KINDS)
    source = _choice(_("Herkomst"), SOURCES)
    informed_on = _day(_("Geïnformeerd op"), _("Wanneer deze persoon onze privacyverklaring kreeg."))
    left_on = _day(
        _("Vertrokken op"), _("Vul dit in als deze persoon er niet meer werkt; daarna begint de bewaartermijn.")
    )


class NewContactForm(ContactForm):
    """A new contact with the ways to reach them in one go."""

    phone = _line(_("Telefoon"), length=30, inputmode="tel")
    email = _line(_("E-mail"), length=200, inputmode="email")
    informed_on = None  # type: ignore[assignment]  # asked once the person is on the card
    left_on = None  # type: ignore[assignment]
    field_order = ("name", "phone", "email", "function", "kind", "source")


class ChannelForm(PlainForm):
    kind = _choice(_("Soort"), CHANNEL_KINDS)
    use = _choice(_("Waarvoor"), CHANNEL_USES)
    value = _line(_("Nummer of adres"), length=200, needed=True)


class AddressForm(PlainForm):
    use = _choice(_("Soort adres"), ADDRESS_USES)
    street = _line(_("Straat en huisnummer"), length=160)
    extra = _line(_("Tweede regel"), length=160)
    postcode = _line(_("Postcode"), length=12)
    city = _line(_("Plaats"), length=80)
    country = _line(_("Land"), length=60, hint=_("Leeg is Nederland."))


class BankForm(PlainForm):
    iban = _line(_("IBAN"), length=42, needed=True, hint=_("Alleen nodig voor incasso of terugbetalen."))
    bic = _line(_("BIC"), length=11)
    holder = _line(_("Op naam van"), length=120)


class NoteForm(PlainForm):
    text = forms.CharField(
        label=_("Notitie"),
        help_text=_("De klant krijgt dit te zien als die om een uittreksel vraagt."),
        widget=forms.Textarea(attrs={"rows": "5", "maxlength": "4000"}),
        strip=False,
    )


class RelationshipForm(PlainForm):
    number = _line(_("Klantnummer"), length=20, needed=True)
    services = forms.MultipleChoiceField(
        label=_("Diensten"), choices=SERVICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    prospect_since = _day(_("Eerste contact"))
    customer_since = _day(_("Klant sinds"))
    payment_term_days = _line(_("Betaaltermijn in dagen"), length=3, inputmode="numeric")

    def values(self) -> dict[str, Any]:
        """The boxes become the text the domain reads."""
        values = super().values()
        if "services" not in self.fields:
            return values
        getlist = getattr(self.data, "getlist", None)
        chosen = getlist(self.add_prefix("services")) if getlist else []
        return {**values, "services": ",".join(chosen)}


class NewRelationshipForm(PlainForm):
    """A relationship with one more company of the group."""

    company = forms.ChoiceField(label=_("Bedrijf"), widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=_("Diensten"), choices=SERVICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    customer_since = _day(_("Klant sinds"), _("Leeg is vandaag."))

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = companies

    def values(self) -> dict[str, Any]:
        """The company as its key; the boxes as the text the domain reads. Refuses without a company."""
        values = super().values()
        if values["company"] not in dict(self.fields["company"].choices):  # type: ignore[attr-defined]  # declared above
            raise Invalid(gettext("Bedrijf: kies bij welk bedrijf de klant ook komt."), field="company")
        getlist = getattr(self.data, "getlist", None)
        chosen = getlist(self.add_prefix("services")) if getlist else []
        return {**values, "company": int(values["company"]), "services": ",".join(chosen)}


FORMS: dict[str, type[PlainForm]] = {
    "card": CardForm,
    "contact": ContactForm,
    "channel": ChannelForm,
    "address": AddressForm,
    "bank": BankForm,
    "note": NoteForm,
    "relationship": RelationshipForm,
}


class NewCustomerForm(PlainForm):
    """The few things known of a new customer; the rest is added on the card."""

    company = forms.ChoiceField(label=_("Bedrijf"))
    stage = forms.ChoiceField(
        label=_("Wordt"), choices=[("customer", _("klant")), ("prospect", _("prospect"))], widget=forms.RadioSelect
    )
    kind = _choice(_("Soort klant"), CARD_KINDS)
    name = _line(_("Naam"), length=160, needed=True, autocomplete="off")
    kvk_number = _line(_("KvK-nummer"), length=12, inputmode="numeric")
    phone = _line(_("Telefoon"), length=30, inputmode="tel")
    email = _line(_("E-mail"), length=200, inputmode="email")
    street = _line(_("Straat en huisnummer"), length=160)
    postcode = _line(_("Postcode"), length=12)
    city = _line(_("Plaats"), length=80)
    contact_name = _line(_("Contactpersoon"), length=120)
    contact_phone = _line(_("Telefoon contactpersoon"), length=30, inputmode="tel")
    contact_email = _line(_("E-mail contactpersoon"), length=200, inputmode="email")

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = companies


def both_versions(form: PlainForm, error: Conflict) -> list[tuple[str, str, str]]:
    """Label, theirs and yours of every field that differs, as people read them, for the conflict notice."""
    return [
        (str(field.label), _in_words(field, error.theirs.get(name)), _in_words(field, error.yours.get(name)))
        for name, field in form.fields.items()
        if str(error.theirs.get(name) or "") != str(error.yours.get(name) or "")
    ]


def _in_words(field: forms.Field, value: object) -> str:
    """The words of a choice, a day as it is said; the rest as it is."""
    text = str(value or "")
    if isinstance(field, forms.ChoiceField):
        words = {str(code): str(label) for code, label in field.choices}  # type: ignore[union-attr, misc]  # no groups
        return ", ".join(words.get(part, part) for part in text.split(",") if part)
    if isinstance(field, forms.DateField) and text:
        try:
            return show_date(date.fromisoformat(text))
        except ValueError:
            return text
    return show_way(text)
