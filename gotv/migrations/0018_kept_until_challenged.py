"""Marks go 28 days after the poll; and whoever was a polling agent on a day was one all that day.

A parliamentary poll can be challenged for 21 days after the return, not after the poll (gotv/rules/keeping.py). Somebody
whose role as a polling agent ends once the polls are open may have been inside, so they tell nobody outside that day.
"""

from django.db import migrations

from access.rowsecurity import in_scope

_DELETE = """
-- Delete the marks of an election with what hangs on them, and say how many there were. Only in a scope on its unit,
-- and only once {days} days have gone by since the poll.
CREATE OR REPLACE FUNCTION gotv_delete_marks(poll bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE done bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM public.gotv_election e WHERE e.id = poll AND {scope}
                   AND e.polling_on + {days} < (now() AT TIME ZONE 'Europe/London')::date) THEN
        RETURN 0;
    END IF;
    PERFORM set_config('app.erasing', 'yes', true);
    DELETE FROM public.gotv_voted v WHERE v.election_id = poll;
    DELETE FROM public.gotv_markcheck c USING public.gotv_votemark m WHERE m.id = c.mark_id AND m.election_id = poll;
    DELETE FROM public.gotv_markvoid x USING public.gotv_votemark m WHERE m.id = x.mark_id AND m.election_id = poll;
    DELETE FROM public.gotv_votemark m WHERE m.election_id = poll;
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN done;
END $$;
"""
_INSIDE = """
CREATE FUNCTION gotv_is_inside(person bigint, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.access_grant g
        WHERE g.user_id = person AND g.role = 'polling_agent'
          AND g.starts_on <= day AND (g.ends_on IS NULL OR g.ends_on >= day)
          AND (g.ended_at IS NULL OR g.ended_at >= (day + time '07:00') AT TIME ZONE 'Europe/London'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("gotv", "0017_day_reports")]
    operations = [
        migrations.RunSQL(*(_DELETE.format(days=days, scope=in_scope("e.unit_id")) for days in (28, 21))),
        migrations.RunSQL(_INSIDE, "DROP FUNCTION gotv_is_inside(bigint, date)"),
    ]
