"""Losing the second step: who vouched for whom, and when it may be taken off."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import ME, Protect

OWN = f"user_id = {ME}"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0013_office_grants"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300, verbose_name="how you made sure that it is them")),
                ("asked_at", models.DateTimeField()),
                ("opens_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "called_off_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "reset of a second step",
                "verbose_name_plural": "resets of second steps",
                "ordering": ["-asked_at", "id"],
                "indexes": [models.Index(fields=["unit", "-asked_at"], name="access_reset_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("asked_by")), _negated=True),
                        name="access_reset_not_ones_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lapses_at__gt", models.F("opens_at")), ("opens_at__gt", models.F("asked_at"))
                        ),
                        name="access_reset_in_order",
                    ),
                ],
            },
        ),
        # The person sees their own wherever it was asked for, and uses it or stops it: but only others ask for it.
        Protect("access_factorreset", own=OWN),
        migrations.RunSQL(
            f"CREATE POLICY own_changes ON access_factorreset FOR UPDATE USING ({OWN})",
            "DROP POLICY own_changes ON access_factorreset",
        ),
    ]
