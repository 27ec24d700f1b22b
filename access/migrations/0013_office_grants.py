"""Two offices of one person may bring the same role from the same day: a grant is told apart by its term as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0012_row_security"), ("access", "0012_tools")]

    operations = [
        migrations.RemoveConstraint(model_name="grant", name="access_grant_once"),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("expires_at__isnull", True)),
                fields=("user", "unit", "role", "tool", "term", "starts_on"),
                name="access_grant_once",
                nulls_distinct=False,
                violation_error_message="This person has this role here from that day already.",
            ),
        ),
    ]
