"""A file that waits for its columns, or for a second person, is thrown away after a week like one that nobody approved."""

from __future__ import annotations

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION canvass_units_with_imports(
    silent timestamptz, unapproved timestamptz, forgotten timestamptz
) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT i.unit_id FROM public.canvass_registerimport i
    WHERE (i.state IN ('checking', 'applying') AND i.touched_at < silent)
       OR (i.state IN ({waiting}) AND i.uploaded_at < unapproved)
       OR (i.finished_at < forgotten
           AND EXISTS (SELECT 1 FROM public.canvass_rejectedrow r WHERE r.register_import_id = i.id))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0009_finding")]

    operations = [
        migrations.RunSQL(
            _FUNCTION.format(waiting="'checked', 'unmapped', 'second'"), _FUNCTION.format(waiting="'checked'")
        ),
    ]
