"""A PIN for one day, and roles that somebody at a meeting point was vouched for."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0015_sharing")]
    operations = [
        migrations.AlterField(
            model_name="grant",
            name="kind",
            field=models.CharField(
                choices=[
                    ("given", "given"),
                    ("asked", "asked for and approved"),
                    ("office", "comes with an office"),
                    ("deputy", "stands in for somebody who is away"),
                    ("break_glass", "opened in an emergency"),
                    ("vouched", "joined a session at the meeting point"),
                ],
                default="given",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="DayPin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pin", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                (
                    "paths",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "PIN for a day", "verbose_name_plural": "PINs for a day"},
        ),
    ]
