"""A lift remembers whom it was asked for, and a driver which link to their page is good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gotv", "0010_sheets_of_packs")]
    operations = [
        migrations.AddField("lift", "recorded_for", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField("driver", "link", models.PositiveSmallIntegerField(default=0, editable=False)),
    ]
