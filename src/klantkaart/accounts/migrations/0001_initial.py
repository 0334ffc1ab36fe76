import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import klantkaart.accounts.models
import klantkaart.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "log_salt",
                    models.BinaryField(default=klantkaart.accounts.models.fresh_salt, max_length=16),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mailadres")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Nederlands"), ("en", "English")],
                        default="nl",
                        max_length=2,
                        verbose_name="taal",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="uit dienst")),
                ("created_at", models.DateTimeField(default=klantkaart.kernel.clock.now, editable=False)),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="uitgenodigd")),
                (
                    "letter_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="uitnodiging aangenomen door de mailserver"
                    ),
                ),
            ],
            options={
                "verbose_name": "collega",
                "verbose_name_plural": "collega's",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_whatever_its_capitals",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_on__isnull", True), ("is_active", False), _connector="OR"),
                        name="user_who_left_is_not_active",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300, verbose_name="reden")),
                ("asked_at", models.DateTimeField()),
                ("effective_at", models.DateTimeField(blank=True, null=True, verbose_name="geldig vanaf")),
                ("confirmed_by", models.UUIDField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factor_resets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("user",),
                        name="factor_reset_one_open_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                        name="factor_reset_done_or_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            ("confirmed_by__isnull", False),
                            ("effective_at__isnull", False),
                            _connector="OR",
                        ),
                        name="factor_reset_needs_second_person_or_delay",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Eigenaar"),
                            ("office", "Kantoor"),
                            ("finance", "Administratie"),
                            ("technician", "Monteur"),
                            ("privacy", "Privacyfunctionaris"),
                            ("auditor", "Controleur (alleen lezen)"),
                        ],
                        max_length=16,
                        verbose_name="rol",
                    ),
                ),
                ("since", models.DateField(verbose_name="sinds")),
                ("until", models.DateField(blank=True, null=True, verbose_name="tot")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("user", "company", "role"),
                        name="membership_once_per_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["owner", "office", "finance", "technician", "privacy", "auditor"])
                        ),
                        name="membership_known_role",
                    ),
                ],
            },
        ),
    ]
