"""Suppressions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="soort")),
                ("mark", models.CharField(max_length=64, verbose_name="kenmerk")),
                ("since", models.DateField(verbose_name="vanaf")),
                ("until", models.DateField(verbose_name="tot en met")),
            ],
            options={
                "verbose_name": "blokkade na verwijdering",
                "verbose_name_plural": "blokkades na verwijdering",
                "indexes": [models.Index(fields=["until"], name="suppression_until")],
                "constraints": [
                    models.UniqueConstraint(fields=("mark", "kind"), name="one_suppression_per_mark_and_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="suppression_ends_after_start"
                    ),
                ],
            },
        ),
    ]
