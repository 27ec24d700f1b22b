from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _key(to: str, **how: Any) -> models.ForeignKey:
    return models.ForeignKey(to=to, db_constraint=False, db_index=False, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    """What whoever stores a mark holds in the same transaction is not checked again for each (gotv/models/marks.py)."""

    dependencies = [
        ("access", "0020_polling_day_roles"),
        ("canvass", "0023_raised_reported"),
        ("gotv", "0018_kept_until_challenged"),
    ]

    operations = [
        migrations.AlterField("voted", "election", _key("gotv.election", on_delete=django.db.models.deletion.CASCADE)),
        migrations.AlterField("voted", "mark", _key("gotv.votemark", on_delete=django.db.models.deletion.CASCADE)),
        migrations.AlterField("voted", "unit", _key("access.unit", on_delete=django.db.models.deletion.PROTECT)),
        migrations.AlterField(
            "votemark", "device", _key("access.devicegrant", null=True, on_delete=django.db.models.deletion.PROTECT)
        ),
        migrations.AlterField(
            "votemark",
            "election",
            _key("gotv.election", related_name="marks", on_delete=django.db.models.deletion.CASCADE),
        ),
        migrations.AlterField(
            "votemark",
            "polling_district",
            _key("canvass.pollingdistrict", null=True, on_delete=django.db.models.deletion.PROTECT),
        ),
        migrations.AlterField(
            "votemark",
            "station",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gotv.pollingstation",
            ),
        ),
        migrations.AlterField("votemark", "unit", _key("access.unit", on_delete=django.db.models.deletion.PROTECT)),
    ]
