"""Why a phone was stopped, and when it said that it had forgotten everything."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0007_request_figures")]

    operations = [
        migrations.AddField(
            model_name="devicegrant",
            name="stopped_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ROLE_ENDED", "You no longer have the role that this list needs."),
                    ("LOST", "This phone was reported lost."),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="devicegrant", name="wiped_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
