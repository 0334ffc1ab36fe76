"""Forms about colleagues: who they are and what they are at which company. The domain judges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from klantkaart.accounts.abilities import ROLE_SENTENCES
from klantkaart.accounts.roles import Role
from klantkaart.companies.queries import CompanyName
from klantkaart.kernel.errors import Text
from klantkaart.office.forms.parts import PlainForm

_NAME = forms.TextInput(attrs={"maxlength": "120", "autocomplete": "off"})
_EMAIL = forms.TextInput(attrs={"maxlength": "254", "inputmode": "email", "autocomplete": "off"})


@dataclass(frozen=True, slots=True)
class Box:
    """One role at one company, to tick."""

    id: str
    name: str
    value: str
    label: Text
    sentence: Text
    checked: bool


class RolesForm(PlainForm):
    """A box per company and role. ``chosen``: the roles that are ticked before anything was posted."""

    def __init__(
        self,
        *args: Any,
        companies: Sequence[CompanyName],
        chosen: Mapping[int, Collection[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.companies = companies
        self.chosen = chosen or {}

    def roles(self) -> dict[int, list[str]]:
        """What is ticked, per company id."""
        if not self.is_bound:
            return {company.pk: list(self.chosen.get(company.pk, ())) for company in self.companies}
        getlist = getattr(self.data, "getlist", None)
        return {company.pk: getlist(f"roles_{company.pk}") if getlist else [] for company in self.companies}

    def boxes(self) -> Iterator[tuple[CompanyName, list[Box]]]:
        """For the template: each company with its roles."""
        held = self.roles()
        for company in self.companies:
            name = f"roles_{company.pk}"
            yield (
                company,
                [
                    Box(f"id_{name}_{role}", name, role, role.label, ROLE_SENTENCES[role], role in held[company.pk])
                    for role in Role
                ],
            )


class InviteForm(RolesForm):
    """A new colleague."""

    name = forms.CharField(label=_("Naam"), widget=_NAME, required=True)
    email = forms.CharField(
        label=_("E-mailadres"),
        widget=_EMAIL,
        help_text=_("Hierheen gaat de uitnodiging. Hiermee meldt de collega zich aan."),
    )
    language = forms.ChoiceField(label=_("Taal van de schermen"), choices=settings.LANGUAGES)


class PersonForm(PlainForm):
    """Name and sign-in address of a colleague."""

    name = forms.CharField(label=_("Naam"), widget=_NAME)
    email = forms.CharField(
        label=_("E-mailadres"),
        widget=_EMAIL,
        help_text=_("Hiermee meldt de collega zich aan. Het oude en het nieuwe adres krijgen bericht."),
    )
