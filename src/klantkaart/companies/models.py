"""The controllers: the companies of one group, and the arrangement that lets them share a card."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """A controller in the sense of AVG art. 4(7), with its own numbers, look and book year (ROL-4, ST-01)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("naam"), max_length=120, unique=True)
    legal_name = models.CharField(_("statutaire naam"), max_length=160)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    vat_id = models.CharField(_("btw-id"), max_length=20, blank=True)
    street = models.CharField(_("adres"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("plaats"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    privacy_contact = models.CharField(_("aanspreekpunt privacy"), max_length=120, blank=True)
    privacy_email = models.EmailField(_("e-mail aanspreekpunt"), blank=True)
    privacy_phone = models.CharField(_("telefoon aanspreekpunt"), max_length=20, blank=True)
    accent = models.CharField(_("kleur"), max_length=20, default="green")
    book_year_end_month = models.PositiveSmallIntegerField(
        _("boekjaar eindigt in maand"), default=12, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    first_number = models.PositiveIntegerField(_("eerste klantnummer"), default=10001)
    next_number = models.PositiveIntegerField(default=10001)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(book_year_end_month__range=(1, 12)), name="book_year_ends_in_a_month"),
        ]

    def __str__(self) -> str:
        return self.name


class Arrangement(models.Model):
    """The art. 26 arrangement on file: without one in force, companies do not share a card (ROL-4, DESIGN 3)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    signed_on = models.DateField(_("getekend op"))
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)
    essence = models.TextField(_("kern van de regeling"))
    signed_by = models.CharField(_("getekend door"), max_length=200, blank=True)
    reference = models.CharField(_("vindplaats van het stuk"), max_length=120, blank=True)
    companies = models.ManyToManyField(Company, related_name="arrangements", verbose_name=_("bedrijven"))

    class Meta:
        ordering = ["-signed_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("signed_on")),
                name="arrangement_ends_after_it_starts",
            ),
        ]
