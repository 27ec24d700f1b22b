"""Passes for boards, and who asks to join a session."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

# Which units have a team that should have been back: the sweep then goes from unit to unit.
FORWARD = """
CREATE FUNCTION canvass_units_with_late_teams(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT t.unit_id FROM public.canvass_team t
    WHERE t.out_at IS NOT NULL AND t.back_at IS NULL AND t.due_at <= moment
$$;
"""
BACK = "DROP FUNCTION canvass_units_with_late_teams(timestamptz);"

_PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [("access", "0017_day_pins"), ("canvass", "0015_doorstep")]
    operations = [
        migrations.AlterField("handing", "handed_by", models.ForeignKey(null=True, **_PERSON)),
        migrations.CreateModel(
            name="BoardPass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_sha256", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "handing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="canvass.handing"
                    ),
                ),
                ("made_by", models.ForeignKey(null=True, **_PERSON)),
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
            options={"verbose_name": "pass for a board", "verbose_name_plural": "passes for boards"},
        ),
        migrations.CreateModel(
            name="Newcomer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("key_sha256", models.BinaryField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("vouched", models.BooleanField(null=True)),
                ("made_account", models.BooleanField(default=False)),
                ("came_in_at", models.DateTimeField(null=True)),
                ("decided_by", models.ForeignKey(null=True, **_PERSON)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="newcomers",
                        to="canvass.canvasssession",
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
                ("user", models.ForeignKey(null=True, **_PERSON)),
            ],
            options={"verbose_name": "newcomer", "verbose_name_plural": "newcomers", "ordering": ["asked_at"]},
        ),
        Protect("canvass_boardpass"),
        Protect("canvass_newcomer"),
        migrations.RunSQL(FORWARD, BACK),
    ]
