"""Ballot boxes, files of polling stations on their way in, and Contact Creator's figures."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

_STATES = [
    ("waiting", "Waiting for approval"),
    ("applied", "In use"),
    ("undone", "Taken back"),
    ("discarded", "Thrown away"),
]


def _id() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _unit() -> tuple[str, models.Field]:
    protect = django.db.models.deletion.PROTECT
    return "unit", models.ForeignKey(db_index=False, on_delete=protect, related_name="+", to="access.unit")


def _somebody(name: str) -> tuple[str, models.Field]:
    protect = django.db.models.deletion.PROTECT
    return name, models.ForeignKey(null=True, on_delete=protect, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0008_boundary_files"),
        ("gotv", "0004_franchise_absent_turnout"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("pollingstation", "latitude", models.FloatField(blank=True, null=True)),
        migrations.AddField("pollingstation", "longitude", models.FloatField(blank=True, null=True)),
        migrations.AddField(
            "pollingstation",
            "postcode",
            models.CharField(blank=True, db_default="", max_length=8, verbose_name="postcode"),
        ),
        migrations.CreateModel(
            name="BallotBox",
            fields=[
                _id(),
                _unit(),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="boxes", to="gotv.pollingstation"
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot box",
                "verbose_name_plural": "ballot boxes",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=["station", "number"], name="gotv_box_once")],
            },
        ),
        migrations.CreateModel(
            name="BoxDistrict",
            fields=[
                _id(),
                _unit(),
                ("lowest", models.IntegerField(null=True)),
                ("highest", models.IntegerField(null=True)),
                ("electors", models.IntegerField(null=True)),
                ("postal_electors", models.IntegerField(null=True)),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="districts", to="gotv.ballotbox"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.pollingdistrict"
                    ),
                ),
            ],
            options={
                "ordering": ["district__code", "lowest"],
                "constraints": [models.UniqueConstraint(fields=["box", "district"], name="gotv_box_district_once")],
            },
        ),
        migrations.CreateModel(
            name="StationFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                _unit(),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("found", models.JSONField(default=dict)),
                ("state", models.CharField(choices=_STATES, default="waiting", max_length=12)),
                ("report", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="station_files", to="gotv.election"
                    ),
                ),
                _somebody("uploaded_by"),
                _somebody("settled_by"),
            ],
            options={
                "verbose_name": "file of polling stations",
                "verbose_name_plural": "files of polling stations",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="CampaignFigures",
            fields=[
                _id(),
                _unit(),
                ("ward_name", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=16)),
                ("electors", models.IntegerField()),
                ("promises", models.IntegerField()),
                ("postal_electors", models.IntegerField()),
                ("postal_promises", models.IntegerField()),
                ("brought_in_at", models.DateTimeField(auto_now_add=True)),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
            ],
            options={
                "ordering": ["ward_name", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=["unit", "ward_name", "code"], name="gotv_campaign_figures_once")
                ],
            },
        ),
        *(Protect(f"gotv_{model}") for model in ("ballotbox", "boxdistrict", "stationfile", "campaignfigures")),
    ]
