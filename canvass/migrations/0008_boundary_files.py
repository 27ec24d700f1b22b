"""Files of boundaries on their way in."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

_KINDS = [("district", "Polling district"), ("ward", "Ward"), ("constituency", "Constituency")]
_STATES = [
    ("waiting", "Waiting for approval"),
    ("applied", "In use"),
    ("undone", "Taken back"),
    ("discarded", "Thrown away"),
]


def _to(model: str, *, null: bool = False, index: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        to=model, null=null, db_index=index, on_delete=django.db.models.deletion.PROTECT, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0007_keeping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BoundaryFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("features", models.JSONField(default=list)),
                (
                    "kind",
                    models.CharField(blank=True, choices=_KINDS, max_length=12, verbose_name="what it encloses"),
                ),
                ("code_property", models.CharField(blank=True, max_length=100)),
                ("name_property", models.CharField(blank=True, max_length=100)),
                ("starts_on", models.DateField(null=True, verbose_name="in force from")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("state", models.CharField(choices=_STATES, default="waiting", max_length=12)),
                ("report", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("unit", _to("access.unit", index=False)),
                ("council", _to("canvass.council", null=True)),
                ("uploaded_by", _to(settings.AUTH_USER_MODEL, null=True)),
                ("settled_by", _to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "verbose_name": "file of boundaries",
                "verbose_name_plural": "files of boundaries",
                "ordering": ["-uploaded_at"],
                "indexes": [models.Index(fields=["unit", "-uploaded_at"], name="canvass_boundary_file_unit")],
            },
        ),
        Protect("canvass_boundaryfile"),
    ]
