"""Where a household stood before a file put it into another district or street."""

import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect


def _unchecked(to: str, *, null: bool = False, index: bool = True, cascade: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        to=to,
        on_delete=django.db.models.deletion.CASCADE if cascade else django.db.models.deletion.PROTECT,
        null=null,
        related_name="+",
        db_constraint=False,
        db_index=index,
    )


class Migration(migrations.Migration):
    dependencies = [("canvass", "0005_editions")]

    operations = [
        migrations.CreateModel(
            name="PastHousehold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household", _unchecked("canvass.household", cascade=True)),
                ("polling_district", _unchecked("canvass.pollingdistrict", index=False)),
                ("register_import", _unchecked("canvass.registerimport", cascade=True)),
                ("street", _unchecked("canvass.street", null=True, index=False)),
                ("unit", _unchecked("access.unit", index=False)),
            ],
        ),
        Protect("canvass_pasthousehold"),
    ]
