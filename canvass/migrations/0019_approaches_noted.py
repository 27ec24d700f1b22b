"""Finding what was noted of a list, among all the visits that phones sent."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("canvass", "0022_erasing")]

    operations = [
        migrations.AddIndex(
            "approach",
            models.Index(fields=["source"], condition=~Q(channel="door"), name="canvass_approach_noted"),
        ),
    ]
