"""Every row about people carries its unit, and is shown only in a scope on it."""

import django.db.models.deletion
from django.db import migrations, models

from access.rowsecurity import Protect

# What belonged to a unit only through its parent: the model, the table, and how its unit is found.
CHILDREN = (
    ("addresslines", "canvass_household p WHERE p.id = c.household_id"),
    ("boarddoor", "canvass_board p WHERE p.id = c.board_id"),
    ("rejectedrow", "canvass_registerimport p WHERE p.id = c.register_import_id"),
    ("syncbatch", "access_devicegrant p WHERE p.id = c.device_id"),
)
# The importer has just made or locked what it points to, so its tables are not checked row by row (0003).
UNCHECKED = {"addresslines"}
PROTECTED = (
    "addresslines", "board", "boarddoor", "contactevent", "elector", "handing", "household", "latestcontact",
    "latestvisit", "pastentry", "pollingdistrict", "registeredition", "registerimport", "rejectedrow", "street",
    "syncbatch", "ward",
)  # fmt: skip
# These run as their owner and answer with ids, hashes and names of files. Why they must reach across units is said
# at each.
FORWARD = """
-- An event's id is used once in the whole installation: what is stored under these ids, in whatever unit.
CREATE FUNCTION canvass_event_hashes(ids uuid[]) RETURNS TABLE (id uuid, payload_sha256 bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id, e.payload_sha256 FROM public.canvass_contactevent e WHERE e.id = ANY (ids)
$$;
-- To tell another CLP's elector or door from one that has gone: which unit each of these belongs to.
CREATE FUNCTION canvass_units_of(electors bigint[], households bigint[])
RETURNS TABLE (is_elector boolean, id bigint, unit_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT true, e.id, e.unit_id FROM public.canvass_elector e WHERE e.id = ANY (electors)
    UNION ALL
    SELECT false, h.id, h.unit_id FROM public.canvass_household h WHERE h.id = ANY (households)
$$;
-- Which units have register files to see to: the sweep then goes from unit to unit.
CREATE FUNCTION canvass_units_with_imports(silent timestamptz, unapproved timestamptz, forgotten timestamptz)
RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT i.unit_id FROM public.canvass_registerimport i
    WHERE (i.state IN ('checking', 'applying') AND i.touched_at < silent)
       OR (i.state = 'checked' AND i.uploaded_at < unapproved)
       OR (i.finished_at < forgotten
           AND EXISTS (SELECT 1 FROM public.canvass_rejectedrow r WHERE r.register_import_id = i.id))
$$;
-- All names of files at rest that some import knows: what is stored under any other name is thrown away.
CREATE FUNCTION canvass_files_of_imports() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT stored_as FROM public.canvass_registerimport WHERE stored_as <> ''
$$;
"""
BACK = """
DROP FUNCTION canvass_files_of_imports();
DROP FUNCTION canvass_units_with_imports(timestamptz, timestamptz, timestamptz);
DROP FUNCTION canvass_units_of(bigint[], bigint[]);
DROP FUNCTION canvass_event_hashes(uuid[]);
"""


def unit_key(model: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=model not in UNCHECKED,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="access.unit",
        **options,
    )


def carry_unit(model: str, parent: str) -> list:
    """Return the operations that give a child its parent's unit."""
    fill = f"UPDATE canvass_{model} c SET unit_id = p.unit_id FROM {parent};"  # noqa: S608 - made of constants above
    return [
        migrations.AddField(model, "unit", unit_key(model, null=True)),
        # Checked at once: a table with checks to come can't be altered.
        migrations.RunSQL(
            f"SET CONSTRAINTS ALL IMMEDIATE; {fill} SET CONSTRAINTS ALL DEFERRED;", migrations.RunSQL.noop
        ),
        migrations.AlterField(model, "unit", unit_key(model)),
    ]


class Migration(migrations.Migration):
    dependencies = [("access", "0012_row_security"), ("canvass", "0003_unchecked_register_keys")]
    operations = [
        *(operation for child in CHILDREN for operation in carry_unit(*child)),
        *(Protect(f"canvass_{model}") for model in PROTECTED),
        migrations.RunSQL(FORWARD, BACK),
    ]
