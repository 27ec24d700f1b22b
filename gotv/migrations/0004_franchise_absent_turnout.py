"""Who may vote in what as data, absent voters with their lists, and marked registers."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

PROTECTED = (
    "absentlist", "absentrow", "absentvote", "franchiserule", "markedregister", "markedrow", "turnoutentry",
    "turnoutrecord",
)  # fmt: skip
# What held in code until now, as rows: the table of gotv/rules/franchise.py on the day of this migration.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE gotv_election SET nation = CASE type WHEN 'senedd' THEN 'wales' ELSE 'scotland' END
WHERE type IN ('senedd', 'holyrood');
INSERT INTO gotv_franchiserule (unit_id, election_id, letter, admission)
SELECT e.unit_id, e.id, l.letter, l.admission
FROM gotv_election e
JOIN (
    SELECT kind, letter, admission
    FROM (VALUES
        ('parliament', 'FN', 'yes'), ('parliament', 'BEGKLM', 'no'),
        ('senedd', 'BGKLMN', 'yes'), ('senedd', 'EF', 'no'),
        ('holyrood', 'LMN', 'yes'), ('holyrood', 'BGK', 'check'), ('holyrood', 'EF', 'no'),
        ('before', 'BGKLN', 'yes'), ('before', 'EF', 'no'),
        ('after', 'BLN', 'yes'), ('after', 'GK', 'check'), ('after', 'EF', 'no')
    ) x (kind, letters, admission), regexp_split_to_table(x.letters, '') letter
) l ON l.kind = CASE
    WHEN e.type IN ('parliament', 'senedd', 'holyrood') THEN e.type
    WHEN e.polling_on < '2024-05-07' THEN 'before' ELSE 'after' END;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0005_editions"),
        ("gotv", "0003_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="nation",
            field=models.CharField(
                choices=[
                    ("england", "England"),
                    ("scotland", "Scotland"),
                    ("wales", "Wales"),
                    ("northern_ireland", "Northern Ireland"),
                ],
                db_default="england",
                default="england",
                max_length=16,
                verbose_name="nation",
            ),
        ),
        migrations.CreateModel(
            name="AbsentList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("kinds", models.JSONField()),
                ("dated_on", models.DateField(verbose_name="date of the list")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "Waiting for approval"),
                            ("applied", "In use"),
                            ("undone", "Taken back"),
                            ("discarded", "Thrown away"),
                        ],
                        default="checked",
                        max_length=10,
                    ),
                ),
                ("report", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.council"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absent_lists", to="gotv.election"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of absent voters",
                "verbose_name_plural": "lists of absent voters",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="AbsentRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.IntegerField()),
                ("district_code", models.CharField(blank=True, max_length=16)),
                ("number", models.IntegerField(null=True)),
                ("suffix", models.IntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("postal", "By post"),
                            ("proxy", "By proxy, at the station"),
                            ("postal_proxy", "By proxy, who votes by post"),
                        ],
                        max_length=12,
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("elector_id", models.BigIntegerField(null=True)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "with a number that nobody has"),
                            ("other_name", "with a number that somebody of another name has"),
                            ("bad_number", "without a number that can be read"),
                            ("no_district", "in a district that is not held, or not yours"),
                            ("twice", "with a number that an earlier row has"),
                            ("sealed", "about a sealed entry, of whom nothing is kept"),
                            ("broken", "that can’t be read"),
                            ("bad_mark", "with a mark other than V, VA, A or none"),
                            ("no_kind", "that do not say by post or by proxy"),
                            ("other_kind", "of a kind that you did not tick"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "absent_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="gotv.absentlist"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="MarkedRegister",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "Waiting for approval"),
                            ("applied", "In use"),
                            ("undone", "Taken back"),
                            ("discarded", "Thrown away"),
                        ],
                        default="checked",
                        max_length=10,
                    ),
                ),
                ("report", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.council"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marked_registers", to="gotv.election"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "marked register",
                "verbose_name_plural": "marked registers",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="MarkedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.IntegerField()),
                ("district_code", models.CharField(blank=True, max_length=16)),
                ("polling_district_id", models.BigIntegerField(null=True)),
                ("number", models.IntegerField(null=True)),
                ("suffix", models.IntegerField(default=0)),
                (
                    "turnout",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("voted", "Voted at the station"),
                            ("by_post", "Voted by post"),
                            ("not_returned", "Postal vote not returned"),
                            ("did_not_vote", "Did not vote"),
                        ],
                        max_length=12,
                    ),
                ),
                ("elector_id", models.BigIntegerField(null=True)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "with a number that nobody has"),
                            ("other_name", "with a number that somebody of another name has"),
                            ("bad_number", "without a number that can be read"),
                            ("no_district", "in a district that is not held, or not yours"),
                            ("twice", "with a number that an earlier row has"),
                            ("sealed", "about a sealed entry, of whom nothing is kept"),
                            ("broken", "that can’t be read"),
                            ("bad_mark", "with a mark other than V, VA, A or none"),
                            ("no_kind", "that do not say by post or by proxy"),
                            ("other_kind", "of a kind that you did not tick"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("voted", "Voted at the station"),
                            ("by_post", "Voted by post"),
                            ("not_returned", "Postal vote not returned"),
                            ("did_not_vote", "Did not vote"),
                        ],
                        db_default="",
                        max_length=12,
                    ),
                ),
                ("was_entry", models.UUIDField(null=True)),
                ("was_marked", models.UUIDField(null=True)),
                (
                    "marked_register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="gotv.markedregister"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="TurnoutEntry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("typed", models.CharField(blank=True, max_length=200)),
                (
                    "turnout",
                    models.CharField(
                        choices=[
                            ("voted", "Voted at the station"),
                            ("by_post", "Voted by post"),
                            ("not_returned", "Postal vote not returned"),
                            ("did_not_vote", "Did not vote"),
                        ],
                        max_length=12,
                    ),
                ),
                ("people", models.IntegerField(default=0)),
                ("before", models.JSONField(default=list)),
                ("typed_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gotv.election",
                    ),
                ),
                (
                    "polling_district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-typed_at"],
            },
        ),
        migrations.CreateModel(
            name="TurnoutRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_for", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("voted", "Voted at the station"),
                            ("by_post", "Voted by post"),
                            ("not_returned", "Postal vote not returned"),
                            ("did_not_vote", "Did not vote"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="turnout",
                        to="gotv.election",
                    ),
                ),
                (
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.elector",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gotv.turnoutentry",
                    ),
                ),
                (
                    "marked_register",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gotv.markedregister",
                    ),
                ),
                (
                    "polling_district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "turnout record",
                "verbose_name_plural": "turnout records",
            },
        ),
        migrations.CreateModel(
            name="AbsentVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_for", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("postal", "By post"),
                            ("proxy", "By proxy, at the station"),
                            ("postal_proxy", "By proxy, who votes by post"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("expires_on", models.DateField(null=True, verbose_name="until")),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absent_votes",
                        to="gotv.election",
                    ),
                ),
                (
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.elector",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_in",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="gotv.absentlist"
                    ),
                ),
                (
                    "listed_in",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gotv.absentlist"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "absent vote",
                "verbose_name_plural": "absent votes",
                "indexes": [
                    models.Index(fields=["elector", "election"], name="gotv_absent_elector"),
                    models.Index(fields=["recorded_for"], name="gotv_absent_recorded_for"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("election", "elector"),
                        name="gotv_absent_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FranchiseRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=1, verbose_name="letter")),
                (
                    "admission",
                    models.CharField(
                        choices=[("yes", "May vote"), ("check", "May vote, look it up"), ("no", "May not vote")],
                        max_length=5,
                        verbose_name="may they vote?",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="franchise",
                        to="gotv.election",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "letter of the register",
                "verbose_name_plural": "letters of the register",
                "ordering": ["letter"],
                "constraints": [
                    models.UniqueConstraint(fields=("election", "letter"), name="gotv_franchise_once"),
                    models.CheckConstraint(
                        condition=models.Q(("letter__regex", "^[A-Z]$")), name="gotv_franchise_is_a_letter"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="turnoutentry",
            index=models.Index(fields=["election", "polling_district", "-typed_at"], name="gotv_entry_district"),
        ),
        migrations.AddIndex(
            model_name="turnoutrecord",
            index=models.Index(fields=["election", "polling_district", "state"], name="gotv_turnout_district"),
        ),
        migrations.AddIndex(
            model_name="turnoutrecord",
            index=models.Index(fields=["recorded_for"], name="gotv_turnout_recorded_for"),
        ),
        migrations.AddConstraint(
            model_name="turnoutrecord",
            constraint=models.UniqueConstraint(fields=("elector", "election"), name="gotv_turnout_once"),
        ),
        *(Protect(f"gotv_{model}") for model in PROTECTED),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
