"""Whether somebody else raised it for them stands beside each topic, so that counting need not look into the events."""

from django.db import migrations, models

FILL = """
UPDATE canvass_issueraised r SET reported = true FROM canvass_contactevent v
WHERE v.id = r.event_id AND v.payload->>'respondent' = 'other';
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0019_approaches_noted")]

    operations = [
        migrations.AddField("issueraised", "reported", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
