from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="aantal regels")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("note", models.TextField(verbose_name="ondertekende tekst")),
            ],
            options={
                "verbose_name": "tussenstand van het logboek",
                "verbose_name_plural": "tussenstanden van het logboek",
            },
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="regel")),
                ("subject", models.UUIDField(db_index=True, verbose_name="over wie")),
                ("obj", models.UUIDField(db_index=True, null=True, verbose_name="over welk onderdeel")),
                ("blob", models.BinaryField(verbose_name="verzegelde inhoud")),
            ],
            options={
                "verbose_name": "voor en na van een regel",
                "verbose_name_plural": "voor en na van regels",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="regel")),
                ("body", models.BinaryField(null=True, verbose_name="inhoud")),
                ("leaf", models.BinaryField(max_length=32)),
                ("chain", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(null=True, verbose_name="wanneer")),
                ("event", models.CharField(max_length=64, null=True, verbose_name="wat")),
                ("subject", models.CharField(max_length=32, null=True, verbose_name="over wie")),
                ("actor", models.CharField(max_length=32, null=True, verbose_name="wie")),
            ],
            options={
                "verbose_name": "regel van het logboek",
                "verbose_name_plural": "regels van het logboek",
                "indexes": [
                    models.Index(fields=["subject", "seq"], name="entry_subject"),
                    models.Index(fields=["actor", "seq"], name="entry_actor"),
                    models.Index(fields=["event", "seq"], name="entry_event"),
                    models.Index(fields=["at"], name="entry_at"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="entry_seq_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("actor__isnull", False),
                                ("at__isnull", False),
                                ("body__isnull", False),
                                ("event__isnull", False),
                            ),
                            models.Q(("actor", None), ("at", None), ("body", None), ("event", None), ("subject", None)),
                            _connector="OR",
                        ),
                        name="entry_whole_or_emptied",
                    ),
                ],
            },
        ),
    ]
