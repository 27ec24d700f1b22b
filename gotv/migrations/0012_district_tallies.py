"""Tallies of districts, and counters that say how often they were written."""

import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect

FORWARD = """
CREATE FUNCTION gotv_counter_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changes := OLD.changes + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER gotv_districtcounter_changed BEFORE UPDATE ON gotv_districtcounter FOR EACH ROW
    EXECUTE FUNCTION gotv_counter_changed();
"""
BACK = """
DROP TRIGGER gotv_districtcounter_changed ON gotv_districtcounter;
DROP FUNCTION gotv_counter_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0023_raised_reported"),
        ("gotv", "0008_entry_recorded_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="districtcounter",
            name="changes",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name="DistrictTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("electors", models.IntegerField(default=0)),
                ("postal_electors", models.IntegerField(default=0)),
                ("promises", models.IntegerField(default=0)),
                ("promises_in", models.IntegerField(default=0)),
                ("doors_left", models.IntegerField(default=0)),
                ("sources", models.JSONField(default=dict)),
                ("box_electors", models.JSONField(default=list)),
                ("box_promises", models.JSONField(default=list)),
                ("changes", models.BigIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                ("roll_at", models.DateTimeField()),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="gotv.election",
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
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "polling_district"), name="gotv_tally_once")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
        Protect("gotv_districttally"),
    ]
