"""What undoing a decision about a doubtful match needs; and a file that is half taken back, or whose samples are old, is
seen to like one that is half brought in."""

from __future__ import annotations

from django.db import migrations, models

_FUNCTION = """
CREATE OR REPLACE FUNCTION canvass_units_with_imports(
    silent timestamptz, unapproved timestamptz, forgotten timestamptz
) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT i.unit_id FROM public.canvass_registerimport i
    WHERE ({working} AND i.touched_at < silent)
       OR (i.state IN ('checked', 'unmapped', 'second') AND i.uploaded_at < unapproved)
       OR (i.finished_at < forgotten AND ({kept}))
$$;
"""
_WORKING = "i.state IN ('checking', 'applying')"
_REJECTED = "EXISTS (SELECT 1 FROM public.canvass_rejectedrow r WHERE r.register_import_id = i.id)"
_SAMPLES = "EXISTS (SELECT 1 FROM public.canvass_changesample s WHERE s.register_import_id = i.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0010_unmapped_files"),
    ]

    operations = [
        migrations.AddField("doubtfulmatch", "before", models.JSONField(null=True)),
        migrations.RunSQL(
            _FUNCTION.format(
                working=f"({_WORKING} OR (i.state = 'applied' AND i.stage = 'taking_back'))",
                kept=f"{_REJECTED} OR {_SAMPLES}",
            ),
            _FUNCTION.format(working=_WORKING, kept=_REJECTED),
        ),
    ]
