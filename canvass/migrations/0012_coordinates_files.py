"""Files of coordinates, and where the doors that they moved stood before."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

_STATES = [
    ("working", "Being read"),
    ("applied", "In use"),
    ("refused", "No coordinates of ours"),
    ("failed", "Stopped, nothing was changed"),
    ("undone", "Taken back"),
]
# Which units have a file at work that is silent, or places from before a file of long ago: jobs go from one to the next.
_UNITS = """
CREATE FUNCTION canvass_units_with_coordinates(silent timestamptz, forgotten timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT f.unit_id FROM public.canvass_coordinatesfile f
    WHERE (f.state = 'working' AND f.touched_at < silent)
       OR (f.finished_at < forgotten
           AND EXISTS (SELECT 1 FROM public.canvass_placeddoor p WHERE p.file_id = f.id))
$$;
"""


def _to(model: str, *, null: bool = False, index: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        to=model, null=null, db_index=index, on_delete=django.db.models.deletion.PROTECT, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0011_undoing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoordinatesFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("stored_as", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("state", models.CharField(choices=_STATES, default="working", max_length=10)),
                ("problem", models.TextField(blank=True)),
                ("report", models.JSONField(default=dict)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("stage", models.CharField(blank=True, max_length=30)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                ("unit", _to("access.unit", index=False)),
                ("uploaded_by", _to(settings.AUTH_USER_MODEL, null=True)),
                ("undone_by", _to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "verbose_name": "file of coordinates",
                "verbose_name_plural": "files of coordinates",
                "ordering": ["-uploaded_at"],
                "indexes": [models.Index(fields=["unit", "-uploaded_at"], name="canvass_coordinates_unit")],
            },
        ),
        migrations.CreateModel(
            name="PlacedDoor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("door", models.BigIntegerField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("located_by", models.CharField(blank=True, max_length=10)),
                ("to_latitude", models.FloatField()),
                ("to_longitude", models.FloatField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placed",
                        to="canvass.coordinatesfile",
                    ),
                ),
                ("unit", _to("access.unit", index=False)),
            ],
            options={"verbose_name": "placed door", "verbose_name_plural": "placed doors"},
        ),
        Protect("canvass_coordinatesfile"),
        Protect("canvass_placeddoor"),
        migrations.RunSQL(_UNITS, "DROP FUNCTION canvass_units_with_coordinates(timestamptz, timestamptz)"),
    ]
