"""What decides about access, read for whoever asks: the one thing that must be known before any unit is in scope.

Row-level security shows nobody a grant before it is known which units they may see, and grants say that. So these
functions run as their owner. They give back what a decision needs and no more: no reasons, no requests, no names.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_read(users bigint[], today date, moment timestamptz)
RETURNS TABLE (user_id bigint, grants jsonb, lessons jsonb, terms jsonb, factors text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.id,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('grant', jsonb_build_object(
                       'id', g.id, 'user_id', g.user_id, 'unit_id', g.unit_id, 'role', g.role, 'tool_id', g.tool_id,
                       'kind', g.kind, 'area', g.area, 'purpose', g.purpose, 'term_id', g.term_id,
                       'starts_on', g.starts_on, 'ends_on', g.ends_on, 'expires_at', g.expires_at,
                       'ended_at', g.ended_at), 'unit', to_jsonb(u)) ORDER BY u.name, g.role, g.id), '[]')
            FROM public.access_grant g JOIN public.access_unit u ON u.id = g.unit_id
            WHERE g.user_id = one.id AND g.tool_id IS NULL AND g.ended_at IS NULL AND g.starts_on <= today
              AND (g.ends_on IS NULL OR g.ends_on >= today) AND (g.expires_at IS NULL OR g.expires_at > moment)),
           (SELECT coalesce(jsonb_object_agg(p.lesson, p.version), '{}')
            FROM (SELECT lesson, max(version) AS version FROM public.access_lessonpass
                  WHERE user_id = one.id GROUP BY lesson) p),
           (SELECT coalesce(jsonb_object_agg(s.terms, jsonb_build_array(s.version, s.signed_at)), '{}')
            FROM (SELECT DISTINCT ON (terms) terms, version, signed_at FROM public.access_termssignature
                  WHERE user_id = one.id ORDER BY terms, version DESC, signed_at DESC) s),
           ARRAY(SELECT DISTINCT type::text FROM public.mfa_authenticator WHERE user_id = one.id)
    FROM unnest(users) AS one(id)
$$;
CREATE FUNCTION access_holding(units bigint[], today date, moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT user_id FROM public.access_grant
    WHERE unit_id = ANY(units) AND tool_id IS NULL AND ended_at IS NULL AND starts_on <= today
      AND (ends_on IS NULL OR ends_on >= today) AND (expires_at IS NULL OR expires_at > moment)
$$;
"""
BACK = """
DROP FUNCTION access_holding(bigint[], date, timestamptz);
DROP FUNCTION access_read(bigint[], date, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_sealed_days"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
