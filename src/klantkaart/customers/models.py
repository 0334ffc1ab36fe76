"""The card of a customer of the group, its relationships per company, its people and how to reach them (DESIGN 3)."""

import uuid
from datetime import date
from secrets import token_bytes

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klantkaart.sealing.fields import SealedTextField

SALT_BYTES = 16


def new_salt() -> bytes:
    """What makes this card's pseudonym in the log unguessable, and unlinkable once the card is gone."""
    return token_bytes(SALT_BYTES)


class CardKind(models.TextChoices):
    """Decides whose data the card is (PD-1, PD-2): with a person everything on it is personal data."""

    ORGANISATION = "organisation", _("bv, nv, stichting of vereniging")
    SOLE_TRADER = "sole_trader", _("eenmanszaak, vof of maatschap")
    PERSON = "person", _("particulier")


class Source(models.TextChoices):
    """Where data came from (ST-13)."""

    SUBJECT = "subject", _("van de persoon zelf")
    CUSTOMER = "customer", _("van de klant")
    REGISTER = "register", _("uit het Handelsregister")
    IMPORT = "import", _("uit een vorig pakket")
    OTHER = "other", _("van iemand anders")


class Card(models.Model):
    """One customer of the group (P04). Everything but the name is optional."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    log_salt = models.BinaryField(default=new_salt, editable=False, max_length=SALT_BYTES)
    kind = models.CharField(_("soort klant"), max_length=20, choices=CardKind, default=CardKind.ORGANISATION)
    name = models.CharField(_("naam"), max_length=160)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    establishment_number = models.CharField(_("vestigingsnummer"), max_length=12, blank=True)
    vat_id = models.CharField(_("btw-id"), max_length=20, blank=True)
    source = models.CharField(_("herkomst"), max_length=12, choices=Source, default=Source.CUSTOMER)
    reviewed_on = models.DateField(_("gecontroleerd op"), null=True, blank=True)
    created_at = models.DateTimeField(_("aangemaakt"))

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="card_name"),
            models.Index(fields=["kvk_number"], name="card_kvk", condition=~Q(kvk_number="")),
            models.Index(fields=["vat_id"], name="card_vat", condition=~Q(vat_id="")),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="card_has_a_name")]

    @property
    def is_person(self) -> bool:
        """Everything on the card is personal data (PD-2)."""
        return self.kind != CardKind.ORGANISATION


class Service(models.TextChoices):
    TELEPHONY = "telephony", _("telefonie")
    INTERNET = "internet", _("internet")
    ALARM = "alarm", _("alarm")
    IT = "it", _("IT")
    OTHER = "other", _("overig")


class Stage(models.TextChoices):
    """The life of a relationship (DESIGN 3)."""

    PROSPECT = "prospect", _("prospect")
    CUSTOMER = "customer", _("klant")
    LEAVING = "leaving", _("vertrekt")
    LEFT = "left", _("vertrokken")


class Relationship(models.Model):
    """What ties a card to one company: a number, the services, and the dates that start retention."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="relationships", verbose_name=_("kaart"))
    company = models.ForeignKey(
        "companies.Company", on_delete=models.PROTECT, related_name="relationships", verbose_name=_("bedrijf")
    )
    number = models.CharField(_("klantnummer"), max_length=20)
    services = models.CharField(_("diensten"), max_length=60, blank=True)
    prospect_since = models.DateField(_("eerste contact"), null=True, blank=True)
    customer_since = models.DateField(_("klant sinds"), null=True, blank=True)
    announced_on = models.DateField(_("vertrek gemeld op"), null=True, blank=True)
    ended_on = models.DateField(_("eindigt op"), null=True, blank=True)
    payment_term_days = models.PositiveSmallIntegerField(_("betaaltermijn in dagen"), default=14)

    class Meta:
        ordering = ["company_id"]
        indexes = [
            models.Index(fields=["ended_on"], name="relationship_ended", condition=Q(ended_on__isnull=False)),
            models.Index(
                fields=["prospect_since"], name="relationship_prospect", condition=Q(customer_since__isnull=True)
            ),
            models.Index(fields=["company", "card"], name="relationship_company_card"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["card", "company"], name="one_relationship_per_company"),
            models.UniqueConstraint(fields=["company", "number"], name="customer_number_unique_per_company"),
            models.CheckConstraint(
                condition=Q(prospect_since__isnull=False) | Q(customer_since__isnull=False),
                name="relationship_has_begun",
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True) | Q(ended_on__isnull=False), name="leaving_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(customer_since__isnull=True)
                | Q(ended_on__gte=models.F("customer_since")),
                name="relationship_ends_after_it_starts",
            ),
        ]

    def stage_on(self, day: date) -> Stage:
        """Where it is in its life on that day."""
        return stage_of(customer_since=self.customer_since, ended_on=self.ended_on, on=day)


def stage_of(*, customer_since: date | None, ended_on: date | None, on: date) -> Stage:
    """Where a relationship is in its life on that day; ``ended_on`` is the last day of service."""
    if ended_on is not None and ended_on < on:
        return Stage.LEFT
    if customer_since is None:
        return Stage.PROSPECT
    return Stage.CUSTOMER if ended_on is None else Stage.LEAVING


class ContactKind(models.TextChoices):
    GENERAL = "general", _("contactpersoon")
    FINANCE = "finance", _("ontvangt facturen")
    TECHNICAL = "technical", _("techniek")
    MANAGEMENT = "management", _("directie")


class Contact(models.Model):
    """A person at the customer, with rights of their own (PD-3, TRA-2)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("kaart"))
    name = models.CharField(_("naam"), max_length=120)
    function = models.CharField(_("functie"), max_length=80, blank=True)
    kind = models.CharField(_("rol"), max_length=20, choices=ContactKind, default=ContactKind.GENERAL)
    source = models.CharField(_("herkomst"), max_length=12, choices=Source, default=Source.CUSTOMER)
    informed_on = models.DateField(_("geïnformeerd op"), null=True, blank=True)
    left_on = models.DateField(_("vertrokken op"), null=True, blank=True)
    created_at = models.DateTimeField(_("toegevoegd"))

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["left_on"], name="contact_left", condition=Q(left_on__isnull=False))]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name")]


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("telefoon")
    MOBILE = "mobile", _("mobiel")
    EMAIL = "email", _("e-mail")
    WEBSITE = "website", _("website")


class ChannelUse(models.TextChoices):
    GENERAL = "general", _("algemeen")
    INVOICE = "invoice", _("facturen")


class Channel(models.Model):
    """A phone number (E.164), e-mail address or website, of the customer or of one contact."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="channels", verbose_name=_("kaart"))
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name="channels",
        null=True,
        blank=True,
        verbose_name=_("contactpersoon"),
    )
    kind = models.CharField(_("soort"), max_length=10, choices=ChannelKind)
    use = models.CharField(_("gebruik"), max_length=10, choices=ChannelUse, default=ChannelUse.GENERAL)
    value = models.CharField(_("waarde"), max_length=200)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["value"], name="channel_value")]
        constraints = [models.CheckConstraint(condition=~Q(value=""), name="channel_has_a_value")]


class AddressUse(models.TextChoices):
    VISITING = "visiting", _("bezoekadres")
    POSTAL = "postal", _("postadres")
    BILLING = "billing", _("factuuradres")


class Address(models.Model):
    """An address by its use; at most one of each on a card."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="addresses", verbose_name=_("kaart"))
    use = models.CharField(_("gebruik"), max_length=10, choices=AddressUse, default=AddressUse.VISITING)
    street = models.CharField(_("straat en huisnummer"), max_length=160, blank=True)
    extra = models.CharField(_("tweede regel"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("plaats"), max_length=80, blank=True)
    country = models.CharField(_("land"), max_length=2, default="NL")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["card", "use"], name="one_address_per_use")]


class BankAccount(models.Model):
    """Only for who pays by direct debit or gets a refund (AVG-5c). The IBAN is sealed; ``mark`` finds equals."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="bank_accounts", verbose_name=_("kaart"))
    iban = SealedTextField(_("IBAN"))
    mark = models.CharField(_("kenmerk van het IBAN"), max_length=64)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    holder = models.CharField(_("op naam van"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["mark"], name="bank_account_mark")]
        constraints = [models.UniqueConstraint(fields=["card", "mark"], name="an_account_once_per_card")]


class Note(models.Model):
    """Free text about a customer of one company: always personal data (PD-4), always printed (ACC-1)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    relationship = models.ForeignKey(
        Relationship, on_delete=models.PROTECT, related_name="notes", verbose_name=_("relatie")
    )
    text = models.TextField(_("notitie"))
    written_at = models.DateTimeField(_("geschreven"))
    written_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("geschreven door")
    )

    class Meta:
        ordering = ["-written_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_is_not_empty")]


class ImportBatch(models.Model):
    """A file that is being taken over: staged, previewed, applied in small steps. The file itself is sealed."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("kolommen kiezen")
        READING = "reading", _("wordt gelezen")
        PREVIEW = "preview", _("klaar om te bekijken")
        APPLYING = "applying", _("wordt overgenomen")
        DONE = "done", _("klaar")
        FAILED = "failed", _("mislukt")
        CANCELLED = "cancelled", _("afgebroken")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    log_salt = models.BinaryField(default=new_salt, editable=False, max_length=SALT_BYTES)
    company = models.ForeignKey("companies.Company", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stand"), max_length=12, choices=State, default=State.MAPPING)
    file = models.CharField(_("verzegeld bestand"), max_length=120, blank=True)
    layout = models.CharField(_("indeling"), max_length=40, blank=True)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("begonnen"))
    finished_on = models.DateField(_("klaar op"), null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["finished_on"], name="import_finished", condition=Q(finished_on__isnull=False))]


class ImportRow(models.Model):
    """One staged customer: what was read, what will happen, and what needs someone."""

    class Outcome(models.TextChoices):
        NEW = "new", _("nieuw")
        UPDATE = "update", _("aanvulling")
        DUPLICATE = "duplicate", _("bestaat al")
        REFUSED = "refused", _("geweigerd")
        SUPPRESSED = "suppressed", _("eerder verwijderd")
        ASK = "ask", _("vraagt een keuze")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(_("rij"))
    outcome = models.CharField(_("uitkomst"), max_length=12, choices=Outcome)
    chosen = models.BooleanField(_("overnemen"), default=True)
    draft = models.JSONField(_("gelezen"), default=dict)
    findings = models.JSONField(_("bevindingen"), default=list)
    card_uuid = models.UUIDField(null=True, blank=True)
    applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_outcome_per_row")]
