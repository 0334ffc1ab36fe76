"""The companies are controllers, not data subjects: their privacy contact is published on purpose (ST-02), their bank
account stands on every invoice, and who signed an arrangement did so for them."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.registry import declare

declare(
    Declaration(
        model="companies.Company",
        title=_("Bedrijven van de groep"),
        plain=(
            "id", "uuid", "name", "legal_name", "kvk_number", "vat_id", "street", "postcode", "city", "phone", "email",
            "website", "iban", "privacy_contact", "privacy_email", "privacy_phone", "accent", "book_year_end_month",
            "first_number", "next_number", "created_at",
        ),
    ),
    Declaration(
        model="companies.Arrangement",
        title=_("Onderlinge regeling (AVG artikel 26)"),
        plain=("id", "uuid", "signed_on", "ended_on", "essence", "signed_by", "reference"),
    ),
    Declaration(
        model="companies.Arrangement_companies",
        title=_("Bedrijven in een regeling"),
        plain=("id", "arrangement", "company"),
    ),
)  # fmt: skip
