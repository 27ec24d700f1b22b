"""What was purged; an objection that outlives the entry of whoever made it; answers by unit and day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0006_past_households"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PurgeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("ran_at", models.DateTimeField(auto_now_add=True)),
                ("counts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["-ran_at"],
                "indexes": [models.Index(fields=["unit", "-ran_at"], name="canvass_purge_unit")],
            },
        ),
        Protect("canvass_purgereport"),
        migrations.AlterField(
            model_name="contactevent",
            name="device",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.devicegrant",
            ),
        ),
        migrations.AddIndex(
            model_name="contactevent",
            index=models.Index(
                condition=models.Q(("kind", "answer")),
                fields=["unit", "est_occurred_at"],
                name="canvass_event_answers",
            ),
        ),
    ]
