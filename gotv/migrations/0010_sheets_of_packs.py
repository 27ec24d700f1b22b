"""Sheets that lie in a committee room's pack."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gotv", "0014_rehearsals")]

    operations = [
        migrations.AddField(
            model_name="sheet",
            name="pack",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="gotv.paperpack"
            ),
        ),
    ]
