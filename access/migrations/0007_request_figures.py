"""What must be known about requests of all units at once: ids, counts and times. No names, no words, no reasons why.

Row-level security shows the runtime role one unit at a time, so these functions run as their owner.
"""

from django.db import migrations

FORWARD = """
-- Which units have a request or an appeal that waits: the sweep then opens them one by one.
CREATE FUNCTION access_units_that_wait() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT unit_id FROM public.access_accessrequest WHERE state IN ('open', 'asked_back')
    UNION SELECT unit_id FROM public.access_appeal WHERE state = 'open'
$$;
-- How long decisions about one role or tool take, in one unit or (NULL) everywhere: for the page about the role.
CREATE FUNCTION access_request_times(
    wanted_role text, wanted_tool bigint, wanted_unit bigint, since timestamptz, moment timestamptz)
RETURNS TABLE (decided bigint, median interval, slowest interval, waiting bigint, longest interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(decided_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY decided_at - asked_at) FILTER (WHERE decided_at IS NOT NULL),
           max(decided_at - asked_at),
           count(*) FILTER (WHERE state IN ('open', 'asked_back')),
           max(moment - asked_at) FILTER (WHERE state IN ('open', 'asked_back'))
    FROM public.access_accessrequest
    WHERE role = wanted_role AND tool_id IS NOT DISTINCT FROM wanted_tool
      AND (wanted_unit IS NULL OR unit_id = wanted_unit)
      AND (asked_at >= since OR decided_at >= since OR state IN ('open', 'asked_back'))
$$;
-- The public figures: for each region, and for all together (is_total).
CREATE FUNCTION access_request_figures(since timestamptz, moment timestamptz)
RETURNS TABLE (region bigint, is_total boolean, asked bigint, approved bigint, refused bigint, withdrawn bigint,
               went_up bigint, upheld bigint, waiting bigint, longest interval, median interval, slowest interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.id, grouping(r.id) = 1, count(*),
           count(*) FILTER (WHERE q.state = 'approved'),
           count(*) FILTER (WHERE q.state = 'refused'),
           count(*) FILTER (WHERE q.state = 'withdrawn'),
           count(*) FILTER (WHERE q.rests_with_id <> q.unit_id),
           count(*) FILTER (WHERE a.state = 'upheld'),
           count(*) FILTER (WHERE q.state IN ('open', 'asked_back')),
           max(moment - q.asked_at) FILTER (WHERE q.state IN ('open', 'asked_back')),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY q.decided_at - q.asked_at)
               FILTER (WHERE q.decided_at IS NOT NULL),
           max(q.decided_at - q.asked_at)
    FROM public.access_accessrequest q
    JOIN public.access_unit u ON u.id = q.unit_id
    LEFT JOIN public.access_unit r ON r.kind = 'region' AND starts_with(u.path, r.path)
    LEFT JOIN public.access_appeal a ON a.request_id = q.id
    WHERE q.asked_at >= since OR q.state IN ('open', 'asked_back')
    GROUP BY GROUPING SETS ((r.id), ())
$$;
-- Refusals by their published reason.
CREATE FUNCTION access_refusals(since timestamptz)
RETURNS TABLE (region bigint, is_total boolean, reason text, refused bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.id, grouping(r.id) = 1, q.reason, count(*)
    FROM public.access_accessrequest q
    JOIN public.access_unit u ON u.id = q.unit_id
    LEFT JOIN public.access_unit r ON r.kind = 'region' AND starts_with(u.path, r.path)
    WHERE q.asked_at >= since AND q.state = 'refused'
    GROUP BY GROUPING SETS ((r.id, q.reason), (q.reason))
$$;
"""
BACK = """
DROP FUNCTION access_refusals(timestamptz);
DROP FUNCTION access_request_figures(timestamptz, timestamptz);
DROP FUNCTION access_request_times(text, bigint, bigint, timestamptz, timestamptz);
DROP FUNCTION access_units_that_wait();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_access_read")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
