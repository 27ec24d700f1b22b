from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gotv", "0006_polling_day")]

    operations = [
        migrations.AddField(
            model_name="knockupentry",
            name="recorded_for",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="knockupentry",
            index=models.Index(fields=["recorded_for"], name="gotv_entry_recorded_for"),
        ),
    ]
