import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import klantkaart.customers.models
import klantkaart.sealing.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("companies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("log_salt", models.BinaryField(default=klantkaart.customers.models.new_salt, max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("organisation", "bv, nv, stichting of vereniging"),
                            ("sole_trader", "eenmanszaak, vof of maatschap"),
                            ("person", "particulier"),
                        ],
                        default="organisation",
                        max_length=20,
                        verbose_name="soort klant",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="naam")),
                ("kvk_number", models.CharField(blank=True, max_length=8, verbose_name="KvK-nummer")),
                ("establishment_number", models.CharField(blank=True, max_length=12, verbose_name="vestigingsnummer")),
                ("vat_id", models.CharField(blank=True, max_length=20, verbose_name="btw-id")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("subject", "van de persoon zelf"),
                            ("customer", "van de klant"),
                            ("register", "uit het Handelsregister"),
                            ("import", "uit een vorig pakket"),
                            ("other", "van iemand anders"),
                        ],
                        default="customer",
                        max_length=12,
                        verbose_name="herkomst",
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="gecontroleerd op")),
                ("created_at", models.DateTimeField(verbose_name="aangemaakt")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name"], name="card_name"),
                    models.Index(
                        condition=models.Q(("kvk_number", ""), _negated=True), fields=["kvk_number"], name="card_kvk"
                    ),
                    models.Index(condition=models.Q(("vat_id", ""), _negated=True), fields=["vat_id"], name="card_vat"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="card_has_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("function", models.CharField(blank=True, max_length=80, verbose_name="functie")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "contactpersoon"),
                            ("finance", "ontvangt facturen"),
                            ("technical", "techniek"),
                            ("management", "directie"),
                        ],
                        default="general",
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("subject", "van de persoon zelf"),
                            ("customer", "van de klant"),
                            ("register", "uit het Handelsregister"),
                            ("import", "uit een vorig pakket"),
                            ("other", "van iemand anders"),
                        ],
                        default="customer",
                        max_length=12,
                        verbose_name="herkomst",
                    ),
                ),
                ("informed_on", models.DateField(blank=True, null=True, verbose_name="geïnformeerd op")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="vertrokken op")),
                ("created_at", models.DateTimeField(verbose_name="toegevoegd")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="customers.card",
                        verbose_name="kaart",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_on__isnull", False)), fields=["left_on"], name="contact_left"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="contact_has_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "telefoon"),
                            ("mobile", "mobiel"),
                            ("email", "e-mail"),
                            ("website", "website"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("general", "algemeen"), ("invoice", "facturen")],
                        default="general",
                        max_length=10,
                        verbose_name="gebruik",
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="waarde")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="customers.card",
                        verbose_name="kaart",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="customers.contact",
                        verbose_name="contactpersoon",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["value"], name="channel_value")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value", ""), _negated=True), name="channel_has_a_value")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("log_salt", models.BinaryField(default=klantkaart.customers.models.new_salt, max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "kolommen kiezen"),
                            ("reading", "wordt gelezen"),
                            ("preview", "klaar om te bekijken"),
                            ("applying", "wordt overgenomen"),
                            ("done", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "afgebroken"),
                        ],
                        default="mapping",
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=120, verbose_name="verzegeld bestand")),
                ("layout", models.CharField(blank=True, max_length=40, verbose_name="indeling")),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(verbose_name="begonnen")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="klaar op")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_on__isnull", False)),
                        fields=["finished_on"],
                        name="import_finished",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField(verbose_name="rij")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "nieuw"),
                            ("update", "aanvulling"),
                            ("duplicate", "bestaat al"),
                            ("refused", "geweigerd"),
                            ("suppressed", "eerder verwijderd"),
                            ("ask", "vraagt een keuze"),
                        ],
                        max_length=12,
                        verbose_name="uitkomst",
                    ),
                ),
                ("chosen", models.BooleanField(default=True, verbose_name="overnemen")),
                ("draft", models.JSONField(default=dict, verbose_name="gelezen")),
                ("findings", models.JSONField(default=list, verbose_name="bevindingen")),
                ("card_uuid", models.UUIDField(blank=True, null=True)),
                ("applied", models.BooleanField(default=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="customers.importbatch"
                    ),
                ),
            ],
            options={
                "ordering": ["row"],
                "constraints": [models.UniqueConstraint(fields=("batch", "row"), name="one_outcome_per_row")],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20, verbose_name="klantnummer")),
                ("services", models.CharField(blank=True, max_length=60, verbose_name="diensten")),
                ("prospect_since", models.DateField(blank=True, null=True, verbose_name="eerste contact")),
                ("customer_since", models.DateField(blank=True, null=True, verbose_name="klant sinds")),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="vertrek gemeld op")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="eindigt op")),
                (
                    "payment_term_days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="betaaltermijn in dagen"),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships",
                        to="customers.card",
                        verbose_name="kaart",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships",
                        to="companies.company",
                        verbose_name="bedrijf",
                    ),
                ),
            ],
            options={
                "ordering": ["company_id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False)), fields=["ended_on"], name="relationship_ended"
                    ),
                    models.Index(
                        condition=models.Q(("customer_since__isnull", True)),
                        fields=["prospect_since"],
                        name="relationship_prospect",
                    ),
                    models.Index(fields=["company", "card"], name="relationship_company_card"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("card", "company"), name="one_relationship_per_company"),
                    models.UniqueConstraint(fields=("company", "number"), name="customer_number_unique_per_company"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prospect_since__isnull", False), ("customer_since__isnull", False), _connector="OR"
                        ),
                        name="relationship_has_begun",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_on__isnull", True), ("ended_on__isnull", False), _connector="OR"
                        ),
                        name="leaving_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("customer_since__isnull", True),
                            ("ended_on__gte", models.F("customer_since")),
                            _connector="OR",
                        ),
                        name="relationship_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(verbose_name="notitie")),
                ("written_at", models.DateTimeField(verbose_name="geschreven")),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="geschreven door",
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="customers.relationship",
                        verbose_name="relatie",
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_is_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("iban", klantkaart.sealing.fields.SealedTextField(verbose_name="IBAN")),
                ("mark", models.CharField(max_length=64, verbose_name="kenmerk van het IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("holder", models.CharField(blank=True, max_length=120, verbose_name="op naam van")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_accounts",
                        to="customers.card",
                        verbose_name="kaart",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["mark"], name="bank_account_mark")],
                "constraints": [models.UniqueConstraint(fields=("card", "mark"), name="an_account_once_per_card")],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "use",
                    models.CharField(
                        choices=[("visiting", "bezoekadres"), ("postal", "postadres"), ("billing", "factuuradres")],
                        default="visiting",
                        max_length=10,
                        verbose_name="gebruik",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=160, verbose_name="straat en huisnummer")),
                ("extra", models.CharField(blank=True, max_length=160, verbose_name="tweede regel")),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                ("country", models.CharField(default="NL", max_length=2, verbose_name="land")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="customers.card",
                        verbose_name="kaart",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("card", "use"), name="one_address_per_use")],
            },
        ),
    ]
