"""A members file keeps its heading and its rows while its columns are matched, and knows who approved it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organise", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="memberimport",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="memberimport",
            name="header",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="memberimport",
            name="sha256",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="memberimportrow",
            name="cells",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="memberimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("read", "Columns to be matched"),
                    ("checked", "Waiting for approval"),
                    ("applied", "Brought in"),
                    ("discarded", "Thrown away"),
                    ("taken_back", "Taken back"),
                ],
                default="read",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="memberimportrow",
            name="effect",
            field=models.CharField(
                blank=True,
                choices=[("new", "New"), ("changed", "Changed"), ("same", "Same as before"), ("problem", "Left out")],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="memberimportrow",
            index=models.Index(fields=["member_id"], name="organise_import_row_member"),
        ),
    ]
