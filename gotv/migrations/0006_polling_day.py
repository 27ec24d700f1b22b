"""The day itself: rooms, rounds, tellers, counts, lifts, sheets, packs, the postal chase, rehearsals."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

# What is told or counted on the day is never edited: a wrong one is invalidated or undone, and that is all that may
# change. TG_ARGV are the columns that may.
FORWARD = """
CREATE FUNCTION gotv_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV::text[] THEN
        RAISE EXCEPTION '% is never edited: a wrong row is taken back, and a new one added', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gotv_count_kept BEFORE UPDATE ON gotv_count FOR EACH ROW
    EXECUTE FUNCTION gotv_refuse_edit('invalidated_by_id', 'invalidated_at', 'invalid_because');
CREATE TRIGGER gotv_knock_kept BEFORE UPDATE ON gotv_knock FOR EACH ROW EXECUTE FUNCTION gotv_refuse_edit('undone_at');
CREATE TRIGGER gotv_postalanswer_kept BEFORE UPDATE ON gotv_postalanswer FOR EACH ROW
    EXECUTE FUNCTION gotv_refuse_edit('undone_at');
CREATE TRIGGER gotv_markcheck_append_only BEFORE UPDATE OR DELETE ON gotv_markcheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER gotv_markcheck_append_only ON gotv_markcheck;
DROP TRIGGER gotv_postalanswer_kept ON gotv_postalanswer;
DROP TRIGGER gotv_knock_kept ON gotv_knock;
DROP TRIGGER gotv_count_kept ON gotv_count;
DROP FUNCTION gotv_refuse_edit();
"""
PROTECTED = (
    "boxtotal committeeroom count driver knock knockupentry knockupsnapshot lift markcheck paperpack postalanswer "
    "rehearsal roomdistrict roomofficer round sheet tellerpass tellershift"
).split()


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0020_polling_day_roles"),
        ("canvass", "0023_raised_reported"),
        ("gotv", "0005_station_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="counts_only",
            field=models.BooleanField(db_default=False, default=False, verbose_name="counts only, no register"),
        ),
        migrations.AddField(
            model_name="election",
            name="postal_dispatch_on",
            field=models.DateField(blank=True, null=True, verbose_name="postal votes are sent out"),
        ),
        migrations.AddField(
            model_name="election",
            name="uk_id",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="election ID"),
        ),
        migrations.AddField(
            model_name="election",
            name="wards",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="canvass.ward", verbose_name="wards that vote"
            ),
        ),
        migrations.AddField(
            model_name="votemark",
            name="suspicion",
            field=models.CharField(
                blank=True,
                choices=[
                    ("burst", "typed faster than people can vote"),
                    ("other_station", "of a district that votes at another station"),
                    ("too_early", "typed before the polls had opened"),
                    ("postal", "of somebody who votes by post"),
                    ("second_phone", "from a phone that used another’s code"),
                ],
                db_default="",
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="votemark",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("counted", "Counted"),
                    ("already_in", "Already in, not added"),
                    ("not_here", "Not in this district, check it"),
                    ("suspect", "Odd, waits for a check"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="BoxTotal",
            fields=[
                (
                    "box",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="verified",
                        serialize=False,
                        to="gotv.ballotbox",
                    ),
                ),
                ("papers", models.PositiveIntegerField(verbose_name="papers in the box")),
                ("entered_at", models.DateTimeField(auto_now=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="gotv.election"
                    ),
                ),
                (
                    "entered_by",
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
                "verbose_name": "verification total",
                "verbose_name_plural": "verification totals",
            },
        ),
        migrations.CreateModel(
            name="CommitteeRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name of the room")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=8, verbose_name="postcode")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                (
                    "planned_canvassers",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="canvassers expected"),
                ),
                ("planned_cars", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="cars expected")),
                (
                    "planned_lifts",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="lifts expected"),
                ),
                ("pack_key", models.CharField(blank=True, editable=False, max_length=255)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="gotv.election"
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
                "verbose_name": "committee room",
                "verbose_name_plural": "committee rooms",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("turnout", "Papers in the box so far"),
                            ("warp", "Promises found on a pass to have voted"),
                            ("canvassers", "Canvassers out"),
                            ("cars", "Cars free"),
                            ("lifts", "Lifts left to do"),
                        ],
                        max_length=12,
                        verbose_name="what was counted",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="count")),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it is lower")),
                ("entered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("invalidated_at", models.DateTimeField(null=True)),
                ("invalid_because", models.CharField(blank=True, max_length=200, verbose_name="why it is wrong")),
                (
                    "box",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gotv.ballotbox",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.devicegrant",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="gotv.election",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invalidated_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "polling_district",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gotv.committeeroom",
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
                "verbose_name": "count",
                "verbose_name_plural": "counts",
                "ordering": ["-counted_at", "-entered_at"],
            },
        ),
        migrations.CreateModel(
            name="Driver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("car", models.CharField(blank=True, max_length=80, verbose_name="car")),
                ("seats", models.PositiveSmallIntegerField(default=3, verbose_name="seats for others")),
                (
                    "takes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("wheelchair", "Wheelchair comes along"),
                                ("frame", "Walking frame"),
                                ("step_free", "No steps, low seat"),
                                ("carer", "Somebody comes along"),
                                ("child_seat", "Child seat"),
                                ("ring_first", "Ring before coming"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("from_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drivers", to="gotv.election"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gotv.committeeroom",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "driver",
                "verbose_name_plural": "drivers",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="KnockUpSnapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("frozen_at", models.DateTimeField(auto_now_add=True)),
                ("electors", models.PositiveIntegerField(default=0)),
                ("households", models.PositiveIntegerField(default=0)),
                ("left_out", models.JSONField(default=dict)),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="snapshots", to="gotv.election"
                    ),
                ),
                (
                    "frozen_by",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.targetruleversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen knock-up list",
                "verbose_name_plural": "frozen knock-up lists",
                "ordering": ["-frozen_at"],
            },
        ),
        migrations.CreateModel(
            name="KnockUpEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "joined",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("door", "Said Labour since"),
                            ("register", "New on the register"),
                            ("hand", "Added by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("joined_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
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
                    "polling_district",
                    models.ForeignKey(
                        db_constraint=False,
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
                (
                    "snapshot",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="gotv.knockupsnapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "person to knock up",
                "verbose_name_plural": "people to knock up",
            },
        ),
        migrations.CreateModel(
            name="Lift",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                ("from_at", models.DateTimeField(blank=True, null=True, verbose_name="not before")),
                ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="not after")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("wheelchair", "Wheelchair comes along"),
                                ("frame", "Walking frame"),
                                ("step_free", "No steps, low seat"),
                                ("carer", "Somebody comes along"),
                                ("child_seat", "Child seat"),
                                ("ring_first", "Ring before coming"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wanted", "Wanted"),
                            ("planned", "A driver has it"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("called_off", "Called off"),
                        ],
                        default="wanted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why not")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "driver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lifts",
                        to="gotv.driver",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lifts",
                        to="gotv.election",
                    ),
                ),
                (
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="canvass.household",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gotv.committeeroom",
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "lift",
                "verbose_name_plural": "lifts",
                "ordering": ["from_at", "asked_at"],
            },
        ),
        migrations.CreateModel(
            name="MarkCheck",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="check_made",
                        serialize=False,
                        to="gotv.votemark",
                    ),
                ),
                ("counts", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("checked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "checked_by",
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaperPack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("built_at", models.DateTimeField()),
                ("people", models.PositiveIntegerField(default=0)),
                ("files", models.JSONField(default=list)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="packs", to="gotv.election"
                    ),
                ),
                (
                    "fetched_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="packs", to="gotv.committeeroom"
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
                "verbose_name": "paper pack",
                "verbose_name_plural": "paper packs",
                "ordering": ["-built_at"],
            },
        ),
        migrations.CreateModel(
            name="PostalAnswer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("sent", "Has sent it"),
                            ("means_to", "Means to send it"),
                            ("hands_in", "Will hand it in at the station"),
                            ("not_come", "It has not come"),
                            ("lost", "Lost or spoilt it"),
                            ("wont", "Will not use it"),
                            ("not_in", "Not in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("by_another", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.devicegrant",
                    ),
                ),
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
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                "verbose_name": "answer about a postal vote",
                "verbose_name_plural": "answers about postal votes",
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("speed", models.PositiveSmallIntegerField(verbose_name="speed")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("played_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("stop_asked_at", models.DateTimeField(null=True)),
                ("report", models.JSONField(default=dict)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rehearsals", to="gotv.election"
                    ),
                ),
                (
                    "started_by",
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
                "verbose_name": "rehearsal",
                "verbose_name_plural": "rehearsals",
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="RoomDistrict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.pollingdistrict"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="districts", to="gotv.committeeroom"
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
                "ordering": ["polling_district__code"],
            },
        ),
        migrations.CreateModel(
            name="RoomOfficer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("lead", "Runs the room"),
                            ("numbers", "Types in numbers"),
                            ("teams", "Sends teams out"),
                            ("lifts", "Arranges lifts"),
                        ],
                        max_length=10,
                        verbose_name="duty",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="officers", to="gotv.committeeroom"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["duty", "user__name"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("team", models.CharField(blank=True, max_length=80, verbose_name="team")),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="gotv.election"
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
                    "polling_district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.pollingdistrict"
                    ),
                ),
                (
                    "road_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.roadgroup",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rounds",
                        to="gotv.committeeroom",
                    ),
                ),
                (
                    "runner",
                    models.ForeignKey(
                        blank=True,
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
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["-begun_at"],
            },
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("voted", "Has voted"),
                            ("will", "Will vote later"),
                            ("not_in", "Not in"),
                            ("lift", "Wants a lift"),
                            ("wont", "Will not vote"),
                            ("posted", "Has sent the postal vote"),
                            ("language", "Another language"),
                            ("moved", "Has moved away"),
                            ("deceased", "Has died"),
                            ("no_access", "No way in"),
                            ("no_contact", "Does not want to be contacted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by_another", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.devicegrant",
                    ),
                ),
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
                    "elector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="canvass.elector",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                    "round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="knocks", to="gotv.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "knock",
                "verbose_name_plural": "knocks",
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=8, verbose_name="code of the sheet")),
                (
                    "kind",
                    models.CharField(
                        choices=[("warp", "Knock-up sheet"), ("pad", "Teller’s pad"), ("postal", "Postal chase")],
                        max_length=8,
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("typed_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="gotv.election"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "polling_district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.pollingdistrict",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gotv.committeeroom",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="sheets", to="gotv.round"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gotv.pollingstation",
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
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet",
                "verbose_name_plural": "sheets",
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="votemark",
            name="sheet",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="gotv.sheet",
            ),
        ),
        migrations.CreateModel(
            name="TellerShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
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
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shifts", to="gotv.pollingstation"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "teller’s shift",
                "verbose_name_plural": "tellers’ shifts",
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TellerPass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_sha256", models.BinaryField(max_length=32, unique=True)),
                ("spoken_sha256", models.BinaryField(max_length=32, null=True)),
                ("spoken_until", models.DateTimeField(null=True)),
                ("spoken_tries", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
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
                    "followed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="gotv.tellerpass"
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.devicegrant",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="gotv.pollingstation"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passes",
                        to="gotv.tellershift",
                    ),
                ),
            ],
            options={
                "verbose_name": "teller’s code",
                "verbose_name_plural": "tellers’ codes",
            },
        ),
        migrations.AddConstraint(
            model_name="committeeroom",
            constraint=models.UniqueConstraint(
                fields=("election", "name"),
                name="gotv_room_once",
                violation_error_message="There is a committee room with this name already.",
            ),
        ),
        migrations.AddIndex(
            model_name="count",
            index=models.Index(
                models.F("box"),
                models.OrderBy(models.F("counted_at"), descending=True),
                condition=models.Q(("invalidated_at__isnull", True)),
                name="gotv_count_box",
            ),
        ),
        migrations.AddIndex(
            model_name="count",
            index=models.Index(
                condition=models.Q(("invalidated_at__isnull", True)),
                fields=["election", "kind", "polling_district", "room"],
                name="gotv_count_place",
            ),
        ),
        migrations.AddIndex(
            model_name="count",
            index=models.Index(
                models.F("election"),
                models.OrderBy(models.F("entered_at"), descending=True),
                name="gotv_count_election",
            ),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="gotv_count_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("box__isnull", False),
                        ("kind", "turnout"),
                        ("polling_district__isnull", True),
                        ("room__isnull", True),
                    ),
                    models.Q(
                        ("box__isnull", True),
                        ("kind", "warp"),
                        ("polling_district__isnull", False),
                        ("room__isnull", True),
                    ),
                    models.Q(
                        ("box__isnull", True),
                        ("kind", "canvassers"),
                        ("polling_district__isnull", True),
                        ("room__isnull", False),
                    ),
                    models.Q(
                        ("box__isnull", True),
                        ("kind", "cars"),
                        ("polling_district__isnull", True),
                        ("room__isnull", False),
                    ),
                    models.Q(
                        ("box__isnull", True),
                        ("kind", "lifts"),
                        ("polling_district__isnull", True),
                        ("room__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="gotv_count_has_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="knockupsnapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)), fields=("election",), name="gotv_snapshot_holds_once"
            ),
        ),
        migrations.AddIndex(
            model_name="knockupentry",
            index=models.Index(
                condition=models.Q(("left_at__isnull", True)),
                fields=["snapshot", "polling_district"],
                include=("elector", "household"),
                name="gotv_entry_in_district",
            ),
        ),
        migrations.AddIndex(
            model_name="knockupentry",
            index=models.Index(fields=["elector"], name="gotv_entry_elector"),
        ),
        migrations.AddConstraint(
            model_name="knockupentry",
            constraint=models.UniqueConstraint(fields=("snapshot", "elector"), name="gotv_entry_once"),
        ),
        migrations.AddIndex(
            model_name="lift",
            index=models.Index(fields=["election", "state", "from_at"], name="gotv_lift_election"),
        ),
        migrations.AddConstraint(
            model_name="lift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("elector__isnull", False), models.Q(("address__gt", ""), ("name__gt", "")), _connector="OR"
                ),
                name="gotv_lift_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="lift",
            constraint=models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="gotv_lift_takes_somebody"),
        ),
        migrations.AddConstraint(
            model_name="paperpack",
            constraint=models.UniqueConstraint(fields=("room", "built_at"), name="gotv_pack_once"),
        ),
        migrations.AddIndex(
            model_name="postalanswer",
            index=models.Index(
                models.F("election"),
                models.F("elector"),
                models.OrderBy(models.F("at"), descending=True),
                condition=models.Q(("undone_at__isnull", True)),
                name="gotv_postal_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="roomdistrict",
            constraint=models.UniqueConstraint(fields=("election", "polling_district"), name="gotv_room_district_once"),
        ),
        migrations.AddConstraint(
            model_name="roomofficer",
            constraint=models.UniqueConstraint(fields=("room", "user", "duty"), name="gotv_room_officer_once"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("election", "polling_district", "road_group"),
                name="gotv_round_one_team",
                nulls_distinct=False,
                violation_error_message="A team is out there already. End its round first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("election", "polling_district", "road_group", "number"),
                name="gotv_round_number_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="knock",
            index=models.Index(
                models.F("election"),
                models.F("elector"),
                models.OrderBy(models.F("at"), descending=True),
                condition=models.Q(("undone_at__isnull", True)),
                name="gotv_knock_who",
            ),
        ),
        migrations.AddIndex(
            model_name="knock",
            index=models.Index(
                models.F("election"),
                models.F("household"),
                models.OrderBy(models.F("at"), descending=True),
                condition=models.Q(("undone_at__isnull", True)),
                name="gotv_knock_door",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("unit", "code"), name="gotv_sheet_code_once"),
        ),
        migrations.AddIndex(
            model_name="tellershift",
            index=models.Index(fields=["election", "station", "starts_at"], name="gotv_shift_election"),
        ),
        migrations.AddConstraint(
            model_name="tellershift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="gotv_shift_has_a_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="tellershift",
            constraint=models.CheckConstraint(
                condition=models.Q(("user__isnull", False), ("name__gt", ""), _connector="OR"),
                name="gotv_shift_is_somebodys",
            ),
        ),
        migrations.AddIndex(
            model_name="tellerpass",
            index=models.Index(fields=["election", "station"], name="gotv_teller_pass_station"),
        ),
        migrations.RunSQL(FORWARD, BACK),
        *(Protect(f"gotv_{model}") for model in PROTECTED),
    ]
