"""Members and the rows of their files carry their unit, and are shown only in a scope on it."""

import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect

FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE organise_memberimportrow r SET unit_id = i.unit_id FROM organise_memberimport i WHERE i.id = r.member_import_id;
SET CONSTRAINTS ALL DEFERRED;
"""


def unit_key(**options: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit", **options
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0012_row_security"), ("organise", "0002_import_columns")]
    operations = [
        migrations.AddField("memberimportrow", "unit", unit_key(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("memberimportrow", "unit", unit_key()),
        Protect("organise_member"),
        Protect("organise_memberimport"),
        Protect("organise_memberimportrow"),
    ]
