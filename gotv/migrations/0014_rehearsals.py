from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gotv", "0011_tellers")]

    operations = [
        migrations.AddField(
            model_name="rehearsal",
            name="from_hour",
            field=models.PositiveSmallIntegerField(db_default=7, default=7, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="rehearsal",
            name="until_hour",
            field=models.PositiveSmallIntegerField(db_default=22, default=22, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="rehearsal",
            name="by_command",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="rehearsal",
            name="cleared_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_hour__lt", models.F("until_hour")), ("until_hour__lte", 24)),
                name="gotv_rehearsal_has_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("election",),
                name="gotv_rehearsal_one_at_a_time",
                violation_error_message="A rehearsal is running in this election already.",
            ),
        ),
    ]
