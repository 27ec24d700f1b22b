"""Editions of several councils with their notices of alteration, what entries were before, doubtful matches, places."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from access.rowsecurity import Protect

PROTECTED = (
    "boundary", "changesample", "council", "districtward", "doubtfulmatch", "keptobjection", "layoutmapping",
    "qualityfigure", "roadgroup", "roadgroupstreet",
)  # fmt: skip
# Each CLP had one register of one council until now: the name that its edition was given, or "The council".
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO canvass_council (unit_id, name, nation)
SELECT DISTINCT ON (unit_id) unit_id, COALESCE(NULLIF(supplied_by, ''), 'The council'), 'england'
FROM (
    SELECT unit_id, supplied_by, is_current AS known FROM canvass_registeredition
    UNION ALL SELECT unit_id, supplied_by, false FROM canvass_registerimport
    UNION ALL SELECT unit_id, '', false FROM canvass_pollingdistrict
) x ORDER BY unit_id, known DESC, supplied_by DESC;
UPDATE canvass_registeredition e SET council_id = c.id FROM canvass_council c WHERE c.unit_id = e.unit_id;
UPDATE canvass_registerimport i SET council_id = c.id, kind = CASE WHEN i.state = 'applied' THEN 'full' ELSE '' END
FROM canvass_council c WHERE c.unit_id = i.unit_id;
UPDATE canvass_pollingdistrict d SET council_id = c.id FROM canvass_council c WHERE c.unit_id = d.unit_id;
UPDATE canvass_pastentry p
SET polling_district_id = COALESCE(
        (SELECT d.id FROM canvass_pollingdistrict d WHERE d.unit_id = p.unit_id AND d.code = p.district_code LIMIT 1),
        e.polling_district_id),
    household_id = e.household_id, kind = e.kind, title = e.title, forenames = e.forenames, surname = e.surname,
    markers = e.markers, date_of_attainment = e.date_of_attainment
FROM canvass_elector e WHERE e.id = p.elector_id;
DELETE FROM canvass_pastentry WHERE polling_district_id IS NULL;
-- Letters among the markers, as canvass/rules/entries.py reads them: a word of up to three letters, or single letters.
UPDATE canvass_elector SET franchise = CASE
    WHEN markers ~ '^[^A-Za-z]*[A-Za-z]{1,3}[^A-Za-z]*$' THEN (
        SELECT COALESCE(string_agg(DISTINCT l, '' ORDER BY l), '')
        FROM regexp_split_to_table(upper(regexp_replace(markers, '[^A-Za-z]', '', 'g')), '') l)
    ELSE (
        SELECT COALESCE(string_agg(DISTINCT w[1], '' ORDER BY w[1]), '')
        FROM regexp_matches(upper(markers), '(?<![A-Z])([A-Z])(?![A-Z])', 'g') w)
    END
WHERE markers <> '';
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0015_sharing"),
        ("canvass", "0004_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("district", "Polling district"), ("ward", "Ward"), ("constituency", "Constituency")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=16, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("geometry", models.JSONField()),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("brought_in_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "boundary",
                "verbose_name_plural": "boundaries",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="ChangeSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("elector_id", models.BigIntegerField(null=True)),
                ("district_code", models.CharField(max_length=16)),
                (
                    "operation",
                    models.CharField(
                        blank=True,
                        choices=[("add", "Added"), ("amend", "Amended"), ("delete", "Deleted")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("line", models.IntegerField(null=True)),
                ("was", models.TextField(blank=True)),
                ("now", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["district_code", "operation", "line", "id"],
            },
        ),
        migrations.CreateModel(
            name="Council",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("code", models.CharField(blank=True, db_default="", max_length=12, verbose_name="ONS code")),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("england", "England"),
                            ("scotland", "Scotland"),
                            ("wales", "Wales"),
                            ("northern_ireland", "Northern Ireland"),
                        ],
                        default="england",
                        max_length=16,
                        verbose_name="nation",
                    ),
                ),
                (
                    "attainment_age",
                    models.PositiveSmallIntegerField(db_default=18, default=18, verbose_name="age at attainment"),
                ),
                ("version", models.IntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                "verbose_name": "council",
                "verbose_name_plural": "councils",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="DistrictWard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("doors", models.IntegerField(default=0)),
                ("electors", models.IntegerField(default=0)),
                ("share", models.FloatField(null=True)),
            ],
            options={
                "ordering": ["-electors", "-share"],
            },
        ),
        migrations.CreateModel(
            name="DoubtfulMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.SmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "decision",
                    models.CharField(
                        choices=[("open", "Not decided"), ("same", "The same person"), ("different", "Two people")],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "doubtful match",
                "verbose_name_plural": "doubtful matches",
                "ordering": ["-score", "now", "id"],
            },
        ),
        migrations.CreateModel(
            name="KeptObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.BinaryField(max_length=32)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("not_in", "Not in"),
                            ("no_access", "No access"),
                            ("spoke", "Spoke"),
                            ("moved", "Moved away"),
                            ("deceased", "Has died"),
                            ("do_not_contact", "Do not contact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LayoutMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[("full", "Full register"), ("update", "Monthly changes")], default="full", max_length=8
                    ),
                ),
                ("has_header", models.BooleanField(default=True)),
                ("columns", models.JSONField(default=list)),
                ("number", models.CharField(max_length=12)),
                ("names", models.CharField(max_length=12)),
                ("operations", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "layout of a council's files",
                "verbose_name_plural": "layouts of councils' files",
            },
        ),
        migrations.CreateModel(
            name="QualityFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("electors", models.IntegerField()),
                ("spoken_12", models.IntegerField()),
                ("spoken_24", models.IntegerField()),
                ("median_age", models.IntegerField(null=True)),
                ("contradictions", models.IntegerField()),
                ("late", models.IntegerField()),
                ("answers", models.IntegerField()),
                ("unmatched", models.IntegerField()),
                ("unlocated", models.IntegerField()),
                ("doors", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RoadGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "road group",
                "verbose_name_plural": "road groups",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="RoadGroupStreet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="pollingdistrict",
            name="canvass_district_once",
        ),
        migrations.RemoveConstraint(
            model_name="registeredition",
            name="canvass_one_current_edition_a_unit",
        ),
        migrations.RemoveConstraint(
            model_name="ward",
            name="canvass_ward_once",
        ),
        migrations.AddField(
            model_name="elector",
            name="added_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="canvass.registerimport",
            ),
        ),
        migrations.AddField(
            model_name="elector",
            name="first_listed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="elector",
            name="forgotten_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="elector",
            name="franchise",
            field=models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField(
            model_name="elector",
            name="merged_into",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="canvass.elector",
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="latitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="household",
            name="located_by",
            field=models.CharField(
                blank=True,
                choices=[("file", "the register file"), ("uprn", "a UPRN file"), ("postcode", "the postcode")],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="longitude",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="household",
            name="uprn",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="household",
            name="ward",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="canvass.ward",
            ),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="date_of_attainment",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="forenames",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="franchise",
            field=models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="household",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="canvass.household",
            ),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ordinary", "Ordinary elector"),
                    ("overseas", "Overseas elector"),
                    ("other", "Other elector, without an address"),
                    ("anonymous", "Anonymous elector"),
                    ("under_16", "Under 16, sealed"),
                ],
                db_default="ordinary",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="left_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="markers",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="polling_district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="canvass.pollingdistrict",
            ),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="register_import",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="past_entries",
                to="canvass.registerimport",
            ),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="surname",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="title",
            field=models.CharField(blank=True, db_default="", max_length=30),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pastentry",
            name="was_listed",
            field=models.BooleanField(db_default=True),
        ),
        migrations.AddField(
            model_name="pollingdistrict",
            name="ward_split",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "In one ward"),
                    ("question", "Cut by new wards: somebody must say"),
                    ("decided", "Cut, and put into one ward by a person"),
                    ("by_address", "Cut, each address in its own ward"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="delete_by",
            field=models.DateField(null=True, verbose_name="delete by"),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="entitlement",
            field=models.CharField(
                choices=[
                    ("party", "Registered political party (regulation 106)"),
                    ("candidate", "Candidate or election agent (regulation 108)"),
                    ("elected", "Elected representative (regulations 103 and 104)"),
                ],
                db_default="party",
                default="party",
                max_length=10,
                verbose_name="supplied by right of",
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("full", "Full register"), ("update", "Monthly changes")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="received_by",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="received by"),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="terms",
            field=models.TextField(blank=True, db_default="", verbose_name="terms of supply"),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ward",
            name="code",
            field=models.CharField(blank=True, db_default="", max_length=12, verbose_name="ONS code"),
        ),
        migrations.AddField(
            model_name="ward",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="in force until"),
        ),
        migrations.AddField(
            model_name="ward",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="in force from"),
        ),
        migrations.AlterField(
            model_name="elector",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ordinary", "Ordinary elector"),
                    ("overseas", "Overseas elector"),
                    ("other", "Other elector, without an address"),
                    ("anonymous", "Anonymous elector"),
                    ("under_16", "Under 16, sealed"),
                ],
                default="ordinary",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="pastentry",
            name="edition",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="canvass.registeredition",
            ),
        ),
        migrations.AlterField(
            model_name="registerimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "Being read"),
                    ("unmapped", "Waiting to hear what its columns hold"),
                    ("checked", "Waiting for approval"),
                    ("second", "Waiting for a second person"),
                    ("refused", "Not a register"),
                    ("applying", "Being brought in"),
                    ("applied", "In use"),
                    ("undone", "Taken back"),
                    ("failed", "Stopped, nothing was changed"),
                    ("discarded", "Thrown away"),
                ],
                default="checking",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="elector",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="canvass_elector_merged",
            ),
        ),
        migrations.AddIndex(
            model_name="pastentry",
            index=models.Index(fields=["register_import"], name="canvass_past_import"),
        ),
        migrations.AddConstraint(
            model_name="ward",
            constraint=models.UniqueConstraint(
                fields=("unit", "name", "starts_on"), name="canvass_ward_once", nulls_distinct=False
            ),
        ),
        migrations.AddField(
            model_name="boundary",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="changesample",
            name="register_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="samples", to="canvass.registerimport"
            ),
        ),
        migrations.AddField(
            model_name="changesample",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="council",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="pollingdistrict",
            name="council",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="districts",
                to="canvass.council",
            ),
        ),
        migrations.AddField(
            model_name="registeredition",
            name="council",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="canvass.council"
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="council",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="canvass.council"
            ),
        ),
        migrations.AddField(
            model_name="districtward",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="in_wards", to="canvass.pollingdistrict"
            ),
        ),
        migrations.AddField(
            model_name="districtward",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="districtward",
            name="ward",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.ward"),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="now",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.elector"
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="register_import",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="matches",
                to="canvass.registerimport",
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="doubtfulmatch",
            name="was",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.elector"
            ),
        ),
        migrations.AddField(
            model_name="keptobjection",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="layoutmapping",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mappings", to="canvass.council"
            ),
        ),
        migrations.AddField(
            model_name="layoutmapping",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="layoutmapping",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="mapping",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="canvass.layoutmapping"
            ),
        ),
        migrations.AddField(
            model_name="qualityfigure",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="canvass.pollingdistrict"
            ),
        ),
        migrations.AddField(
            model_name="qualityfigure",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="roadgroup",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddField(
            model_name="roadgroup",
            name="ward",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="road_groups",
                to="canvass.ward",
            ),
        ),
        migrations.AddField(
            model_name="roadgroupstreet",
            name="district",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.pollingdistrict"
            ),
        ),
        migrations.AddField(
            model_name="roadgroupstreet",
            name="road_group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="streets", to="canvass.roadgroup"
            ),
        ),
        migrations.AddField(
            model_name="roadgroupstreet",
            name="street",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="canvass.street"),
        ),
        migrations.AddField(
            model_name="roadgroupstreet",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="boundary",
            constraint=models.UniqueConstraint(
                fields=("unit", "kind", "name", "code", "starts_on"), name="canvass_boundary_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="changesample",
            index=models.Index(fields=["register_import", "operation"], name="canvass_sample_import"),
        ),
        migrations.AddConstraint(
            model_name="council",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="canvass_council_once"),
        ),
        migrations.AddConstraint(
            model_name="districtward",
            constraint=models.UniqueConstraint(fields=("district", "ward"), name="canvass_district_ward_once"),
        ),
        migrations.AddIndex(
            model_name="doubtfulmatch",
            index=models.Index(
                models.F("unit"),
                models.OrderBy(models.F("score"), descending=True),
                condition=models.Q(("decision", "open")),
                name="canvass_match_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubtfulmatch",
            constraint=models.UniqueConstraint(fields=("was", "now"), name="canvass_match_once"),
        ),
        migrations.AddConstraint(
            model_name="keptobjection",
            constraint=models.UniqueConstraint(
                fields=("unit", "fingerprint", "outcome"), name="canvass_kept_objection_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="layoutmapping",
            constraint=models.UniqueConstraint(fields=("council", "fingerprint"), name="canvass_mapping_once"),
        ),
        migrations.AddIndex(
            model_name="qualityfigure",
            index=models.Index(fields=["unit", "-day"], name="canvass_quality_unit"),
        ),
        migrations.AddConstraint(
            model_name="qualityfigure",
            constraint=models.UniqueConstraint(fields=("district", "day"), name="canvass_quality_once"),
        ),
        migrations.AddConstraint(
            model_name="roadgroup",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="canvass_road_group_once"),
        ),
        migrations.AddConstraint(
            model_name="roadgroupstreet",
            constraint=models.UniqueConstraint(
                fields=("unit", "street", "district"), name="canvass_group_street_once", nulls_distinct=False
            ),
        ),
        # Checked at once: a table with checks to come can't be altered.
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="pastentry",
            name="polling_district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="canvass.pollingdistrict",
            ),
        ),
        migrations.AlterField(
            model_name="registeredition",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="canvass.council"
            ),
        ),
        migrations.AlterField(
            model_name="registerimport",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="canvass.council"
            ),
        ),
        migrations.AddConstraint(
            model_name="pollingdistrict",
            constraint=models.UniqueConstraint(
                fields=("unit", "code", "council"), name="canvass_district_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="registeredition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("unit", "council"), name="canvass_one_current_edition"
            ),
        ),
        migrations.RemoveField(
            model_name="pastentry",
            name="district_code",
        ),
        migrations.RemoveField(
            model_name="registeredition",
            name="supplied_by",
        ),
        migrations.RemoveField(
            model_name="registerimport",
            name="supplied_by",
        ),
        *(Protect(f"canvass_{model}") for model in PROTECTED),
    ]
