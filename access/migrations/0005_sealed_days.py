"""Sealing the record day by day: what digests a day, for a role that may not read all of it."""

from django.db import migrations, models

# A day is London's. Its rows are hashed one by one and then together with the digest of the day before, in the order
# of their ids, so that neither a changed nor an added nor a missing row, nor a missing day, goes unnoticed. The
# application may not read other units' entries, so these functions run as their owner and give back digests alone.
FORWARD = """
CREATE FUNCTION access_audit_digest(the_day date, before bytea, OUT entries bigint, OUT digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*),
           sha256(before || convert_to(the_day::text, 'UTF8') || coalesce(string_agg(entry, ''::bytea ORDER BY id), ''))
    FROM (SELECT id, sha256(convert_to(jsonb_build_array(
                     id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor_id, unit_id, verb,
                     object_type, object_id, detail, request_id)::text, 'UTF8')) AS entry
          FROM public.access_auditevent
          WHERE at >= the_day::timestamp AT TIME ZONE 'Europe/London'
            AND at < (the_day + 1)::timestamp AT TIME ZONE 'Europe/London') AS rows
$$;
CREATE FUNCTION access_audit_first_day() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (min(at) AT TIME ZONE 'Europe/London')::date FROM public.access_auditevent
$$;
"""
BACK = """
DROP FUNCTION access_audit_first_day();
DROP FUNCTION access_audit_digest(date, bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_access_workflow")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at"], name="access_audit_at"),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
