"""One object shared with one person (django-guardian): seen in its unit, and by that person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import ME, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0014_second_step_resets"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_pk", models.CharField(max_length=255, verbose_name="object ID")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("access", "deciding who has access"),
                            ("membership", "running the party for its members"),
                            ("register", "keeping the electoral register correct"),
                            ("canvassing", "canvassing and recording what residents say"),
                            ("polling_day", "polling day"),
                            ("oversight", "support and oversight by the party"),
                            ("emergency", "an emergency"),
                        ],
                        max_length=30,
                        verbose_name="purpose",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="why")),
                ("until_on", models.DateField(help_text="The last day.", verbose_name="until")),
                ("shared_at", models.DateTimeField(auto_now_add=True)),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                (
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "shared object",
                "verbose_name_plural": "shared objects",
                "ordering": ["shared_at", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["user", "until_on"], name="access_share_user"),
                    models.Index(fields=["content_type", "object_pk"], name="access_share_object"),
                ],
                "unique_together": {("user", "permission", "object_pk")},
            },
        ),
        Protect("access_share", own=f"user_id = {ME}"),
    ]
