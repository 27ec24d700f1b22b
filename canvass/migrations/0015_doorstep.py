"""The doorstep: lists and their rules, holds, sessions, surveys, topics, and what doors bring besides answers."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from access.rowsecurity import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0014_statistics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # For the constraint that keeps two boards from holding one household: a range beside a plain number.
        BtreeGistExtension(),
        migrations.AddField(
            model_name="latestcontact",
            name="language",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="latestcontact",
            name="reported",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="latestcontact",
            name="ruled_out",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="latestcontact",
            name="wishes",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AlterField(
            model_name="keptobjection",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("not_in", "Not in"),
                    ("no_access", "No access"),
                    ("spoke", "Spoke"),
                    ("moved", "Moved away"),
                    ("deceased", "Has died"),
                    ("do_not_contact", "Do not contact"),
                    ("refused", "Would not talk"),
                    ("language", "Another language"),
                    ("not_found", "Address not found"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="latestvisit",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("not_in", "Not in"),
                    ("no_access", "No access"),
                    ("spoke", "Spoke"),
                    ("moved", "Moved away"),
                    ("deceased", "Has died"),
                    ("do_not_contact", "Do not contact"),
                    ("refused", "Would not talk"),
                    ("language", "Another language"),
                    ("not_found", "Address not found"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CanvassSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("meets_at", models.DateTimeField(verbose_name="when people meet")),
                ("back_at", models.DateTimeField(verbose_name="when everybody is to be back")),
                ("meeting_point", models.CharField(max_length=200, verbose_name="meeting point")),
                ("notes", models.TextField(blank=True, max_length=1000, verbose_name="what people should know")),
                ("join_sha256", models.BinaryField(max_length=32, null=True, unique=True)),
                ("join_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "canvass session",
                "verbose_name_plural": "canvass sessions",
                "ordering": ["-meets_at"],
            },
        ),
        migrations.AddField(
            model_name="board",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="boards",
                to="canvass.canvasssession",
            ),
        ),
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("door", "at the door"),
                            ("phone", "by telephone"),
                            ("post", "by post"),
                            ("email", "by email"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(max_length=500)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "wording of a consent",
                "verbose_name_plural": "wordings of consents",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="DoorstepConsent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("door", "at the door"),
                            ("phone", "by telephone"),
                            ("post", "by post"),
                            ("email", "by email"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(max_length=254)),
                ("taken_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.elector",
                    ),
                ),
                (
                    "taken_by",
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
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.consentwording"
                    ),
                ),
            ],
            options={
                "verbose_name": "consent at the door",
                "verbose_name_plural": "consents at the door",
                "ordering": ["-taken_at"],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "archived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "survey",
                "verbose_name_plural": "surveys",
                "ordering": ["name", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="SurveyVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="canvass.survey",
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
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=40)),
                ("value", models.JSONField()),
                ("at", models.DateTimeField()),
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
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="canvass.surveyversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a survey",
                "verbose_name_plural": "answers to surveys",
            },
        ),
        migrations.AddField(
            model_name="canvasssession",
            name="survey",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.surveyversion"
            ),
        ),
        migrations.CreateModel(
            name="TargetList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name of the list")),
                ("area", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("electors", models.PositiveIntegerField(default=0)),
                ("households", models.PositiveIntegerField(default=0)),
                ("left_out", models.JSONField(default=dict)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "target list",
                "verbose_name_plural": "target lists",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
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
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.household",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "target_list",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="canvass.targetlist",
                    ),
                ),
            ],
            options={
                "verbose_name": "person on a list",
                "verbose_name_plural": "people on lists",
            },
        ),
        migrations.AddField(
            model_name="board",
            name="target_list",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="boards", to="canvass.targetlist"
            ),
        ),
        migrations.CreateModel(
            name="TargetRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "archived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["name", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="TargetRuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="canvass.targetrule",
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
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="targetlist",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="canvass.targetruleversion"
            ),
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name of the team")),
                ("out_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("fine_at", models.DateTimeField(null=True)),
                ("back_at", models.DateTimeField(null=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="teams", to="canvass.canvasssession"
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
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Joined",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("role", "Has a role here"), ("vouched", "Vouched for"), ("visitor", "Visitor")],
                        max_length=8,
                    ),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("vouched_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joined",
                        to="canvass.canvasssession",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "vouched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="canvass.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a session",
                "verbose_name_plural": "people in a session",
                "ordering": ["joined_at"],
            },
        ),
        migrations.AddField(
            model_name="board",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="boards", to="canvass.team"
            ),
        ),
        migrations.CreateModel(
            name="Approach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("door", "at the door"),
                            ("phone", "by telephone"),
                            ("post", "by post"),
                            ("email", "by email"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=40)),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.household",
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
                "verbose_name": "approach",
                "verbose_name_plural": "approaches",
                "indexes": [
                    models.Index(
                        models.F("household"),
                        models.OrderBy(models.F("at"), descending=True),
                        name="canvass_approach_household",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.UUIDField(null=True, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("abuse", "Shouting or abuse"),
                            ("threat", "Threats or violence"),
                            ("dog", "A dangerous dog"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=280)),
                ("flagged_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=300)),
                (
                    "flagged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="canvass.household",
                    ),
                ),
                (
                    "lifted_by",
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
            ],
            options={
                "verbose_name": "flagged door",
                "verbose_name_plural": "flagged doors",
                "ordering": ["review_on"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["unit", "review_on"],
                        name="canvass_flag_review",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Found",
            fields=[
                ("event_id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("board_id", models.UUIDField(null=True)),
                ("door", models.CharField(blank=True, max_length=80)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("kept", "Kept for the next round"),
                            ("known", "Was on the register after all"),
                            ("dropped", "Not kept"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="canvass.household",
                    ),
                ),
                (
                    "street",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.street"
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
                "verbose_name": "found at a door",
                "verbose_name_plural": "found at doors",
                "ordering": ["-found_at"],
                "indexes": [models.Index(fields=["unit", "state", "-found_at"], name="canvass_found_unit")],
            },
        ),
        migrations.CreateModel(
            name="HouseholdHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="canvass.board"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.household",
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
                "verbose_name": "hold",
                "verbose_name_plural": "holds",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("household", "="), ("during", "&&")], name="canvass_household_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueRaised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.UUIDField(default=uuid.uuid4)),
                ("topic", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
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
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "issue raised",
                "verbose_name_plural": "issues raised",
                "indexes": [models.Index(fields=["unit", "at"], name="canvass_raised_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("elector", "event_id", "topic"), name="canvass_raised_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="topic")),
                ("merged_into", models.CharField(blank=True, max_length=40)),
                ("archived", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
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
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["label"],
                "constraints": [models.UniqueConstraint(fields=("unit", "code"), name="canvass_topic_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("letters", models.JSONField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
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
            ],
            options={
                "verbose_name": "scheme of letters",
                "verbose_name_plural": "schemes of letters",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("unit", "number"), name="canvass_letters_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="surveyversion",
            constraint=models.UniqueConstraint(fields=("survey", "number"), name="canvass_survey_version_once"),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.UniqueConstraint(
                fields=("elector", "version", "question"), name="canvass_survey_answer_once"
            ),
        ),
        migrations.AddIndex(
            model_name="canvasssession",
            index=models.Index(fields=["unit", "-meets_at"], name="canvass_session_unit"),
        ),
        migrations.AddConstraint(
            model_name="canvasssession",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_at__gt", models.F("meets_at"))),
                name="canvass_session_ends_later",
                violation_error_message="People are to be back after they have met.",
            ),
        ),
        migrations.AddConstraint(
            model_name="listed",
            constraint=models.UniqueConstraint(fields=("target_list", "elector"), name="canvass_listed_once"),
        ),
        migrations.AddConstraint(
            model_name="targetruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="canvass_rule_version_once"),
        ),
        migrations.AddIndex(
            model_name="targetlist",
            index=models.Index(fields=["unit", "-made_at"], name="canvass_list_unit"),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("session", "name"), name="canvass_team_name_once"),
        ),
        migrations.AddConstraint(
            model_name="joined",
            constraint=models.UniqueConstraint(fields=("session", "user"), name="canvass_joined_once"),
        ),
        Protect("canvass_approach"),
        Protect("canvass_canvasssession"),
        Protect("canvass_consentwording"),
        Protect("canvass_doorflag"),
        Protect("canvass_doorstepconsent"),
        Protect("canvass_found"),
        Protect("canvass_householdhold"),
        Protect("canvass_issueraised"),
        Protect("canvass_issuetopic"),
        Protect("canvass_joined"),
        Protect("canvass_letterscheme"),
        Protect("canvass_listed"),
        Protect("canvass_survey"),
        Protect("canvass_surveyanswer"),
        Protect("canvass_surveyversion"),
        Protect("canvass_targetlist"),
        Protect("canvass_targetrule"),
        Protect("canvass_targetruleversion"),
        Protect("canvass_team"),
    ]
