"""Tellers' codes: found by what is said on the telephone, and nobody who is inside a station tells outside it."""

from django.db import migrations, models

# A phone without an account says four characters of a code, and so which unit it is about.
# Roles of a person that shut each other out, and the days on which they were let in as a teller, are asked for whatever
# unit is in scope: being inside a station of one CLP and telling for another is the same offence.
FORWARD = """
CREATE FUNCTION gotv_spoken_pass(finder text, moment timestamptz) RETURNS TABLE (unit_id bigint, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.unit_id, p.id FROM public.gotv_tellerpass p
    WHERE p.spoken_finder = finder AND p.spoken_finder <> '' AND p.spoken_until > moment
$$;
CREATE FUNCTION gotv_roles_of(person bigint) RETURNS TABLE (id bigint, role text, starts_on date, ends_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.id, g.role::text, g.starts_on, g.ends_on FROM public.access_grant g
    WHERE g.user_id = person AND g.role IN ('teller', 'polling_agent') AND g.ended_at IS NULL
$$;
CREATE FUNCTION gotv_told_on(person bigint) RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT e.polling_on FROM public.access_devicegrant d
    JOIN public.gotv_election e ON e.id = (d.scope->>'election')::bigint
    WHERE d.user_id = person AND d.kind = 'teller'
    UNION SELECT DISTINCT e.polling_on FROM public.gotv_tellershift s
    JOIN public.gotv_election e ON e.id = s.election_id WHERE s.user_id = person
    UNION SELECT DISTINCT e.polling_on FROM public.gotv_votemark m
    JOIN public.gotv_election e ON e.id = m.election_id
    WHERE m.actor_id = person AND m.source = 'teller'
$$;
"""
BACK = """
DROP FUNCTION gotv_told_on(bigint);
DROP FUNCTION gotv_roles_of(bigint);
DROP FUNCTION gotv_spoken_pass(text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0020_polling_day_roles"), ("gotv", "0012_district_tallies")]
    operations = [
        migrations.AddField("tellerpass", "spoken_finder", models.CharField(blank=True, db_default="", max_length=4)),
        migrations.AddIndex(
            "tellerpass",
            models.Index(
                fields=["spoken_finder"], condition=~models.Q(spoken_finder=""), name="gotv_teller_pass_spoken"
            ),
        ),
        migrations.AddIndex(
            "votemark",
            models.Index(fields=["election"], condition=~models.Q(suspicion=""), name="gotv_mark_suspect"),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
