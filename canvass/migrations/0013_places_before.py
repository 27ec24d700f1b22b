"""Where a household was on the map before a file said it anew, so that taking the file back restores that too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0012_coordinates_files")]

    operations = [
        migrations.AddField("pasthousehold", "uprn", models.BigIntegerField(null=True)),
        migrations.AddField("pasthousehold", "latitude", models.FloatField(null=True)),
        migrations.AddField("pasthousehold", "longitude", models.FloatField(null=True)),
        migrations.AddField(
            "pasthousehold",
            "located_by",
            models.CharField(
                blank=True,
                choices=[("file", "the register file"), ("uprn", "a UPRN file"), ("postcode", "the postcode")],
                db_default="",
                max_length=10,
            ),
        ),
    ]
