"""When a phone was replaced by another, so that what it may have lost is known; and how wrong its clock is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0016_sealing")]
    operations = [
        migrations.AddField(
            model_name="devicegrant", name="replaced_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="devicegrant", name="emptied", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            model_name="devicegrant", name="clock_slow_by", field=models.BigIntegerField(db_default=0, default=0)
        ),
    ]
