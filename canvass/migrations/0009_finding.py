"""What people are found by, and the two functions that look in it."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect, in_scope

# Both run as their owner, because under row-level security PostgreSQL uses no index for operators that might tell
# something about rows that are not to be seen (&& and @@ are such). They look at one unit, which must be in scope,
# and answer with its own words, and with ids of electors: names are then read as everything is read.
# OFFSET 0 and the settings leave the planner no choice but the index made for this, also in the first minutes after an
# import, when it knows nothing yet of what is in the tables: what it guesses then takes thirty times as long.
FORWARD = f"""
CREATE FUNCTION canvass_search_words(the_unit bigint, the_words text[], the_keys int[], the_start text)
RETURNS TABLE (id bigint, kind text, word text, held int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    SELECT w.id, w.kind, w.word, w.held FROM public.canvass_searchword w
    WHERE w.unit_id = the_unit AND {in_scope("the_unit")} AND w.word = ANY (the_words)
    UNION
    SELECT w.id, w.kind, w.word, w.held
    FROM (SELECT * FROM public.canvass_searchword w WHERE w.keys && the_keys OFFSET 0) w
    WHERE w.unit_id = the_unit AND {in_scope("the_unit")}
    UNION
    (SELECT w.id, w.kind, w.word, w.held FROM public.canvass_searchword w
     WHERE the_start <> '' AND w.unit_id = the_unit AND {in_scope("the_unit")}
       AND w.word >= the_start AND w.word < the_start || chr(1114109)
     ORDER BY w.held DESC LIMIT 40)
$$;
CREATE FUNCTION canvass_search_electors(the_unit bigint, the_question text, the_districts bigint[], the_most int)
RETURNS TABLE (id bigint, words text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    SELECT e.id, tsvector_to_array(s.words)
    FROM (SELECT * FROM public.canvass_searchentry s WHERE s.words @@ the_question::tsquery OFFSET 0) s
    CROSS JOIN LATERAL (SELECT * FROM public.canvass_elector e WHERE e.id = s.elector_id OFFSET 0) e
    WHERE s.unit_id = the_unit AND e.unit_id = the_unit AND {in_scope("the_unit")}
      AND (the_districts IS NULL OR e.polling_district_id = ANY (the_districts))
      AND e.kind NOT IN ('anonymous', 'under_16') AND e.merged_into_id IS NULL AND e.forgotten_on IS NULL
    ORDER BY e.left_on IS NOT NULL, e.surname, e.forenames, e.id
    LIMIT the_most
$$;
-- Which units have a register that changed since its words were gathered: jobs then go from unit to unit.
CREATE FUNCTION canvass_units_to_gather() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.unit_id FROM public.canvass_council c
    LEFT JOIN public.canvass_searchstate s ON s.unit_id = c.unit_id
    GROUP BY c.unit_id, s.version HAVING sum(c.version) IS DISTINCT FROM s.version
$$;
"""  # noqa: S608 - made of constants
BACK = """
DROP FUNCTION canvass_units_to_gather();
DROP FUNCTION canvass_search_electors(bigint, text, bigint[], int);
DROP FUNCTION canvass_search_words(bigint, text[], int[], text);
"""


def unit_key(**options: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.unit", **options)


class Migration(migrations.Migration):
    dependencies = [("access", "0015_sharing"), ("canvass", "0008_boundary_files")]
    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("word", models.CharField(db_collation="C", max_length=40)),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("held", models.IntegerField()),
                ("unit", unit_key(db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "word", "kind"), name="canvass_search_word_once")
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["keys"], gin_pending_list_limit=512, name="canvass_search_word_keys"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "elector",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="canvass.elector",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("unit", unit_key(db_constraint=False)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], gin_pending_list_limit=512, name="canvass_search_entry_words"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="SearchState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField()),
                ("electors", models.IntegerField()),
                ("made_at", models.DateTimeField(auto_now=True)),
                ("unit", unit_key(db_index=False)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit",), name="canvass_search_state_once")]},
        ),
        Protect("canvass_searchword"),
        Protect("canvass_searchentry"),
        Protect("canvass_searchstate"),
        migrations.RunSQL(FORWARD, BACK),
    ]
