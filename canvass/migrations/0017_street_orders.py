"""How streets are walked, kept for the next board."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

_WAYS = [
    ("sides", "Odd numbers up, even numbers down"),
    ("straight", "Straight through, by number"),
    ("by_hand", "In an order of your own"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0017_day_pins"),
        ("canvass", "0016_recall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="StreetOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(choices=_WAYS, default="sides", max_length=8, verbose_name="how it is walked"),
                ),
                (
                    "doors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "polling_district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
                (
                    "street",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.street"
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
                "verbose_name": "order of a street",
                "verbose_name_plural": "orders of streets",
                "constraints": [
                    models.UniqueConstraint(fields=("polling_district", "street"), name="canvass_street_order_once")
                ],
            },
        ),
        Protect("canvass_streetorder"),
    ]
