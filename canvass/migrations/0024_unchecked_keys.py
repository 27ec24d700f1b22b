import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Events arrive by the batch: that their unit is there is seen to by row-level security (access/models/units.py),
    their phone is held by whoever stores them, and those that name nobody are in no index of people."""

    dependencies = [("access", "0020_polling_day_roles"), ("canvass", "0023_raised_reported")]

    operations = [
        migrations.AlterField(
            model_name="contactevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.unit",
            ),
        ),
        migrations.AlterField(
            model_name="contactevent",
            name="device",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.devicegrant",
            ),
        ),
        migrations.RemoveIndex("contactevent", "canvass_event_elector"),
        migrations.RemoveIndex("contactevent", "canvass_event_household"),
        migrations.RemoveIndex("contactevent", "canvass_event_board"),
        migrations.AddIndex(
            "contactevent",
            models.Index(
                F("elector"),
                F("est_occurred_at").desc(),
                F("device_seq").desc(),
                condition=Q(elector__isnull=False),
                name="canvass_event_elector",
            ),
        ),
        migrations.AddIndex(
            "contactevent",
            models.Index(
                F("household"),
                F("est_occurred_at").desc(),
                condition=Q(household__isnull=False),
                name="canvass_event_household",
            ),
        ),
        migrations.AddIndex(
            "contactevent",
            models.Index(fields=["board_id"], condition=Q(board_id__isnull=False), name="canvass_event_board"),
        ),
    ]
