"""Keys under which phones seal finished answers, and what a phone says of itself besides."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0017_day_pins")]

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("public", models.TextField()),
                ("private", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "sealing key",
                "verbose_name_plural": "sealing keys",
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddField(
            model_name="devicegrant", name="heard_recall", field=models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="devicegrant", name="persists", field=models.BooleanField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="devicegrant", name="second_device_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
