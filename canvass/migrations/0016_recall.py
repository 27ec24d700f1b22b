"""What phones that are out must be told to take off their lists."""

import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect


class Migration(migrations.Migration):
    dependencies = [("access", "0016_sealing"), ("canvass", "0018_meeting_point")]

    operations = [
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("do_not_contact", "Asked not to be contacted"),
                            ("deceased", "Has died"),
                            ("gone", "No longer on the register"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "elector",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.elector",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.household",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "recall",
                "verbose_name_plural": "recalls",
                "indexes": [models.Index(fields=["unit", "number"], name="canvass_recall_unit")],
            },
        ),
        Protect("canvass_recall"),
    ]
